import Keyv from 'keyv';
import { Keyv as Keyv6, KeyvMemoryAdapter } from 'keyv6';
import { describe, expect, it } from 'vitest';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

// Boundary: the two versions of Keyv differ in types, not in what is called here; an undefined namespace is none.
const keyv5 = (options: object) => new Keyv(options as never);
const keyv6 = (options: object) => new Keyv6(options as never) as unknown as Keyv;

/** An adapter that puts a namespace of its own before its keys, as those for Memcached do. */
const createNamespaced = () => {
  const map = new Map<string, unknown>();
  return {
    namespace: undefined as string | undefined,
    opts: {},
    map,
    async get(key: string) {
      return map.get(`${this.namespace}/${key}`);
    },
    async set(key: string, value: unknown) {
      map.set(`${this.namespace}/${key}`, value);
    },
    async delete(key: string) {
      return map.delete(`${this.namespace}/${key}`);
    },
    async getMany(keys: string[]) {
      return Promise.all(keys.map((key) => this.get(key)));
    },
    async has(key: string) {
      return map.has(`${this.namespace}/${key}`);
    },
    async deleteMany(keys: string[]) {
      for (const key of keys) await this.delete(key);
    },
    async clear() {
      map.clear();
    },
  };
};

type Open = (namespace: string | undefined) => Keyv;
/** Each answers with a way to put further Keyvs over the same place. */
const places: readonly (readonly [name: string, open: () => Open])[] = [
  [
    'a Map under keyv 5',
    () => {
      const store = new Map();
      return (namespace) => keyv5({ store, namespace });
    },
  ],
  [
    'a Map under keyv 6',
    () => {
      const store = new Map();
      return (namespace) => keyv6({ store, namespace });
    },
  ],
  [
    'an adapter in memory under keyv 6',
    () => {
      const store = new KeyvMemoryAdapter(new Map());
      return (namespace) => keyv6({ store, namespace });
    },
  ],
  [
    'an adapter with a namespace under keyv 5',
    () => {
      const store = createNamespaced();
      return (namespace) => keyv5({ store, namespace });
    },
  ],
  [
    'an adapter with a namespace under keyv 6',
    () => {
      const store = createNamespaced();
      return (namespace) => keyv6({ store, namespace });
    },
  ],
];

const moves: readonly (readonly [name: string, move: (cache: Keyv, open: Open) => unknown])[] = [
  ['another Keyv over the same place', (_, open) => open('other')],
  [
    'a namespace given later to the Keyv',
    (cache) => {
      cache.namespace = 'other';
    },
  ],
  [
    'a namespace given later to the adapter',
    (cache) => {
      cache.store.namespace = 'other';
    },
  ],
  [
    'another adapter given later to the Keyv',
    (cache) => {
      cache.store = new Map();
    },
  ],
];

describe.each(places)('a service over %s', (_, openPlace) => {
  describe.each([undefined, 'app', 'email-auth'])('with the namespace %s', (namespace) => {
    it.each(moves)('is not moved by %s', async (_, move) => {
      const open = openPlace();
      const cache = open(namespace);
      const service = createTestAuth({
        cache,
        singleProcess: true,
        limits: { failuresPerIp: { limit: 2, window: 300 } },
      });
      const { auth, logIn, askForCode, clock } = service;
      const { accessToken, refreshToken } = await logIn(identity);
      const fail = () => reasonOf(auth.login({ identity, code: '0' }, { ip: '192.0.2.7' }));
      expect(await fail()).toBe('INVALID_LOGIN_CODE');
      const guess = { identity: 'grace@example.com', ...(await askForCode('grace@example.com')) };

      move(cache, open);
      expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
      expect(await fail()).toBe('INVALID_LOGIN_CODE');
      expect(await fail()).toBe('TOO_MANY_REQUESTS');
      expect(await reasonOf(auth.login(guess, caller))).toBe('ok');
      expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
      // The sweep finds what it has to.
      clock.advance(61);
      await auth.check();
      expect(await auth.sessions(identity)).toHaveLength(1);
    });

    it('keeps its entries where the Keyv would, and leaves those of others alone', async () => {
      const open = openPlace();
      const cache = open(namespace);
      const { auth, logIn } = createTestAuth({ cache, singleProcess: true });
      await logIn(identity);
      const other = open('other');
      await other.set('mine', 'kept');
      expect(await other.get('mine')).toBe('kept');
      await auth.logoutEverywhere(identity);
      expect(await other.get('mine')).toBe('kept');
    });
  });
});

describe.each([
  ['keyv 5', () => new Keyv({ namespace: 'app' })],
  ['keyv 6', () => keyv6({ namespace: 'app' })],
])('entries in memory, over %s', (_, open) => {
  it('are those that the Keyv itself reads, lists and clears', async () => {
    const cache = open();
    const { auth, logIn } = createTestAuth({ cache });
    const { accessToken, claims } = await logIn(identity);
    expect(await cache.get(`email-auth:session:${claims.sid}`)).toMatchObject({ value: { generation: 1 } });
    const names: string[] = [];
    for await (const [key] of cache.iterator?.(undefined) ?? []) names.push(key);
    expect(names).toContain(`email-auth:session:${claims.sid}`);
    await cache.clear();
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });

  it('are compressed where the Keyv compresses', async () => {
    const reversed = (value: unknown) => [...String(value)].reverse().join('');
    const cache = open();
    // Boundary: any pair of functions will do.
    cache.compression = {
      compress: async (value: unknown) => reversed(JSON.stringify(value)),
      decompress: async (value: unknown) => JSON.parse(reversed(value)),
    } as never;
    const { auth, logIn } = createTestAuth({ cache });
    const { accessToken } = await logIn(identity);
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
  });
});
