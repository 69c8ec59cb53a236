import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@keyv/redis';
import { expect, it } from 'vitest';
import { startChild } from '../support/child.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startRedis } from '../support/redis.js';
import { signingKey } from '../support/service.js';
import { blockOf, root } from './pages.js';

const { afterwards, later } = useCleanUps();

/** Does over HTTP what a test asks of the service of the page. */
const remote = `
import { createServer } from 'node:http';
import { auth } from './redis.js';
const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const tasks: Record<string, (given: never) => Promise<unknown>> = {
  check: () => auth.check(),
  ask: (from) => auth.requestLoginCode(identity, { ip: from }),
  login: (input: object) => auth.login({ identity, ...input } as never, caller),
  sessions: () => auth.sessions(identity),
  // Before the mail can have begun.
  askAndEnd: async (from) => {
    const answer = await auth.requestLoginCode(identity, { ip: from });
    process.kill(process.pid, 'SIGTERM');
    return answer;
  },
};
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { task, given } = JSON.parse(body);
  const answer = await tasks[task]!(given as never).then(
    (value) => ({ value: value ?? null }),
    ({ code, cause }) => ({ code, cause: cause?.code }),
  );
  response.end(JSON.stringify(answer));
}).listen(0, '127.0.0.1', () => console.log('PORT', (server.address() as { port: number }).port));
process.once('SIGTERM', () => server.close());
`;

/** The service of the page in a process of its own. */
const startPage = async (url: string) => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  afterwards(() => rmSync(folder, { recursive: true }));
  const files = {
    'redis.ts': `${blockOf('docs/redis.md', 'createKeyv(process.env.REDIS_URL').code}\nexport { auth };\n`,
    'main.ts': remote,
    'tsconfig.json': JSON.stringify({ extends: '../../../tsconfig.json' }),
    'package.json': JSON.stringify({ type: 'module' }),
  };
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  const child = startChild([join(folder, 'main.ts')], {
    TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json'),
    ...{ REDIS_URL: url, EMAIL_AUTH_SIGNING_KEY: signingKey },
  });
  afterwards(child.stop);
  return child;
};
const remoteOf = async (child: Awaited<ReturnType<typeof startPage>>) => {
  const [, port] = await child.match(/PORT (\d+)/);
  return async (task: string, given: unknown = null) => {
    const body = JSON.stringify({ task, given });
    return (
      await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers: { connection: 'close' } })
    ).json();
  };
};
const codesOf = ({ stdout }: { readonly stdout: readonly string[] }): string[] =>
  stdout.join('\n').match(/(?<=ada@example\.com: )\d{6}/g) ?? [];

it('the service of docs/redis.md shares its state, lives through an outage of Redis, and ends by itself', async () => {
  const redis = later(await startRedis(), (server) => server.stop());
  const [first, second] = await Promise.all([startPage(redis.url), startPage(redis.url)]);
  const [here, there] = [await remoteOf(first), await remoteOf(second)];
  const { challenge } = (await here('ask', '192.0.2.1')).value;
  await first.match(/Login code/);
  const login = await there('login', { challenge, code: codesOf(first)[0] });
  expect(login.value.accessToken).toBeTypeOf('string');
  expect((await here('sessions')).value).toHaveLength(1);

  const client = await createClient({ url: redis.url }).connect();
  const keys = await client.keys('*');
  client.destroy();
  expect(keys.length).toBeGreaterThan(2);
  expect(keys.filter((key) => !key.startsWith('my-app:'))).toEqual([]);

  await redis.kill();
  expect(await here('ask', '192.0.2.2')).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(await here('check')).toEqual({ code: 'SERVICE_UNAVAILABLE', cause: 'ECONNREFUSED' });
  later(await startRedis({ port: redis.port }), (server) => server.stop());
  await expect.poll(() => here('check'), { timeout: 15_000 }).toEqual({ value: null });

  await here('askAndEnd', '192.0.2.3').catch(() => {});
  expect(await first.ended).toBe(0);
  expect(codesOf(first)).toHaveLength(2);
});

it('the service of docs/redis.md does not start without its Redis', async () => {
  const child = await startPage('redis://127.0.0.1:1');
  expect(await child.ended).toBe(1);
  expect(child.stderr.join('\n')).toContain('ECONNREFUSED');
});
