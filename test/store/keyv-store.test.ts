import { generateKeyPairSync } from 'node:crypto';
import { EventEmitter } from 'node:events';
import Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RedeemStep } from '../../src/store/code-steps.js';
import { createKeyedLock } from '../../src/store/keyv/keyed-lock.js';
import { createKeyvRecords } from '../../src/store/keyv/keyv-records.js';
import { createKeyvStore } from '../../src/store/keyv/keyv-store.js';
import type { Step } from '../../src/store/step.js';
import { identityName } from '../support/identity-names.js';
import { createTestAuth } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const now = 1_000_000;
const budget = { shortCodes: null, failures: null, all: null };
const id = identityName('id');
const owner = [id] as const;

const issueStep = (challenge: string, digest: string) => ({
  now,
  owner: id,
  network: 'net',
  challenge,
  offered: null,
  digests: { short: digest, long: `long-${digest}` },
  expiresAt: now + 300_000,
  attempts: 5,
  limits: [],
  mails: null,
  budget,
  crowded: false,
});

const redeemStep = (digest: string): RedeemStep => ({
  now,
  owner,
  network: 'net',
  challenge: null,
  joiner: null,
  others: 2,
  digests: [digest],
  limits: [],
  budget,
  session: { id: 'session', expiresAt: now + 1_000_000, origin: '', max: 100 },
});

describe.each([
  ['keyv 5', (map: Map<string, unknown>) => new Keyv(map)],
  // Boundary: the two versions differ in types, not in what is called here.
  ['keyv 6', (map: Map<string, unknown>) => new Keyv6(map) as unknown as Keyv],
])('the store in memory, over %s', (_, createCache) => {
  const open = () => {
    const keyv = createCache(new Map());
    return { keyv, store: createKeyvStore(keyv, { namespace: 'test', timeout: 2000 }) };
  };

  const many = howMuch({ quick: 20_000, slow: 200_000 });
  it(`drops ${many} expired entries with a sweep, and keeps the others, and what is not its own`, async () => {
    const map = new Map<string, unknown>();
    const keyv = createCache(map);
    const records = createKeyvRecords(keyv, 'test');
    await keyv.set('somebody-elses', { value: 1, expiresAt: 1 });
    const fill: Step<{ readonly now: number }, void> = {
      records: () => [],
      run: (own) => {
        for (let i = 0; i < many; i += 1) own.set(`dead:${i}`, i, now + 1);
        own.set('alive', true, now + 3);
      },
    };
    await records.carryOut(fill, { now });
    expect(map.size).toBe(many + 2);
    const store = createKeyvStore(keyv, { namespace: 'test', timeout: 2000 });
    await store.alive({ now: now + 2, session: 'x', generation: 1 });
    await vi.waitFor(() => expect(map.size).toBe(2), { timeout: 20_000, interval: 50 });
    expect(await keyv.get('test:alive')).toBeDefined();
    expect(await keyv.get('somebody-elses')).toBeDefined();
  });

  it('sweeps by itself, by the clock that it is given', async () => {
    const { keyv, store } = open();
    await store.issue(issueStep('c', 'd'));
    expect(await keyv.get('test:codes:id')).toBeDefined();
    await store.alive({ now: now + 400_000, session: 'x', generation: 1 });
    await vi.waitFor(async () => expect(await keyv.get('test:codes:id')).toBeUndefined(), {
      timeout: 20_000,
    });
  });

  it('does not sweep away what a step writes anew while the sweep goes on', async () => {
    const { store } = open();
    const limits = [{ name: 'ip', option: 'ip', limit: 2, window: 1000 }];
    await store.redeem({ ...redeemStep('wrong'), limits });
    const later = { ...redeemStep('wrong'), limits, now: now + 60_000 };
    expect(await store.redeem(later)).toMatchObject({ filled: [] });
    expect(await store.redeem(later)).toMatchObject({ filled: ['ip'] });
    expect(await store.redeem(later)).toMatchObject({ outcome: 'limited' });
  });

  it('spends a code once, and counts guesses exactly', async () => {
    const { store } = open();
    await store.issue(issueStep('c', 'right'));
    const wrong = await Promise.all(Array.from({ length: 4 }, () => store.redeem(redeemStep('wrong'))));
    expect(wrong.map(({ outcome }) => outcome)).toEqual(['wrong', 'wrong', 'wrong', 'wrong']);
    const right = await Promise.all(Array.from({ length: 100 }, () => store.redeem(redeemStep('right'))));
    expect(right.filter(({ outcome }) => outcome === 'right')).toHaveLength(1);
    expect(await store.alive({ now, session: 'session', generation: 1 })).not.toBe('gone');
    expect(await store.alive({ now: now + 1_000_000, session: 'session', generation: 1 })).toBe('gone');
  });

  it('counts all limits or none', async () => {
    const { store } = open();
    const counter = (key: string, limit: number) => ({ name: key, option: key, limit, window: 60_000 });
    const step = { ...issueStep('c', 'd'), limits: [counter('wide', 100), counter('narrow', 1)] };
    const results = await Promise.all(Array.from({ length: 50 }, () => store.issue(step)));
    expect(results.filter(({ outcome }) => outcome === 'issued')).toHaveLength(1);
    const other = { ...step, limits: [counter('wide', 2), counter('other', 9)] };
    expect((await store.issue(other)).outcome).toBe('issued');
    expect(await store.issue(other)).toEqual({ outcome: 'limited', limit: 'wide', retryAfter: 60_000 });
  });
});

describe.each([
  ['keyv 5', (options: object) => new Keyv(options)],
  // Boundary: as above.
  ['keyv 6', (options: object) => new Keyv6(options) as unknown as Keyv],
])('a cache with a life of its own, over %s', (_, createCache) => {
  const identity = 'ada@example.com';
  const fail = ({ auth }: ReturnType<typeof createTestAuth>) =>
    auth.login({ identity, code: '000000' }, { ip: '192.0.2.1' }).catch(({ code }) => code as string);

  it('is one cache, however many services stand on it', async () => {
    const map = new Map();
    const services = Array.from({ length: 10 }, () => createTestAuth({ cache: createCache({ store: map }) }));
    const [first] = services;
    if (!first) throw new Error('ten services');
    const guess = { identity, ...(await first.askForCode(identity)) };
    const logins = services.map(({ auth }) => auth.login(guess, { ip: '192.0.2.1' }));
    const outcomes = await Promise.allSettled(logins);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not forget counters by its own default ttl', async () => {
    const service = createTestAuth({ cache: createCache({ ttl: 1 }) });
    for (let i = 0; i < 10; i += 1) await fail(service);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await fail(service)).toBe('TOO_MANY_REQUESTS');
  });

  it('is heard when it keeps errors to itself', async () => {
    class Quiet extends EventEmitter {
      readonly opts = {};
      readonly map = new Map<string, unknown>();
      dead = false;
      #work<Result>(result: () => Result): Result | undefined {
        if (!this.dead) return result();
        this.emit('error', new Error('down'));
        return undefined;
      }
      get = async (key: string) => this.#work(() => this.map.get(key));
      set = async (key: string, value: unknown) => this.#work(() => this.map.set(key, value) === this.map);
      delete = async (key: string) => this.#work(() => this.map.delete(key));
      clear = async () => {};
    }
    const store = new Quiet();
    const service = createTestAuth({
      cache: createCache({ store, emitErrors: false }),
      singleProcess: true,
    });
    for (let i = 0; i < 10; i += 1) await fail(service);
    store.dead = true;
    expect(await fail(service)).toBe('SERVICE_UNAVAILABLE');
  });
});

describe('trouble of the cache', () => {
  afterEach(() => void vi.useRealTimers());

  const broken = (fault: 'get' | 'set' | 'hang') => {
    const map = new Map();
    const store = {
      get: async (key: string) => {
        if (fault === 'get') throw new Error('redis://user:secret@host is down');
        return fault === 'hang' ? new Promise(() => {}) : map.get(key);
      },
      set: async (key: string, value: unknown) => {
        if (fault === 'set') throw new Error('OOM');
        return map.set(key, value);
      },
      delete: async (key: string) => map.delete(key),
      clear: async () => map.clear(),
    };
    return new Keyv({ store });
  };

  it.each(['get', 'set', 'hang'] as const)('refuses with SERVICE_UNAVAILABLE, in time: %s', async (fault) => {
    const { auth, events } = createTestAuth({
      cache: broken(fault),
      singleProcess: true,
      storeTimeout: 0.05,
    });
    const caller = { ip: '192.0.2.1' };
    const outage = { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 };
    await expect(auth.requestLoginCode('ada@example.com', caller)).rejects.toMatchObject(outage);
    await expect(auth.login({ identity: 'ada@example.com', code: '123456' }, caller)).rejects.toMatchObject(
      outage,
    );
    await expect(auth.check()).rejects.toMatchObject(outage);
    expect(events.every(({ type }) => type === 'store.unavailable')).toBe(true);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it.each([1, 2, 3, 4])(
    'never leaves a code alive beside its session: write %i of a login fails',
    async (failing) => {
      const map = new Map<string, unknown>();
      let writes = Number.NEGATIVE_INFINITY;
      const write = () => {
        writes += 1;
        if (writes === failing) throw new Error('no room');
      };
      const adapter = {
        get: async (key: string) => map.get(key),
        set: async (key: string, value: unknown) => {
          write();
          map.set(key, value);
        },
        delete: async (key: string) => {
          write();
          return map.delete(key);
        },
        clear: async () => map.clear(),
      };
      const store = createKeyvStore(new Keyv({ store: adapter }), { namespace: 'test', timeout: 2000 });
      await store.issue(issueStep('c', 'right'));
      writes = 0;
      const first = await store.redeem(redeemStep('right')).catch(() => null);
      expect(first === null).toBe(failing <= 3);
      writes = Number.NEGATIVE_INFINITY;
      const hasSession = (await store.alive({ now, session: 'session', generation: 1 })) !== 'gone';
      const again = await store.redeem({
        ...redeemStep('right'),
        session: { id: 'other', expiresAt: now + 1000, origin: '', max: 100 },
      });
      expect(hasSession && again.outcome === 'right').toBe(false);
    },
  );

  it('goes on after an operation that never ended', async () => {
    const map = new Map<string, unknown>();
    let hangs = false;
    const store = {
      get: async (key: string) => (hangs ? new Promise(() => {}) : map.get(key)),
      set: async (key: string, value: unknown) => void map.set(key, value),
      delete: async (key: string) => map.delete(key),
      clear: async () => map.clear(),
    };
    const cache = new Keyv({ store });
    const { auth } = createTestAuth({ cache, singleProcess: true, storeTimeout: 0.05 });
    const ask = (name: string) =>
      auth.requestLoginCode(`${name}@example.com`, { ip: null }).then(
        () => 'ok',
        ({ code }) => code as string,
      );
    hangs = true;
    expect(await ask('ada')).toBe('SERVICE_UNAVAILABLE');
    hangs = false;
    await expect.poll(() => ask('eve')).toBe('ok');
  });

  it('makes a token unavailable, never valid', async () => {
    const healthy = createTestAuth();
    const { accessToken } = await healthy.logIn('ada@example.com');
    const { auth } = createTestAuth({ cache: broken('get'), singleProcess: true });
    expect(await auth.authenticate(accessToken, { ip: null })).toMatchObject({
      failure: 'unavailable',
      claims: null,
    });
  });

  it('refuses a Map that drops entries by itself', () => {
    class Lru extends Map {}
    expect(() => createTestAuth({ cache: new Keyv(new Lru()) })).toThrow(/an LRU forgets/);
  });

  it('refuses a cache that others may write to, unless told that nobody does', () => {
    expect(() => createTestAuth({ cache: broken('get') })).toThrow(
      /^cache is neither a plain Map in memory nor a Redis.*@keyv\/redis.*singleProcess: true$/,
    );
  });
});

describe('the lock', () => {
  it('runs work that shares any key in the order in which it came, and other work at once', async () => {
    const lock = createKeyedLock();
    const order: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const work = [
      lock.run(['a', 'b'], () => gate.then(() => void order.push('first'))),
      lock.run(['b', 'c'], async () => void order.push('second')),
      lock.run(['c', 'a'], async () => void order.push('third')),
      lock.run(['d'], async () => void order.push('other')),
    ];
    await work[3];
    expect(order).toEqual(['other']);
    open();
    await Promise.all(work);
    expect(order).toEqual(['other', 'first', 'second', 'third']);
  });

  it('lets who has waited long enough leave from anywhere, and whoever comes after has the turn', async () => {
    const lock = createKeyedLock();
    const order: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const patience = new AbortController();
    const first = lock.run(['a'], () => gate);
    const impatient = lock.run(['a', 'b'], async () => void order.push('impatient'), patience.signal);
    const behind = lock.run(['b'], async () => void order.push('behind'));
    expect(lock.isTaken('b')).toBe(true);
    patience.abort(new Error('too long'));
    await expect(impatient).rejects.toThrow('too long');
    await behind;
    open();
    await first;
    await lock.run(['a'], async () => void order.push('last'));
    expect(order).toEqual(['behind', 'last']);
    await new Promise(setImmediate);
    expect(['a', 'b'].filter(lock.isTaken)).toEqual([]);
  });

  it('goes on after work that fails', async () => {
    const lock = createKeyedLock();
    const failing = lock.run(['a'], () => Promise.reject(new Error('no')));
    const next = lock.run(['a'], async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});

describe('a cache in memory', () => {
  it.each([
    ['keyv 5', () => new Keyv()],
    ['keyv 5 with a namespace', () => new Keyv({ namespace: 'app' })],
    ['keyv 5 over a Map', () => new Keyv(new Map())],
    ['keyv 6', () => new Keyv6() as unknown as Keyv],
    ['keyv 6 with a namespace', () => new Keyv6({ namespace: 'app' }) as unknown as Keyv],
  ])('is known as one, and carries the whole flow: %s', async (_, createCache) => {
    const { auth, logIn } = createTestAuth({ cache: createCache() });
    const { accessToken } = await logIn('ada@example.com');
    expect(await auth.authenticate(accessToken, { ip: null })).toMatchObject({ failure: null });
    await expect(auth.check()).resolves.toBeUndefined();
  });

  it('forgets everything when it is cleared: nobody stays logged in', async () => {
    const cache = new Keyv();
    const { auth, logIn } = createTestAuth({ cache });
    const { accessToken } = await logIn('ada@example.com');
    await cache.clear();
    expect(await auth.authenticate(accessToken, { ip: null })).toMatchObject({ failure: 'revoked' });
  });

  it('is worth nothing without the signing key: what turns codes into digests is not in it', async () => {
    const map = new Map<string, unknown>();
    const { askForCode } = createTestAuth({ cache: new Keyv(map) });
    const identity = 'ada@example.com';
    const guess = { identity, ...(await askForCode(identity)) };
    const otherKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as never;
    const thief = createTestAuth({ cache: new Keyv(new Map(map)), signingKey: otherKey });
    const copy = createTestAuth({ cache: new Keyv(new Map(map)) });
    await expect(thief.auth.login(guess, { ip: null })).rejects.toMatchObject({ code: 'INVALID_LOGIN_CODE' });
    await expect(copy.auth.login(guess, { ip: null })).resolves.toBeDefined();
  });

  it('holds no code, no token, no address and no IP in clear', async () => {
    const map = new Map<string, unknown>();
    const { logIn, askForCode } = createTestAuth({ cache: new Keyv(map) });
    const { accessToken, refreshToken } = await logIn('ada@example.com');
    const { code, challenge } = await askForCode('eve@example.com');
    const dump = JSON.stringify([...map]);
    for (const secret of [
      accessToken,
      refreshToken,
      code,
      challenge,
      'ada@',
      'eve@',
      'example.com',
      '192.0.2.1',
    ]) {
      expect(dump).not.toContain(secret);
    }
  });
});
