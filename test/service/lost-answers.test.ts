import { createKeyv } from '@keyv/redis';
import type Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthTokens, EmailAuthOptions } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { generationOf } from '../support/jwt.js';
import { useRedis } from '../support/redis.js';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const owner = { ip: '192.0.2.1' };
const thief = { ip: '198.51.100.66' };
const hours = 3600;

const open = async (cache: Keyv, options: EmailAuthOptions = {}) => {
  const service = createTestAuth({ cache, ...options });
  const first = await service.logIn(identity);
  const refresh = ({ refreshToken }: AuthTokens, caller = owner) =>
    service.auth.refresh(refreshToken, caller);
  const use = async ({ accessToken }: AuthTokens, caller = owner) =>
    (await service.auth.authenticate(accessToken, caller)).failure;
  const alarms = () => service.events.filter(({ type }) => type === 'token.reused').length;
  const isOver = async () => (await service.auth.sessions(identity)).length === 0;
  return { ...service, first, refresh, use, alarms, isOver };
};

describeBothStores('an answer to a refresh that is lost', (openCache) => {
  it.each([11, 12 * hours])('and asked for again after %d seconds, logs nobody out', async (seconds) => {
    const { clock, first, refresh, use, alarms } = await open(openCache());
    await refresh(first);
    clock.advance(seconds);
    const again = await refresh(first);
    expect(await use(again)).toBeNull();
    expect(await reasonOf(refresh(again))).toBe('ok');
    expect(alarms()).toBe(0);
  });

  it('again and again, is made anew each time, and the record does not grow', async () => {
    const { clock, first, refresh, use, alarms } = await open(openCache());
    let last = first;
    for (let i = 0; i < 100; i += 1) {
      clock.advance(11);
      last = await refresh(first);
    }
    expect(await use(last)).toBeNull();
    expect(alarms()).toBe(0);
  });

  it.each(['refresh token', 'access token'])(
    'ends the session if somebody has it and uses its %s',
    async (what) => {
      const { clock, first, refresh, use, alarms, isOver } = await open(openCache());
      const lost = await refresh(first);
      clock.advance(11);
      const again = await refresh(first);
      expect(await use(again)).toBeNull();
      if (what === 'access token') expect(await use(lost, thief)).toBe('revoked');
      else expect(await reasonOf(refresh(lost, thief))).toBe('reused');
      expect(alarms()).toBe(1);
      expect(await isOver()).toBe(true);
    },
  );

  it('is the same to the letter within the grace, whoever of two tabs asks, and whatever came between', async () => {
    const { auth, clock, first, refresh, alarms } = await open(openCache(), { updatableClaims: ['org'] });
    const second = await refresh(first);
    const third = await auth.updateClaims(second.refreshToken, { org: 'other' }, owner);
    clock.advance(3);
    const other = await refresh(first);
    expect(other.refreshToken).toBe(third.refreshToken);
    expect(other.claims).toMatchObject({ org: 'other' });
    expect(alarms()).toBe(0);
  });
});

describeBothStores('a thief with a refresh token', (openCache) => {
  it('who uses what he got for it is noticed when the owner comes', async () => {
    const { clock, first, refresh, use, alarms, isOver } = await open(openCache());
    const stolen = await refresh(first, thief);
    expect(await use(stolen, thief)).toBeNull();
    clock.advance(11);
    expect(await reasonOf(refresh(first))).toBe('reused');
    expect([alarms(), await isOver(), await use(stolen, thief)]).toEqual([1, true, 'revoked']);
  });

  it('who does not use it has nothing when the owner has come, and is noticed then', async () => {
    const { clock, first, refresh, use, alarms, isOver } = await open(openCache());
    const stolen = await refresh(first, thief);
    clock.advance(11);
    expect(await use(await refresh(first))).toBeNull();
    expect(await use(stolen, thief)).toBe('revoked');
    expect([alarms(), await isOver()]).toEqual([1, true]);
  });

  it('who comes when the owner has used hers is noticed', async () => {
    const { clock, first, refresh, use, alarms, isOver } = await open(openCache());
    expect(await use(await refresh(first))).toBeNull();
    clock.advance(11);
    expect(await reasonOf(refresh(first, thief))).toBe('reused');
    expect([alarms(), await isOver()]).toEqual([1, true]);
  });

  it('who comes before the owner has used hers is noticed when she does', async () => {
    const { clock, first, refresh, use, alarms, isOver } = await open(openCache());
    const hers = await refresh(first);
    clock.advance(11);
    const stolen = await refresh(first, thief);
    expect(await use(stolen, thief)).toBeNull();
    expect(await use(hers)).toBe('revoked');
    expect([alarms(), await isOver()]).toEqual([1, true]);
  });

  it('lives beside the owner in no order of two turns each', async () => {
    // Each letter is a turn: o and t refresh with the newest token that they have, O and T use their access token.
    const orders = ['otOT', 'toTO', 'oOtT', 'tTo', 'otTO', 'totO', 'ototOT', 'oOttT'];
    for (const order of orders) {
      const { auth, clock, first, use, alarms } = await open(openCache());
      const held = { o: first, t: first };
      for (const turn of order) {
        const who = turn.toLowerCase() as 'o' | 't';
        clock.advance(11);
        if (turn === turn.toUpperCase()) await use(held[who]);
        else held[who] = await auth.refresh(held[who].refreshToken, owner).catch(() => held[who]);
      }
      // Another turn of both: at most one of them is served.
      const served = [];
      for (const who of ['o', 't'] as const) {
        clock.advance(11);
        const outcome = await auth.refresh(held[who].refreshToken, owner).catch(() => null);
        if (outcome && (await use(outcome)) === null) served.push(who);
      }
      expect(served.length, order).toBeLessThan(2);
      if (served.length === 0) expect(alarms(), order).toBeGreaterThan(0);
    }
  });
});

describeBothStores('a refresh', (openCache) => {
  it('forgives nothing but the grace where sessions are not checked', async () => {
    const { clock, first, refresh } = await open(openCache(), { accessToken: { checkSession: false } });
    await refresh(first);
    clock.advance(10);
    expect(await reasonOf(refresh(first))).toBe('ok');
    clock.advance(0.001);
    expect(await reasonOf(refresh(first))).toBe('reused');
  });

  it('makes no generations, and forgives no old ones, at a process that does not rotate', async () => {
    const cache = openCache();
    const { clock, first, refresh, use } = await open(cache);
    const { auth } = createTestAuth({ cache, clock, refreshToken: { rotate: false } });
    const second = await refresh(first);
    expect((await auth.refresh(second.refreshToken, owner)).refreshToken).toBe(second.refreshToken);
    clock.advance(11);
    expect(await use(second)).toBeNull();
    expect((await auth.refresh(second.refreshToken, owner)).refreshToken).toBe(second.refreshToken);
    expect(await reasonOf(auth.refresh(first.refreshToken, owner))).toBe('reused');
  });

  it('counts as a use of its token at a process that does not rotate, too', async () => {
    const cache = openCache();
    const { clock, first, refresh } = await open(cache);
    const { auth } = createTestAuth({ cache, clock, refreshToken: { rotate: false } });
    const second = await refresh(first);
    await auth.refresh(second.refreshToken, owner);
    clock.advance(11);
    expect(await reasonOf(refresh(first, thief))).toBe('reused');
  });

  it.each([true, false])(
    'that fails costs no generation, however long it fails; sessions checked: %s',
    async (checkSession) => {
      let answer: () => object = () => ({});
      const { clock, first, refresh, alarms } = await open(openCache(), {
        accessToken: { checkSession },
        claims: () => answer(),
      });
      const failures: readonly (() => object)[] = [
        () => {
          throw new Error('The database is away.');
        },
        () => ({ groups: 'x'.repeat(20_000) }),
      ];
      for (const failure of failures) {
        answer = failure;
        for (let i = 0; i < 5; i += 1) {
          expect(await reasonOf(refresh(first))).not.toBe('ok');
          clock.advance(600);
        }
      }
      answer = () => ({});
      const second = await refresh(first);
      expect(generationOf(second)).toBe(2);
      expect(alarms()).toBe(0);
    },
  );

  it('that fails changes no claims of the session', async () => {
    let down = false;
    const { auth, first, refresh } = await open(openCache(), {
      updatableClaims: ['org'],
      claims: () => {
        if (down) throw new Error('The database is away.');
        return { org: 'home' };
      },
    });
    down = true;
    await expect(auth.updateClaims(first.refreshToken, { org: 'other' }, owner)).rejects.toThrow();
    down = false;
    expect((await refresh(first)).claims).toMatchObject({ org: 'home' });
  });

  it.each([
    ['of a token that stays', { rotate: false }, false],
    ['of a token that was replaced a moment ago', {}, true],
  ])('that fails changes no claims of the session: %s', async (_, refreshToken, replaced) => {
    let size = 0;
    const { auth, first, refresh } = await open(openCache(), {
      ...{ refreshToken, updatableClaims: ['org'] },
      claims: () => ({ org: 'home', filler: 'x'.repeat(size) }),
    });
    const latest = replaced ? await refresh(first) : first;
    if (replaced) await auth.authenticate(latest.accessToken, owner);
    size = 7000;
    // Whatever the claims are in this moment, those that cannot become a token are kept nowhere.
    await expect(auth.updateClaims(first.refreshToken, { org: 'o'.repeat(200) }, owner)).rejects.toThrow();
    size = 0;
    expect((await refresh(latest)).claims).toMatchObject({ org: 'home' });
  });

  it('of a session that has ended does not ask claims', async () => {
    const phases: string[] = [];
    const { auth, first, refresh } = await open(openCache(), {
      claims: (_, { phase }) => {
        phases.push(phase);
        return {};
      },
    });
    await auth.logout(first.refreshToken);
    expect(await reasonOf(refresh(first))).toBe('revoked');
    expect(phases).not.toContain('refresh');
  });
});

describe('with client-side caching', () => {
  let redis: Awaited<ReturnType<typeof useRedis>>;
  let cache: Keyv;
  beforeAll(async () => {
    redis = await useRedis();
    const clientSideCache = { ttl: 60_000, maxEntries: 1000, evictPolicy: 'LRU' as const };
    cache = createKeyv({ url: redis.url, RESP: 3, clientSideCache }, { namespace: `lost-${process.pid}` });
  });
  afterAll(async () => {
    await cache.clear();
    await cache.disconnect();
    await redis.stop();
  });

  it('a use is noted once, and counts', async () => {
    const { clock, first, refresh, use } = await open(cache);
    const second = await refresh(first);
    await Promise.all(Array.from({ length: 20 }, () => use(second)));
    clock.advance(11);
    expect(await reasonOf(refresh(first))).toBe('reused');
  });
});
