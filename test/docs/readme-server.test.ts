import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startChild } from '../support/child.js';
import { useCleanUps } from '../support/clean-ups.js';
import { howMuch } from '../support/thoroughness.js';
import { blockOf, root } from './pages.js';

const { afterwards } = useCleanUps();

/** The server of the README, word for word but for its port, in a process of its own. */
const startServer = (env: NodeJS.ProcessEnv = {}) => {
  const { code } = blockOf('README.md', 'createServer(yoga)');
  const listen = 'createServer(yoga).listen(4000);';
  expect(code).toContain(listen);
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  afterwards(() => rmSync(folder, { recursive: true }));
  const told = `const server = createServer(yoga).listen(0, '127.0.0.1', () => console.log('port', server.address()));`;
  writeFileSync(join(folder, 'server.ts'), code.replace(listen, told));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../../tsconfig.json' }));
  const child = startChild([join(folder, 'server.ts')], {
    TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json'),
    ...env,
  });
  afterwards(child.stop);
  return child;
};

describe("the README's server", () => {
  it('starts with nothing set, and logs somebody in: the code is at the terminal', async () => {
    const child = startServer();
    const [, port] = await child.match(/port: (\d+)/);
    const ask = async (query: string, token?: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query }),
      });
      return response.json();
    };
    const email = 'ada@example.com';
    const asked = await ask(`mutation { requestLoginCode(email: "${email}") { challenge codeLength } }`);
    const { challenge } = asked.data.requestLoginCode;
    const [, code] = await child.match(/Login code for ada@example\.com: (\d{6}) /);
    const { data } = await ask(
      `mutation { login(email: "${email}", code: "${code}", challenge: "${challenge}") { accessToken } }`,
    );
    expect(await ask('{ me }', data.login.accessToken)).toEqual({ data: { me: email } });
    expect(child.stderr).toEqual([
      expect.stringContaining('nodemailerDelivery has no transport'),
      expect.stringContaining('No signingKey'),
    ]);
  });

  const mistakes = [
    [{ NODE_ENV: 'production' }, 'transport is missing: in production'],
    [{ SMTP_URL: 'mail.example.com' }, 'transport must begin with smtp:// or smtps://'],
  ] as const;
  it.each(howMuch({ quick: mistakes.slice(0, 1), slow: mistakes.slice() }))(
    'says in a sentence why it does not start with %o',
    async (env, sentence) => {
      const child = startServer(env);
      expect(await child.ended).toBe(1);
      expect(child.stderr.join('\n')).toContain(`TypeError: ${sentence}`);
    },
    60_000,
  );
});
