import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Child } from '../support/child.js';
import { useCleanUps } from '../support/clean-ups.js';
import type { GraphQLAnswer } from '../support/http-server.js';
import { startMailServer } from '../support/mail-server.js';
import { isThorough } from '../support/thoroughness.js';
import { serverModule } from './modules.js';
import { blockOf, root } from './pages.js';
import { commandsOf, createCommandFolder } from './run-commands.js';

const { later } = useCleanUps();
const open = () => later(createCommandFolder(), ({ remove }) => remove());

const { peerDependencies, peerDependenciesMeta, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** The server, which tells its port. */
const server = `${serverModule}
const server = createServer(yoga).listen(0, () => console.log('port', server.address()));
`;

const ask = async (child: Child, query: string): Promise<GraphQLAnswer> => {
  const [, port] = await child.match(/port: (\d+)/);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query });
  const answer = await fetch(`http://localhost:${port}/graphql`, { method: 'POST', headers, body });
  return (await answer.json()) as GraphQLAnswer;
};

const [setType = '', install = '', installTools = '', start = ''] = commandsOf(
  blockOf('README.md', 'npm pkg set').code,
);
const namesIn = (command: string) => command.split(/ +/).filter((word) => !/^(npm|install|--.*)$/.test(word));

describe('the commands that make a project', () => {
  it('name what the server imports, and the peers that it needs, and no others', () => {
    const [us, ...packages] = namesIn(install);
    expect(us).toBe('pothos-plugin-email-auth');
    const imports = [...server.matchAll(/from '([^']+)'/g)].flatMap(([, from = '']) =>
      from.startsWith('node:') || from.startsWith('pothos-plugin') ? [] : from,
    );
    const required = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
    const needed = new Set([...imports, ...required, 'nodemailer']);
    expect([...packages].sort()).toEqual([...needed].sort());
    for (const name of packages.concat(namesIn(installTools)))
      expect({ ...devDependencies, ...peerDependencies }).toHaveProperty([name]);
  });

  it('end with a server that answers', async () => {
    const folder = open();
    folder.write('package.json', '{}');
    expect(await folder.run(setType)).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(folder.path, 'package.json'), 'utf8'))).toEqual({ type: 'module' });
    folder.linkModules();
    folder.write('server.ts', server);
    expect(blockOf('README.md', 'npm pkg set').code).toContain(`${start}  # http://localhost:4000/graphql\n`);
    const child = later(folder.start(start), ({ stop }) => stop());
    expect(await ask(child, '{ hello }')).toEqual({ data: { hello: 'Hello!' } });
  });

  it.runIf(isThorough)(
    'install from the registry what runs with the package that is packed here',
    async () => {
      const { path, run, write, start: begin } = open();
      const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', path];
      const { stdout } = await promisify(execFile)('npm', pack, { cwd: root });
      // npm 11 answers with a list, npm 12 with a record by name.
      const [packed] = Object.values(JSON.parse(stdout) as Record<string, { filename: string }>);
      write('package.json', '{}');
      write('server.ts', server);
      const ours = install.replace('pothos-plugin-email-auth', `./${packed?.filename}`);
      const quiet = {
        npm_config_prefer_offline: 'true',
        npm_config_audit: 'false',
        npm_config_fund: 'false',
      };
      for (const command of [setType, ours, installTools])
        expect(await run(command, quiet)).toMatchObject({ code: 0 });
      const child = later(begin(`node_modules/.bin/${start.replace('npx ', '')}`), ({ stop }) => stop());
      expect(await ask(child, '{ hello }')).toEqual({ data: { hello: 'Hello!' } });
    },
  );
});

describe('the commands before you go live', () => {
  it('make a key, find that the server could start, and start it', async () => {
    const folder = open();
    const mail = later(await startMailServer(), ({ stop }) => stop());
    folder.linkModules();
    folder.write('package.json', '{ "type": "module" }');
    folder.write('.env', `SMTP_URL=${mail.url}\n`);
    folder.write('server.ts', server);
    const commands = commandsOf(blockOf('README.md', '--env-file=.env').code);
    const [setMode = '', keygen = '', check = '', begin = ''] = commands;
    expect((await folder.run(check)).stdout).toMatch(/^note +NODE_ENV .* add NODE_ENV=production\.$/m);
    expect(await folder.run(setMode)).toMatchObject({ code: 0 });
    expect(await folder.run(check)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('signingKey is missing'),
    });
    expect(await folder.run(keygen)).toMatchObject({ code: 0, stdout: '' });
    const checked = await folder.run(check);
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toMatch(/^ok +SMTP_URL /m);
    const child = later(folder.start(begin), ({ stop }) => stop());
    const mailed = mail.next();
    await ask(child, 'mutation { requestLoginCode(email: "ada@example.com") { challenge } }');
    expect((await mailed).recipients).toEqual(['ada@example.com']);
    expect(child.stderr).toEqual([]);
  });
});
