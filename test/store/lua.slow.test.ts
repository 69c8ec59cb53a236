import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createClient, createKeyv } from '@keyv/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.js';
import { identityName } from '../support/identity-names.js';
import { refused, same } from '../support/lua-cases.js';
import { startRedis } from '../support/redis.js';

interface Compiler {
  translate(run: string, text: string): { readonly lua: string };
  withoutTypes(text: string): string;
}

const probeOf = (type: string, text: string): string => {
  const body = text.includes('return ') ? `{ ${text} }` : `(${text})`;
  return `const probe = (_: unknown, input: ${type}) => ${body};\n`;
};

// Boundary: the compiler is JavaScript.
const toolOf = (name: string) =>
  import(pathToFileURL(join(import.meta.dirname, `../tools/lua/${name}.mjs`)).href);

let redis: Awaited<ReturnType<typeof startRedis>>;
let client: ReturnType<typeof createClient>;
let compiler: Compiler;
beforeAll(async () => {
  (await toolOf('install')).install();
  compiler = await toolOf('compile');
  redis = await startRedis();
  client = createClient({ url: redis.url });
  await client.connect();
});
afterAll(async () => {
  client.destroy();
  await redis.stop();
});

describe('the scripts of Redis', () => {
  it('are made from the steps as they are (npm run lua writes them)', async () => {
    const tool = resolve(import.meta.dirname, '../tools/lua.mjs');
    // It rejects, with what is out of date, where something is.
    await promisify(execFile)(process.execPath, [tool, '--check']);
  });
});

describe('what a script writes', () => {
  it.each([1_700_000_000_000, 9_999_999_999_999, 1_700_000_000_000.5])(
    'is exact about time: %d',
    async (now) => {
      const cache = createKeyv(redis.url);
      const store = openStore(cache, { namespace: `at-${now}`, timeout: 10_000, singleProcess: false });
      await store.redeem({
        ...{
          now,
          owner: [identityName('ada')],
          network: null,
          challenge: null,
          joiner: null,
          others: 2,
          digests: [],
          session: null,
        },
        limits: [{ name: 'ip', option: 'ip', limit: 9, window: 60_000 }],
        budget: {
          shortCodes: null,
          failures: { name: 'ada', limit: 9, window: 60_000 },
          all: null,
        },
      });
      const textOf = (key: string) => client.get(`{at-${now}}:limit:${key}`);
      const end = String(now + 60_000);
      expect(JSON.parse((await textOf('ip')) ?? '')).toEqual({
        value: 1,
        expiresAt: now + 60_000,
      });
      expect(await textOf('ip')).toContain(`:${end}`);
      expect(await textOf('ada')).toContain(`"value":[[${now},1,0]]`);
      await cache.disconnect();
    },
  );
});

describe('the language of the steps', () => {
  it.each(same)('means in Lua what it means in TypeScript: %s', async (_, type, input, text) => {
    const probe = probeOf(type, text);
    const here = new Function('input', `${compiler.withoutTypes(probe)}; return probe(undefined, input);`);
    const { lua } = compiler.translate('probe', probe);
    const withoutNulls = JSON.stringify(input, (_, value: unknown) => value ?? undefined);
    const answer = await client.eval(`${lua}\nreturn cjson.encode({ step(nil, cjson.decode(ARGV[1])) })`, {
      keys: [],
      arguments: [withoutNulls],
    });
    const [there] = JSON.parse(String(answer));
    const emptied = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('[]', '{}'));
    expect(there).toEqual(emptied(here(input)));
  });

  it.each(refused)('refuses what does not: %s of %s', (text, type, why) => {
    expect(() => compiler.translate('probe', probeOf(type, text))).toThrow(why);
  });
});
