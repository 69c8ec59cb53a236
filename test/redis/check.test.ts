import KeyvRedis, { createClient, createKeyv } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuthError } from '../../src/index.js';
import { createKeyv6 } from '../support/keyv6.js';
import { freePort, type RedisServer, startRedis } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { createTestAuth } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

// A private one: it gets users of its own.
let redis: RedisServer;
let admin: ReturnType<typeof createClient>;
beforeAll(async () => {
  redis = await startRedis();
  admin = createClient({ url: redis.url });
  await admin.connect();
});
afterAll(async () => {
  admin.destroy();
  await redis.stop();
});

const closes: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await admin.flushAll();
});

const adapters: readonly (readonly [name: string, open: (url: string) => Keyv])[] = [
  ['@keyv/redis', (url) => createKeyv(url)],
  ['@keyv/valkey', (url) => new Keyv({ store: new KeyvValkey(url) })],
  ['keyv 6 over @keyv/redis', (url) => createKeyv6({ store: new KeyvRedis(url) })],
];

/** `ok`, or what the cause of the refusal says. */
const outcomeOf = async (open: (url: string) => Keyv, url: string): Promise<string> => {
  const cache = open(url);
  closes.push(() => cache.disconnect().catch(() => {}));
  const { auth } = createTestAuth({ cache, storeTimeout: 1.5 });
  return auth.check().then(
    () => 'ok',
    ({ cause }: AuthError) => {
      expect(cause).toBeInstanceOf(Error);
      const { part, code, message, ...more } = cause as Error & { part: string; code: string };
      expect(more).toEqual({});
      expect(`${message} ${(cause as Error).stack}`).not.toMatch(/secret-word|127\.0\.0\.1|probe/);
      return `${part} ${code}`;
    },
  );
};

let users = 0;
/** A user who may do what the rules say, and nothing else. */
const urlOfUser = async (rules: readonly string[]): Promise<string> => {
  users += 1;
  const user = `user-${users}`;
  await admin.sendCommand(['ACL', 'SETUSER', user, 'on', '>secret-word', ...rules]);
  return redis.url.replace('redis://', `redis://${user}:secret-word@`);
};

const everything = ['~*', '+@all'] as const;

const kindsOfKeys = ['codes', 'account', 'session', 'limit', 'probe'];

const denied: readonly (readonly [what: string, rules: readonly string[]])[] = [
  ['may read only', ['~*', '+@read', '+@connection', '+info']],
  ['may PING and GET only', ['~*', '+ping', '+get', '+hello', '+client', '+info', '+select']],
  ['may not run scripts', [...everything, '-@scripting']],
  ['may not EVALSHA', [...everything, '-evalsha']],
  ['may not SET', [...everything, '-set']],
  ['may not DEL', [...everything, '-del']],
  ['may not GET', [...everything, '-get']],
  ['may not TIME', [...everything, '-time']],
  ['may touch other keys only', ['~other:*', '+@all']],
  ...kindsOfKeys.map((kind) => {
    const others = kindsOfKeys.filter((other) => other !== kind).map((other) => `~*}:${other}:*`);
    return [`may touch no key of the kind ${kind}`, [...others, '~namespace:keyv', '+@all']] as const;
  }),
];

/** What is left in the Redis, but for the answers to clients that may send a step twice: those are gone in a minute. */
const leftovers = async () => (await admin.keys('*')).filter((key) => !/:done:|^namespace:/.test(key));

describe.each(howMuch({ quick: adapters.slice(0, 2), slow: adapters }))(
  'a Redis user, over %s,',
  (name, open) => {
    it.each(denied)('who %s is found', async (_, rules) => {
      expect(await outcomeOf(open, await urlOfUser(rules))).toBe('cache NOPERM');
      // What could be written is gone by itself, where it may not be deleted.
      await vi.waitFor(async () => expect(await admin.keys('*')).toEqual([]), {
        timeout: 5000,
        interval: 100,
      });
    });

    it('who may not touch the set of all keys is found, where there is one', async () => {
      const url = await urlOfUser([...kindsOfKeys.map((kind) => `~*}:${kind}:*`), '+@all']);
      expect(await outcomeOf(open, url)).toBe(name === '@keyv/valkey' ? 'cache NOPERM' : 'ok');
    });

    it('who may do what the steps do is enough', async () => {
      const steps = ['+get', '+set', '+del', '+time', '+evalsha', '+eval'];
      const index = ['+sadd', '+srem', '+srandmember', '+exists'];
      const connection = ['+hello', '+client', '+ping', '+select', '+info', '+auth', '+quit', '+cluster'];
      const url = await urlOfUser(['~*', ...steps, ...index, ...connection]);
      expect(await outcomeOf(open, url)).toBe('ok');
      expect(await leftovers()).toEqual([]);
    });

    it('with another password is found', async () => {
      const url = (await urlOfUser(everything)).replace('secret-word', 'secret-words');
      expect(await outcomeOf(open, url)).toBe('cache WRONGPASS');
    });

    it('of a server that is not there is found', async () => {
      const port = await freePort();
      expect(await outcomeOf(open, `redis://ada:secret-word@127.0.0.1:${port}`)).toBe('cache ECONNREFUSED');
    });
  },
);

describe('the set of keys of @keyv/valkey', () => {
  it.each(['sadd', 'srem', 'srandmember', 'exists'])('needs %s, and that is found', async (command) => {
    const open = (url: string) => new Keyv({ store: new KeyvValkey(url) });
    const url = await urlOfUser([...everything, `-${command}`]);
    expect(await outcomeOf(open, url)).toBe('cache NOPERM');
  });
});

describe.each(redisCaches)('check over %s', (_, open) => {
  it('leaves nothing behind, and warms up every script', async () => {
    await admin.scriptFlush();
    const cache = open(redis.url);
    closes.push(() => cache.disconnect());
    const { auth } = createTestAuth({ cache });
    await Promise.all([auth.check(), auth.check(), auth.check()]);
    expect(await leftovers()).toEqual([]);
  });
});

describe('a Redis that takes no writes', () => {
  it('is named by its own word', async () => {
    const [, open] = adapters[0] ?? expect.fail();
    await admin.configSet('maxmemory', '1');
    expect(await outcomeOf(open, redis.url)).toBe('cache OOM');
    await admin.configSet('maxmemory', '0');
    await admin.sendCommand(['REPLICAOF', '127.0.0.1', '1']);
    expect(await outcomeOf(open, redis.url)).toBe('cache READONLY');
    await admin.sendCommand(['REPLICAOF', 'NO', 'ONE']);
  });
});
