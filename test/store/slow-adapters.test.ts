import Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeLogger } from '../support/fake-logger.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

/** An adapter whose writes can be held up. */
const createAdapter = () => {
  const map = new Map<string, unknown>();
  const ttls = new Map<string, number | undefined>();
  let slow = 0;
  const held: (() => void)[] = [];
  const turn = () => {
    if (slow === 0) return undefined;
    slow -= 1;
    return new Promise<void>((resolve) => held.push(resolve));
  };
  return {
    map,
    ttls,
    get held() {
      return held.length;
    },
    /** So many writes from now on. */
    holdUp: (writes = Number.POSITIVE_INFINITY) => {
      slow = writes;
    },
    /** What is held up lands, in the order in which it came. */
    letGo: async () => {
      slow = 0;
      for (const land of held.splice(0)) land();
      await new Promise(setImmediate);
    },
    store: {
      get: async (key: string) => map.get(key),
      set: async (key: string, value: unknown, ttl?: number) => {
        await turn();
        map.set(key, value);
        ttls.set(key, ttl);
      },
      delete: async (key: string) => {
        await turn();
        return map.delete(key);
      },
      clear: async () => map.clear(),
    },
  };
};

describe.each([
  ['keyv 5', (store: object) => new Keyv({ store })],
  // Boundary: the two versions differ in types, not in what is called here.
  ['keyv 6', (store: object) => new Keyv6({ store } as never) as unknown as Keyv],
])('an adapter whose writes outlive storeTimeout, over %s', (_, createCache) => {
  const createScene = (storeTimeout = 0.1) => {
    const adapter = createAdapter();
    const cache = createCache(adapter.store);
    const service = createTestAuth({ cache, singleProcess: true, storeTimeout, limits: noLimits });
    return { adapter, ...service };
  };

  it('lets no code work twice', async () => {
    const { adapter, auth, askForCode, clock } = createScene();
    const guess = { identity, ...(await askForCode(identity)) };
    clock.advance(60);
    adapter.holdUp(1);
    // It is refused, its write is on the way.
    expect(await reasonOf(auth.requestLoginCode(identity, caller))).toBe('SERVICE_UNAVAILABLE');
    // Whoever comes meanwhile is refused, too, and not with a lie.
    expect(await reasonOf(auth.login(guess, caller))).toBe('SERVICE_UNAVAILABLE');
    await adapter.letGo();
    expect(await reasonOf(auth.login(guess, caller))).toBe('ok');
    expect(await reasonOf(auth.login(guess, caller))).toBe('INVALID_LOGIN_CODE');
  });

  it('does not undo a logout', async () => {
    const { adapter, auth, logIn } = createScene();
    const { accessToken, refreshToken } = await logIn(identity);
    adapter.holdUp(1);
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('SERVICE_UNAVAILABLE');
    expect(await reasonOf(auth.logout(refreshToken))).toBe('SERVICE_UNAVAILABLE');
    expect(await reasonOf(auth.logoutEverywhere(identity))).toBe('SERVICE_UNAVAILABLE');
    await adapter.letGo();
    expect(await auth.logout(refreshToken)).toBe(true);
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });

  it('lets others go on meanwhile', async () => {
    const { adapter, auth, logIn } = createScene();
    adapter.holdUp(1);
    expect(await reasonOf(auth.requestLoginCode(identity, caller))).toBe('SERVICE_UNAVAILABLE');
    expect(await reasonOf(auth.login({ identity: 'bea@example.com', code: '0' }, caller))).toBe(
      'INVALID_LOGIN_CODE',
    );
    await adapter.letGo();
    await logIn('grace@example.com');
  });

  it('is said at the terminal, once', async () => {
    const { adapter, auth } = createScene(0.02);
    adapter.holdUp();
    for (let i = 0; i < 3; i += 1) {
      expect(await reasonOf(auth.requestLoginCode(`user-${i}@example.com`, caller))).toBe(
        'SERVICE_UNAVAILABLE',
      );
    }
    const said = vi.mocked(console.warn).mock.calls.filter(([text]) => /has not ended a write/.test(text));
    expect(said).toHaveLength(1);
  });

  it('is said to the logger where there is one', async () => {
    const { store, holdUp } = createAdapter();
    const logger = new FakeLogger();
    const options = { cache: createCache(store), singleProcess: true, storeTimeout: 0.02, logger };
    const { auth } = createTestAuth(options);
    holdUp();
    expect(await reasonOf(auth.requestLoginCode(identity, caller))).toBe('SERVICE_UNAVAILABLE');
    expect(logger.lines.filter((line) => /has not ended a write/.test(line))).toHaveLength(1);
    expect(console.warn).not.toHaveBeenCalled();
  });

  it('takes so much memory and no more, if its writes never end', async () => {
    const { adapter, auth } = createScene(0.05);
    adapter.holdUp();
    const ask = (name: string) => reasonOf(auth.requestLoginCode(`${name}@example.com`, caller));
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all(Array.from({ length: 500 }, (_, i) => ask(`user-${round}-${i}`)));
      expect(new Set(answers)).toEqual(new Set(['SERVICE_UNAVAILABLE']));
    }
    expect(adapter.held).toBeLessThan(2000);
    // Nothing waits for a record that nobody gives back.
    await adapter.letGo();
    expect(await ask('somebody-new')).toBe('ok');
  });

  it('is told how long each record is needed, and never less than that', async () => {
    const { adapter, auth, askForCode, clock } = createScene(5);
    const { code, challenge } = await askForCode(identity);
    const { refreshToken } = await auth.login({ identity, code, challenge }, caller);
    await auth.refresh(refreshToken, caller);
    const kept = [...adapter.map].map(
      ([key, text]) => [key, JSON.parse(String(text)).value.expiresAt] as const,
    );
    expect(kept.length).toBeGreaterThan(1);
    for (const [key, end] of kept) {
      const ttl = adapter.ttls.get(key) ?? Number.NaN;
      expect(ttl, key).toBeGreaterThanOrEqual(end - clock());
      // Nor for ever.
      expect(ttl, key).toBeLessThanOrEqual(end - clock() + 86_400_000);
    }
  });
});
