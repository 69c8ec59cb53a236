import { createHash } from 'node:crypto';
import KeyvRedis, { createClient } from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import Keyv from 'keyv';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/core/clock.js';
import type { RedeemStep } from '../../src/store/code-steps.js';
import { openStore } from '../../src/store/open.js';
import { identityName } from '../support/identity-names.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { type RedisMonitor, startMonitor } from '../support/redis-monitor.js';
import { createTestAuth } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';
const caller = { ip };

// A private one: what it is asked is counted, and it is emptied in between.
let redis: RedisServer;
let monitor: RedisMonitor;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  redis = await startRedis();
  monitor = await startMonitor(redis.url);
  client = createClient({ url: redis.url });
  await client.connect();
});
afterAll(async () => {
  monitor.stop();
  client.destroy();
  await redis.stop();
});

let open: Keyv[] = [];
beforeEach(() => client.flushAll());
afterEach(async () => {
  await Promise.all(open.map((cache) => cache.disconnect()));
  open = [];
});
const toBeClosed = <Cache extends Keyv>(cache: Cache): Cache => {
  open.push(cache);
  return cache;
};

/** With the copy that the client keeps and the server invalidates. */
const createCachingKeyv = () =>
  new Keyv(
    new KeyvRedis({
      url: redis.url,
      RESP: 3,
      clientSideCache: { ttl: 0, maxEntries: 0, evictPolicy: 'LRU' },
    }),
  );

/** Another client of the same records. */
const createPlainKeyv = () => new Keyv(new KeyvRedis(redis.url));

type Service = ReturnType<typeof createTestAuth>;
interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Every step once, each through `around`. */
const carryOutAll = async (
  { auth, clock, mailbox }: Service,
  around: (step: string, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> => {
  let challenge = '';
  let tokens: Tokens = { accessToken: '', refreshToken: '' };
  const codeOf = () => mailbox.at(-1)?.code ?? '';
  await around('requestLoginCode', async () => {
    challenge = (await auth.requestLoginCode(identity, caller)).challenge;
    await auth.close();
  });
  await around('login, wrong', () => auth.login({ identity, code: '0', challenge }, caller).catch(() => {}));
  await around('login', async () => {
    tokens = await auth.login({ identity, code: codeOf(), challenge }, caller);
  });
  await around('authenticate', async () => {
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: null });
  });
  await around('refresh', async () => {
    tokens = await auth.refresh(tokens.refreshToken, caller);
  });
  await around('sessions', async () => expect(await auth.sessions(identity)).toHaveLength(1));
  await around('logout', () => auth.logout(tokens.refreshToken));
  await around('logoutEverywhere', async () => expect(await auth.logoutEverywhere(identity)).toBe(0));
  await around('authenticate, ended', async () => {
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });
  // The pause until the next code.
  clock.advance(60);
};

describe.each(redisCaches)('each step, over %s', (_, openCache) => {
  it('is one command, once the server knows its script', async () => {
    const service = createTestAuth({ cache: toBeClosed(openCache(redis.url)) });
    await carryOutAll(service, async (_, work) => void (await work()));
    const counted: Record<string, readonly string[]> = {};
    await carryOutAll(service, async (step, work) => {
      const commands = await monitor.during(work);
      counted[step] = commands.map((command) => command.split('"')[0]?.toLowerCase() ?? '');
    });
    expect(counted).toEqual({
      requestLoginCode: ['evalsha'],
      'login, wrong': ['evalsha'],
      login: ['evalsha'],
      authenticate: ['get'],
      refresh: ['evalsha'],
      sessions: ['evalsha'],
      logout: ['evalsha'],
      logoutEverywhere: ['evalsha'],
      'authenticate, ended': ['get'],
    });
  });

  it('is one more before a request for a code and before a login, where there is a guard', async () => {
    const service = createTestAuth({ cache: toBeClosed(openCache(redis.url)), guard: () => {} });
    await carryOutAll(service, async (_, work) => void (await work()));
    const counted: Record<string, number> = {};
    await carryOutAll(service, async (step, work) => {
      counted[step] = (await monitor.during(work)).length;
    });
    const two = { requestLoginCode: 2, 'login, wrong': 2, login: 2 };
    expect(counted).toEqual({ ...Object.fromEntries(Object.keys(counted).map((step) => [step, 1])), ...two });
  });

  it('works although the server has forgotten its script (SCRIPT FLUSH)', async () => {
    const service = createTestAuth({ cache: toBeClosed(openCache(redis.url)) });
    for (let round = 0; round < 2; round += 1) {
      await carryOutAll(service, async (_, work) => {
        await client.scriptFlush();
        await work();
      });
    }
    expect(service.events.filter(({ type }) => type === 'store.unavailable')).toEqual([]);
  });
});

describe('a cache with client-side caching', () => {
  it('answers whether a session is alive without a command, after the first look', async () => {
    const { auth, logIn } = createTestAuth({ cache: toBeClosed(createCachingKeyv()) });
    const { accessToken } = await logIn(identity);
    const look = async () => {
      expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
    };
    expect(await monitor.during(look)).toHaveLength(1);
    const looks = () => Promise.all(Array.from({ length: 100 }, look));
    expect(await monitor.during(looks)).toEqual([]);
  });

  it.each([
    ['logout', ({ auth }: Service, { refreshToken }: Tokens) => auth.logout(refreshToken)],
    ['logoutEverywhere', ({ auth }: Service) => auth.logoutEverywhere(identity)],
    ['clear', (_: Service, __: Tokens, other: Keyv) => other.clear()],
  ] as const)('sees a %s through another client, well within a second', async (_, end) => {
    const { auth, logIn } = createTestAuth({ cache: toBeClosed(createCachingKeyv()) });
    const tokens = await logIn(identity);
    const look = () => auth.authenticate(tokens.accessToken, caller);
    expect(await look()).toMatchObject({ failure: null });
    const otherCache = toBeClosed(createPlainKeyv());
    await end(createTestAuth({ cache: otherCache }), tokens, otherCache);
    await vi.waitFor(async () => expect(await look()).toMatchObject({ failure: 'revoked' }), {
      timeout: 500,
      interval: 5,
    });
  });

  it('forgets its copies with the connection on which it would be told', async () => {
    const { auth, logIn } = createTestAuth({ cache: toBeClosed(createCachingKeyv()) });
    const { accessToken, refreshToken } = await logIn(identity);
    const look = () => auth.authenticate(accessToken, caller);
    expect(await look()).toMatchObject({ failure: null });
    // The flag t: this one has the server keep track of what it reads.
    const list = String(await client.sendCommand(['CLIENT', 'LIST']));
    const tracked = list.split('\n').flatMap((text) => /^id=(\d+) .* flags=\w*t/.exec(text)?.[1] ?? []);
    expect(tracked).toHaveLength(1);
    await client.sendCommand(['CLIENT', 'KILL', 'ID', ...tracked]);
    const other = createTestAuth({ cache: toBeClosed(createPlainKeyv()) });
    await other.auth.logout(refreshToken);
    await vi.waitFor(async () => expect(await look()).toMatchObject({ failure: 'revoked' }), {
      timeout: 2000,
      interval: 5,
    });
  });

  it('still finds a session after a refresh, by itself and by others', async () => {
    const { auth, logIn } = createTestAuth({ cache: toBeClosed(createCachingKeyv()) });
    const first = await logIn(identity);
    await auth.authenticate(first.accessToken, caller);
    const second = await auth.refresh(first.refreshToken, caller);
    expect(await auth.authenticate(second.accessToken, caller)).toMatchObject({ failure: null });
    const other = createTestAuth({ cache: toBeClosed(createPlainKeyv()) });
    const third = await other.auth.refresh(second.refreshToken, caller);
    expect(await auth.authenticate(third.accessToken, caller)).toMatchObject({ failure: null });
  });
});

/** What the server keeps, by key; the index of an adapter is a set. */
const dump = async (): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for await (const names of client.scanIterator({ MATCH: '*' })) {
    for (const name of names) {
      const isSet = (await client.type(name)) === 'set';
      found.set(name, isSet ? (await client.sMembers(name)).join('\n') : ((await client.get(name)) ?? ''));
    }
  }
  return found;
};

/** The forms in which a secret could stand somewhere: as it is, encoded, or hashed so that it can be guessed. */
const formsOf = (secret: string): string[] => {
  const hashed = (algorithm: string) => createHash(algorithm).update(secret).digest();
  const encoded = (bytes: Buffer) => [
    bytes.toString('hex'),
    bytes.toString('base64url'),
    bytes.toString('base64').replace(/=+$/, ''),
  ];
  return [secret, ...[Buffer.from(secret), hashed('md5'), hashed('sha1'), hashed('sha256')].flatMap(encoded)];
};

describe.each(redisCaches)('what the Redis holds, over %s', (_, openCache) => {
  // No three letters, which a hash could contain by chance.
  const person = 'ada-lovelace@mail.example.com';
  // Nor a code of six digits.
  const code = '918273645546';

  const logInAndOn = async (service: Service) => {
    const tokens = await service.logIn(person);
    const refreshed = await service.auth.refresh(tokens.refreshToken, caller);
    // From elsewhere, where no pause is due.
    const { challenge } = await service.askForCode(person, '192.0.2.2');
    await service.auth.login({ identity: person, code: '0', challenge }, caller).catch(() => {});
    return { tokens, refreshed, challenge };
  };

  it('is no code, no challenge, no token, no address and no IP', async () => {
    const cache = toBeClosed(openCache(redis.url));
    const service = createTestAuth({ cache, loginCode: { generate: () => code } });
    let made: Awaited<ReturnType<typeof logInAndOn>> | undefined;
    const sent = await monitor.during(async () => {
      made = await logInAndOn(service);
    });
    if (!made) throw new Error('nothing was made');
    const { tokens, refreshed, challenge } = made;
    const kept = [...(await dump())].flat();
    expect(kept.join()).toContain('session:');

    // What is not sent is not in a slow log, a replica or an append-only file either.
    const everything = [...kept, ...sent].join('\n');
    const secrets = [
      ...[code, person, 'ada-lovelace', 'lovelace', 'example.com', 'mail.example', ip],
      ...[tokens, refreshed].flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
    ];
    for (const form of [...secrets.flatMap(formsOf), challenge]) expect(everything).not.toContain(form);
    // A token without its signature is one that tells who is logged in.
    for (const part of tokens.refreshToken.split('.').slice(1)) expect(everything).not.toContain(part);
  });

  it('ends by itself, with the record at the latest', async () => {
    const service = createTestAuth({ cache: toBeClosed(openCache(redis.url)) });
    await logInAndOn(service);
    const records = [...(await dump())].filter(([, text]) => text.startsWith('{'));
    const kinds = new Set(records.map(([name]) => /\}:(\w+):/.exec(name)?.[1]));
    expect(kinds).toEqual(new Set(['codes', 'account', 'session', 'limit', 'spent']));
    for (const [name, text] of records) {
      const lifetime = JSON.parse(text).expiresAt - service.clock();
      const left = await client.pTTL(name);
      expect(left, name).toBeGreaterThan(0);
      expect(left, name).toBeLessThanOrEqual(lifetime);
      // Nor much earlier: it was written a moment ago.
      expect(left, name).toBeGreaterThan(lifetime - 30_000);
    }
  });

  it('stands under the namespace of the Keyv, and is gone with clear, with every session', async () => {
    const cache = toBeClosed(openCache(redis.url));
    const { auth, logIn } = createTestAuth({ cache });
    const { accessToken } = await logIn(person);
    const names = [...(await dump()).keys()];
    const start = cache.namespace ? `${cache.namespace}:{1,2}` : '';
    const ours = new RegExp(`^(namespace:)?${start}\\{email-auth\\}:`);
    const indexOf = `namespace:${cache.namespace}`;
    expect(names.filter((name) => !ours.test(name) && name !== indexOf)).toEqual([]);

    await client.set('somebody::elses', 'kept');
    await cache.clear();
    expect([...(await dump()).keys()]).toEqual(['somebody::elses']);
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
    expect(await auth.sessions(person)).toEqual([]);
  });
});

describe('the set of keys of @keyv/valkey', () => {
  const index = 'namespace:sets';
  const guess = (i: number): RedeemStep => ({
    now: systemClock(),
    owner: [identityName('nobody')],
    network: 'home',
    challenge: null,
    joiner: null,
    others: 2,
    digests: [],
    limits: [{ name: `short-lived-${i}`, option: 'limit', limit: 10, window: 1 }],
    budget: { shortCodes: null, failures: null, all: null },
    session: { id: `none-${i}`, expiresAt: systemClock() + 1000, origin: '', max: 100 },
  });

  it('forgets what has expired, and nothing that lives', async () => {
    const cache = toBeClosed(new Keyv({ store: new KeyvValkey(redis.url), namespace: 'sets' }));
    const service = createTestAuth({ cache, storeTimeout: 10 });
    const { accessToken } = await service.logIn(identity);
    const lasting: string[] = [];
    for (const key of await client.keys(`${index}:*`)) {
      // The others may be over before this is, on a busy machine.
      if ((await client.pTTL(key)) > 200_000) lasting.push(key);
    }
    expect(lasting.length).toBeGreaterThan(2);
    const store = openStore(cache, { namespace: 'email-auth', timeout: 10_000, singleProcess: false });

    const rounds = howMuch({ quick: 20, slow: 100 });
    const perRound = 100;
    let largest = 0;
    for (let round = 0; round < rounds; round += 1) {
      const from = round * perRound;
      await Promise.all(Array.from({ length: perRound }, (_, i) => store.redeem(guess(from + i))));
      largest = Math.max(largest, await client.sCard(index));
    }
    // Thousands were written, each for a millisecond; few are alive at a time.
    expect(largest).toBeLessThan(1000);
    expect(await client.sMembers(index)).toEqual(expect.arrayContaining(lasting));

    await cache.clear();
    expect(await service.auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });
});
