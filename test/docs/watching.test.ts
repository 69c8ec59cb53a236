import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startChild } from '../support/child.js';
import { useCleanUps } from '../support/clean-ups.js';
import { blockOf, docs, root } from './pages.js';

const page = docs.find(({ path }) => path === 'docs/watching.md');
const { afterwards } = useCleanUps();

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** Runs files in a process of their own, `main.ts` first. */
const start = (filesIn: (folder: string) => Readonly<Record<string, string>>) => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  afterwards(() => rmSync(folder, { recursive: true }));
  for (const [name, code] of Object.entries(filesIn(folder))) writeFileSync(join(folder, name), code);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../../tsconfig.json' }));
  // As the README says of the code of these pages.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const child = startChild([join(folder, 'main.ts')], { TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json') });
  afterwards(child.stop);
  return { child, folder };
};

/** A login, whose code is at the terminal. */
const login = `
const printed: string[] = [];
console.info = (line: string) => void printed.push(line);
const identity = 'ada@example.com';
const logIn = async () => {
  const { challenge } = await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
  await auth.close();
  const [, code = ''] = /: (\\d{6}) /.exec(printed.at(-1) ?? '') ?? [];
  return auth.login({ identity, code, challenge }, { ip: '192.0.2.1' });
};
`;

describe('the recipe for Prometheus', () => {
  const block = blockOf('docs/watching.md', 'PrometheusExporter').code;
  const rules = blockOf('docs/watching.md', 'groups:').code;
  /** A login, and what Prometheus then scrapes. */
  const scrape = async (): Promise<string> => {
    const port = await freePort();
    expect(block).toContain('port: 9464');
    const { child } = start(() => ({
      'server.ts': `import { createEmailAuth } from 'pothos-plugin-email-auth';\nexport const auth = createEmailAuth();\n`,
      'metrics.ts': block.replace('port: 9464', `port: ${port}`),
      'main.ts': `import './metrics.js';\nimport { auth } from './server.js';\n${login}
        await logIn();
        await auth.logoutEverywhere(identity);
        const answer = await fetch('http://127.0.0.1:${port}/metrics');
        console.log('SCRAPED', JSON.stringify(await answer.text()));
        process.exit();`,
    }));
    const [, json = ''] = await child.match(/SCRAPED (.*)\n/);
    return JSON.parse(json);
  };

  it('counts a login, under names that Prometheus knows, and tells nobody whose it was', async () => {
    const text = await scrape();
    const figureOf = (series: string) =>
      text
        .split('\n')
        .find((line) => line.startsWith(series))
        ?.split(' ')
        .at(-1);
    expect(figureOf('email_auth_logins_total')).toBe('1');
    expect(figureOf('email_auth_code_requests_total{email_auth_code_type="short"')).toBe('1');
    expect(figureOf('email_auth_mail_duration_count')).toBe('1');
    expect(figureOf('email_auth_store_step_duration_count{email_auth_store_step="redeem"')).toBe('1');
    expect(figureOf('email_auth_store_step_duration_bucket')).toBeDefined();
    expect(figureOf('email_auth_breaker_open')).toBe('0');
    expect(figureOf('email_auth_queue_length')).toBe('0');
    expect(text).not.toMatch(/ada@|192\.0\.2/);
  });

  it('has alerts on metrics that are in the table', () => {
    const names = [...rules.matchAll(/email_auth_\w+/g)].map(([name]) =>
      name.replace(/(_total|_bucket)$/, ''),
    );
    const known = [...(page?.text ?? '').matchAll(/^\| `(email_auth[\w.]+)`/gm)].map(([, name = '']) =>
      name.replaceAll('.', '_'),
    );
    expect(names).toHaveLength(4);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the recipe for pino', () => {
  it('logs every event without personal data, and sentences at their level', async () => {
    const { child } = start(() => ({
      'log.ts': blockOf('docs/watching.md', 'pino(').code,
      'main.ts': `import { auth } from './log.js';\n${login}
        await logIn();
        await auth.requestLoginCode('eve@example.com', { ip: null }).catch(() => {});
        await auth.close();
        process.exit();`,
    }));
    expect(await child.ended).toBe(0);
    const lines = child.stdout.map((line) => JSON.parse(line));
    // On a pipe that is not read at once, pino may write one line before another.
    const told = lines.filter(({ level }) => level === 30).map(({ msg }) => msg);
    expect(told.sort()).toEqual([
      ...['code.requested', 'code.requested', 'code.sent', 'code.sent', 'login.succeeded'],
    ]);
    expect(
      lines
        .filter(({ level }) => level === 40)
        .map(({ msg }) => msg.slice(0, 13))
        .sort(),
    ).toEqual([...['No signingKey', "The caller's "]]);
    expect(child.stdout.join()).not.toMatch(/ada@|eve@|192\.0\.2/);
  });
});

describe('the recipe for an audit file', () => {
  const block = blockOf('docs/watching.md', 'audit.jsonl').code;
  /** The recipe with another file, in a process that does as it is told, and is then asked to end. */
  const run = (work: string, fileIn: (folder: string) => string) =>
    start((folder) => ({
      'audit.ts': block.replace("'audit.jsonl'", JSON.stringify(fileIn(folder))),
      'main.ts': `import { auth } from './audit.js';\n${login}${work}\nprocess.kill(process.pid, 'SIGTERM');`,
    }));

  it('has every event when the process has ended, those of the last mails too', async () => {
    const work = `
      const { refreshToken } = await logIn();
      await auth.logout(refreshToken);
      for (let count = 0; count < 300; count += 1) {
        await auth.requestLoginCode(\`user\${count}@example.com\`, { ip: \`198.51.\${count % 200}.1\` });
      }`;
    const { child, folder } = run(work, (here) => join(here, 'audit.jsonl'));
    expect(await child.ended).toBe(0);
    const file = join(folder, 'audit.jsonl');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const types = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type as string);
    const count = (type: string) => types.filter((each) => each === type).length;
    expect([count('code.requested'), count('code.sent'), types.length]).toEqual([301, 301, 604]);
  });

  it('breaks no login, and no shutdown, when the disk is full', async () => {
    const { child } = run("await logIn();\nconsole.log('LOGGED IN');", () => '/dev/full');
    await child.match(/LOGGED IN/);
    expect(await child.ended).toBe(0);
    expect(child.stderr.join('\n')).toContain('The audit file failed: ENOSPC');
  });
});
