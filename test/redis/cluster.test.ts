import KeyvRedis, { createClient, createCluster } from '@keyv/redis';
import Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/port.js';
import { rules } from '../store/contract.js';
import { createKeyv6 } from '../support/keyv6.js';
import { startRedis } from '../support/redis.js';
import { type RedisCluster, startRedisCluster } from '../support/redis-cluster.js';
import { type RedisSentinel, startRedisSentinel } from '../support/redis-sentinel.js';
import { createTestAuth, reasonOf } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(() => cluster.stop());

const connect = () => createCluster({ rootNodes: cluster.nodes.map(({ url }) => ({ url })) });

/** The keys of each node, as the node itself sees them. */
const keysOfNodes = () =>
  Promise.all(
    cluster.nodes.map(async ({ url }) => {
      const client = createClient({ url });
      await client.connect();
      const names = await client.keys('*');
      client.destroy();
      return names;
    }),
  );

const carryOutFlow = async (cache: Keyv): Promise<void> => {
  const { auth, logIn } = createTestAuth({ cache, storeTimeout: 10 });
  await auth.check();
  const first = await logIn(identity);
  const second = await auth.refresh(first.refreshToken, caller);
  expect(await auth.authenticate(second.accessToken, caller)).toMatchObject({ failure: null });
  expect(await auth.sessions(identity)).toHaveLength(1);
  await auth.logout(second.refreshToken);
  expect(await auth.authenticate(second.accessToken, caller)).toMatchObject({ failure: 'revoked' });
  expect(await auth.sessions(identity)).toEqual([]);
};

const withoutNamespace = (keyv: Keyv) => {
  keyv.namespace = undefined;
  return keyv;
};

const caches: readonly [name: string, open: () => Keyv][] = [
  ['keyv 5', () => new Keyv({ store: new KeyvRedis(connect()), namespace: 'five' })],
  ['keyv 5 without a namespace', () => withoutNamespace(new Keyv(new KeyvRedis(connect())))],
  ['keyv 6', () => createKeyv6({ store: new KeyvRedis(connect()) })],
];
describe.each(howMuch({ quick: caches.slice(0, 1), slow: caches }))(
  'a cluster of three nodes, behind %s',
  (_, open) => {
    const errors: unknown[] = [];
    let cache: Keyv;
    let store: Store;
    beforeAll(() => {
      cache = open();
      cache.on('error', (error) => errors.push(error));
      store = openStore(cache, { namespace: 'contract', timeout: 10_000, singleProcess: false });
    });
    afterAll(async () => {
      await cache.clear();
      await cache.disconnect();
    });

    it.each(rules)('$id: $must', ({ run }) => run(store));

    it('carries the whole flow', () => carryOutFlow(cache));

    it('keeps all records of a service on one node, and those of another service anywhere', async () => {
      await cache.clear();
      const namespaces = Array.from({ length: 12 }, (_, i) => `service-${i}`);
      for (const namespace of namespaces) {
        const { logIn } = createTestAuth({ cache, namespace, storeTimeout: 10 });
        await logIn(identity);
      }
      const nodes = await keysOfNodes();
      const homes = namespaces.map((name) =>
        nodes.flatMap((names, index) => (names.some((key) => key.includes(`{${name}}:`)) ? [index] : [])),
      );
      expect(homes.map((home) => home.length)).toEqual(namespaces.map(() => 1));
      expect(new Set(homes.flat()).size).toBe(3);
    });

    it('is emptied by clear, which ends every session', async () => {
      const { auth, logIn } = createTestAuth({ cache, storeTimeout: 10 });
      const { accessToken } = await logIn(identity);
      // Other users of the cache have keys on other nodes.
      await Promise.all(Array.from({ length: 20 }, (_, i) => cache.set(`key-${i}`, i)));
      expect((await keysOfNodes()).every((names) => names.length > 0)).toBe(true);
      await cache.clear();
      expect(await keysOfNodes()).toEqual([[], [], []]);
      expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
    });

    it('is asked nothing that reaches over several nodes (CROSSSLOT), nor any other error', () => {
      expect(errors).toEqual([]);
    });
  },
);

describe('a cluster that is frozen for a moment', () => {
  it('does nothing of what was refused, although it has the commands', async () => {
    const cache = new Keyv({ store: new KeyvRedis(connect()) });
    onTestFinished(async () => {
      await cache.clear();
      await cache.disconnect();
    });
    const { auth, logIn, askForCode, clock } = createTestAuth({ cache, storeTimeout: 10 });
    const impatient = createTestAuth({ cache, clock, storeTimeout: 0.5 });
    const { refreshToken } = await logIn(identity);
    const guess = { identity: 'grace@example.com', ...(await askForCode('grace@example.com')) };
    for (const node of cluster.nodes) node.freeze();
    const answers = [impatient.auth.login(guess, caller), impatient.auth.logoutEverywhere(identity)].map(
      reasonOf,
    );
    expect(await Promise.all(answers)).toEqual(['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE']);
    for (const node of cluster.nodes) node.resume();
    await vi.waitFor(() => auth.check(), { timeout: 10_000, interval: 50 });
    expect(await auth.sessions(identity)).toHaveLength(1);
    expect(await auth.sessions(guess.identity)).toEqual([]);
    expect(await reasonOf(auth.login(guess, caller))).toBe('ok');
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
  });
});

describe('a cluster with client-side caching', () => {
  it('sees a logout through another client, well within a second', async () => {
    const rootNodes = cluster.nodes.map(({ url }) => ({ url }));
    const clientSideCache = { ttl: 0, maxEntries: 0, evictPolicy: 'LRU' } as const;
    const cache = new Keyv(new KeyvRedis({ rootNodes, RESP: 3, clientSideCache }));
    const otherCache = new Keyv(new KeyvRedis(connect()));
    onTestFinished(async () => {
      await cache.clear();
      await Promise.all([cache, otherCache].map((keyv) => keyv.disconnect()));
    });
    const { auth, logIn } = createTestAuth({ cache, storeTimeout: 10 });
    const { accessToken, refreshToken } = await logIn(identity);
    const look = () => auth.authenticate(accessToken, caller);
    expect(await look()).toMatchObject({ failure: null });
    await createTestAuth({ cache: otherCache }).auth.logout(refreshToken);
    await vi.waitFor(async () => expect(await look()).toMatchObject({ failure: 'revoked' }), {
      timeout: 500,
      interval: 5,
    });
  });
});

describe('a Redis that a sentinel leads to', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let sentinel: RedisSentinel;
  let cache: Keyv;
  beforeAll(async () => {
    redis = await startRedis();
    sentinel = await startRedisSentinel(redis);
    const { name, port } = sentinel;
    const sentinelRootNodes = [{ host: '127.0.0.1', port }];
    cache = new Keyv({ store: new KeyvRedis({ name, sentinelRootNodes }) });
  });
  afterAll(async () => {
    await cache.disconnect();
    await sentinel.stop();
    await redis.stop();
  });

  it.each(rules)('$id: $must', ({ run }) =>
    run(openStore(cache, { namespace: 'contract', timeout: 10_000, singleProcess: false })),
  );

  it('carries the whole flow', () => carryOutFlow(cache));

  it('is emptied by clear, which ends every session', async () => {
    const { auth, logIn } = createTestAuth({ cache, storeTimeout: 10 });
    const { accessToken } = await logIn('grace@example.com');
    await cache.clear();
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });
});
