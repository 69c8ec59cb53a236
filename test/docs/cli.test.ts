import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { installPackages } from '../support/debian.js';
import { startHttpServer } from '../support/http-server.js';
import { startMailServer } from '../support/mail-server.js';
import { startRedis } from '../support/redis.js';
import { signingKey } from '../support/service.js';
import { blockOf, root } from './pages.js';
import { commandsOf, createCommandFolder } from './run-commands.js';
import { makeToken } from './serve-auth.js';

await installPackages(['curl'], ['curl']);

const { later, afterwards } = useCleanUps();
const open = () => later(createCommandFolder(), ({ remove }) => remove());
const fine = { code: 0, stderr: '' };
const kid = /^kid: ([\w-]{43})$/m;

/** A file of variables. */
const envOf = (variables: Readonly<Record<string, string>>) =>
  Object.entries(variables)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
const keyLine = signingKey.trim().replaceAll('\n', '|');

describe('docs/cli.md', () => {
  it('asks for help', async () => {
    const { run } = open();
    const [all = '', one = ''] = commandsOf(blockOf('docs/cli.md', '--help').code);
    const help = await run(all);
    expect(help).toMatchObject(fine);
    for (const name of ['keygen', 'jwks', 'inspect', 'check', 'audit', 'preview', 'migrate'])
      expect(help.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    const keygen = await run(one);
    expect(keygen).toMatchObject(fine);
    for (const text of ['--out', 'Examples:']) expect(keygen.stdout).toContain(text);
  });

  it('makes keys, publishes them, and looks at a token', async () => {
    const { run, path, write } = open();
    const read = (name: string) => readFileSync(join(path, name), 'utf8');
    const [toEnv = '', toFile = '', es256 = ''] = commandsOf(blockOf('docs/cli.md', 'keygen --out').code);
    const first = await run(toEnv);
    expect([first.code, first.stdout]).toEqual([0, '']);
    expect(read('.env')).toMatch(/^\nEMAIL_AUTH_SIGNING_KEY='.+'\n$/);
    const second = await run(toFile);
    expect([second.code, statSync(join(path, 'signing-key.pem')).mode & 0o777]).toEqual([0, 0o600]);
    // It never overwrites a file.
    expect(await run(toFile)).toMatchObject({ code: 1, stderr: expect.stringContaining('signing-key.pem') });
    expect(JSON.parse((await run(es256)).stdout)).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256' });

    const [ofFiles = '', ofEnvironment = ''] = commandsOf(blockOf('docs/cli.md', 'jwks old.pem').code);
    const pem = read('signing-key.pem');
    write('new.pem', pem);
    write('old.pem', signingKey);
    expect(await run(ofFiles)).toEqual({ code: 0, stdout: '', stderr: '' });
    const published = JSON.parse(read('jwks.json'));
    expect(published.keys).toHaveLength(2);
    expect(published.keys[1].kid).toBe(kid.exec(second.stderr)?.[1]);
    const piped = await run(ofEnvironment, { EMAIL_AUTH_SIGNING_KEY: pem });
    expect(JSON.parse(piped.stdout)).toEqual({ keys: [published.keys[1]] });

    const [byKey = '', curl = '', byJwks = ''] = commandsOf(blockOf('docs/cli.md', 'inspect -').code);
    const { auth, token } = await makeToken(pem);
    write('token.txt', token);
    const inspected = await run(byKey);
    expect(inspected).toMatchObject(fine);
    const jwks = await auth.jwks();
    const { url, stop } = await startHttpServer((request, response) => {
      response.statusCode = request.url === '/.well-known/jwks.json' ? 200 : 404;
      response.end(JSON.stringify(jwks));
    });
    afterwards(stop);
    expect(curl).toContain('https://api.example.com/.well-known/');
    expect((await run(curl.replace('https://api.example.com', new URL(url).origin))).code).toBe(0);
    expect(JSON.parse(read('jwks.json'))).toEqual(jwks);
    for (const { stdout } of [inspected, await run(byJwks)]) {
      expect(stdout).toContain('ada@example.com');
      expect(stdout).toMatch(/^The signature verifies with the key /m);
      expect(stdout).not.toContain(token);
    }
    write('token.txt', `${token.slice(0, -10)}AAAAAAAAAA`);
    expect((await run(byJwks)).code).toBe(1);
  });

  it('tries the variables of a server, and prints what the page shows', async () => {
    const { run, write } = open();
    const mail = later(await startMailServer(), ({ stop }) => stop());
    const redis = later(await startRedis({ args: ['--requirepass', 'another'] }), ({ stop }) => stop());
    const [own = '', ofFile = ''] = commandsOf(blockOf('docs/cli.md', 'check --env').code);
    const variables = {
      NODE_ENV: 'production',
      EMAIL_AUTH_SIGNING_KEY: keyLine,
      REDIS_URL: `redis://:wrong@127.0.0.1:${redis.port}`,
      SMTP_URL: mail.url,
    };
    write('production.env', envOf(variables));
    const failed = await run(ofFile, { REDIS_URL: 'nonsense' });
    expect([failed.code, failed.stderr]).toEqual([1, '']);
    // The key, and the addresses of the two servers.
    const shown = failed.stdout
      .replace(/[\w-]{43}/, 'TbQwKzx8…')
      .replace(`127.0.0.1:${redis.port}`, '10.0.0.5:6379')
      .replace(mail.url, 'smtps://mail.example.com');
    const block = blockOf('docs/cli.md', 'WRONGPASS').code;
    expect(shown.replace(/^/gm, '# ').replace(/# $/, '')).toBe(block);
    const works = await run(own, { ...variables, REDIS_URL: `redis://:another@127.0.0.1:${redis.port}` });
    expect(works).toMatchObject(fine);
    expect(works.stdout).toMatch(/^ok +REDIS_URL /m);
    expect(mail.mails).toEqual([]);
  });

  it('audits, previews and migrates', async () => {
    const { run, path, write } = open();
    const [audit = '', preview = '', migrate = ''] = commandsOf(
      blockOf('docs/cli.md', 'preview --app-name').code,
    );
    write('schema.graphql', readFileSync(join(root, 'schema.graphql'), 'utf8'));
    write('public-fields.txt', readFileSync(join(root, 'test/cli/public-fields.txt'), 'utf8'));
    write('settings.py', blockOf('docs/from-jwt-email-auth.md', 'JWT_EMAIL_AUTH = {').code);
    expect(await run(audit)).toMatchObject(fine);
    write('public-fields.txt', 'Query.hello\n');
    expect((await run(audit)).code).toBe(1);
    expect((await run(preview)).code).toBe(0);
    const page = readFileSync(join(path, 'mails.html'), 'utf8');
    expect(page).toContain('Example');
    expect(page).toContain('#0a66c2');
    expect(await run(migrate)).toMatchObject(fine);
    expect(readFileSync(join(path, 'auth.ts'), 'utf8')).toBe(
      blockOf('docs/from-jwt-email-auth.md', 'Left for you to do').code,
    );
  });
});
