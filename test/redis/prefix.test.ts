import { createClient } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RedisServer, startRedis } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

let redis: RedisServer;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  redis = await startRedis();
  client = createClient({ url: redis.url });
  await client.connect();
});
afterAll(async () => {
  client.destroy();
  await redis.stop();
});

const open: Keyv[] = [];
beforeEach(() => client.flushAll());
afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.disconnect()));
});
const toBeClosed = (cache: Keyv): Keyv => {
  open.push(cache);
  return cache;
};

/** The adapter itself; keyv 6 puts one of its own around it. */
const adapterOf = ({ store }: Keyv): { namespace?: string; keyPrefixSeparator?: string } =>
  'client' in store || 'redis' in store ? store : store.store;

/** What other code may do with the same adapter while the service runs. */
const moves: readonly (readonly [name: string, move: (cache: Keyv) => unknown])[] = [
  ['another Keyv over its adapter', (cache) => new Keyv({ store: adapterOf(cache), namespace: 'other' })],
  [
    'another Keyv 6 over its adapter',
    (cache) => new Keyv6({ store: adapterOf(cache) as never, namespace: 'other' }),
  ],
  [
    'a namespace given later to the Keyv',
    (cache) => {
      cache.namespace = 'other';
    },
  ],
  [
    'a namespace given later to the adapter',
    (cache) => {
      adapterOf(cache).namespace = 'other';
    },
  ],
  [
    'a separator given later to the adapter',
    (cache) => {
      // @keyv/valkey has none.
      if ('client' in adapterOf(cache)) adapterOf(cache).keyPrefixSeparator = '--';
    },
  ],
];

describe.each(redisCaches)('a service over %s', (_, openCache) => {
  it.each(moves)('is not moved by %s', async (_, move) => {
    const cache = toBeClosed(openCache(redis.url));
    const limits = { failuresPerIp: { limit: 2, window: 300 } };
    const { auth, logIn, askForCode } = createTestAuth({ cache, limits });
    const { accessToken, refreshToken } = await logIn(identity);
    const fail = () => reasonOf(auth.login({ identity, code: '0' }, { ip: '192.0.2.7' }));
    expect(await fail()).toBe('INVALID_LOGIN_CODE');
    const guess = { identity: 'grace@example.com', ...(await askForCode('grace@example.com')) };
    const keys = (await client.keys('*')).sort();

    move(cache);
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
    expect(await fail()).toBe('INVALID_LOGIN_CODE');
    expect(await fail()).toBe('TOO_MANY_REQUESTS');
    expect(await reasonOf(auth.login(guess, caller))).toBe('ok');
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
    await auth.check();
    // New keys, if any, stand where the others do.
    const beginning = (key: string) => key.slice(0, key.indexOf('}') + 1);
    expect(new Set((await client.keys('*')).map(beginning))).toEqual(new Set(keys.map(beginning)));
  });
});

describe.each([
  ['with sets', {}],
  ['without sets', { useRedisSets: false }],
])('a client that puts a prefix before every key (keyPrefix), %s', (_, options) => {
  it('is understood: all stands under the prefix, and is found again', async () => {
    const store = new KeyvValkey(redis.url, { keyPrefix: 'app:', ...options });
    const cache = toBeClosed(new Keyv({ store, namespace: 'ns' }));
    const { auth, logIn } = createTestAuth({ cache });
    const { accessToken, refreshToken } = await logIn(identity);
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
    const next = await auth.refresh(refreshToken, caller);
    expect(await auth.sessions(identity)).toHaveLength(1);
    const keys = await client.keys('*');
    expect(keys.filter((key) => !key.startsWith('app:'))).toEqual([]);
    if (!('useRedisSets' in options)) {
      await cache.clear();
      expect(await client.keys('*')).toEqual([]);
      expect(await auth.authenticate(next.accessToken, caller)).toMatchObject({ failure: 'revoked' });
    }
  });

  it.skipIf('useRedisSets' in options)('forgets what has expired in its set of keys', async () => {
    const store = new KeyvValkey(redis.url, { keyPrefix: 'app:' });
    const { auth } = createTestAuth({
      cache: toBeClosed(new Keyv({ store, namespace: 'ns' })),
      limits: noLimits,
    });
    const index = 'app:namespace:ns';
    await client.sAdd(index, ['gone-1', 'gone-2', 'gone-3']);
    const isGone = async () => (await client.sMembers(index)).every((name) => !name.startsWith('gone'));
    // Two are looked at, at random, with each that is added.
    for (let i = 0; i < 200 && !(await isGone()); i += 1) await auth.requestLoginCode(identity, { ip: null });
    expect(await isGone()).toBe(true);
    expect(await client.sCard(index)).toBeGreaterThan(0);
  });
});
