import { createKeyv } from '@keyv/redis';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../support/redis.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const day = 86_400;

describe('a sliding session', () => {
  const open = () =>
    createTestAuth({ refreshToken: { lifetime: 10 * day, sliding: true, maxLifetime: 25 * day } });

  it('ends when nobody refreshes, and at its absolute end', async () => {
    const { auth, clock, logIn } = open();
    const idle = await logIn(identity);
    clock.advance(9 * day);
    const used = await auth.refresh(idle.refreshToken, caller);
    expect(used.refreshExpiresIn).toBe(10 * day);
    clock.advance(9 * day);
    const last = await auth.refresh(used.refreshToken, caller);
    // 18 of 25 days are over.
    expect(last.refreshExpiresIn).toBe(7 * day);
    expect(await auth.sessions(identity)).toMatchObject([{ expiresAt: clock() / 1000 + 7 * day }]);
    clock.advance(7 * day);
    expect(await reasonOf(auth.refresh(last.refreshToken, caller))).toBe('expired');
    expect(await auth.sessions(identity)).toEqual([]);
  });

  it.each([
    [{ sliding: true }, 'refreshToken.sliding and refreshToken.maxLifetime need each other'],
    [{ maxLifetime: 20 * day }, 'refreshToken.sliding and refreshToken.maxLifetime need each other'],
    [{ sliding: true, maxLifetime: day }, 'refreshToken.maxLifetime must be at least refreshToken.lifetime'],
    [
      { sliding: true, maxLifetime: 20 * day, rotate: false },
      'refreshToken.sliding needs refreshToken.rotate',
    ],
  ])('is not half configured: %j', (refreshToken, message) => {
    expect(() => createTestAuth({ refreshToken })).toThrow(new TypeError(message));
  });
});

describe('a session with an end after inactivity', () => {
  const open = (more = {}) =>
    createTestAuth({ refreshToken: { lifetime: 25 * day, idle: 10 * day, ...more } });

  it('ends when nobody refreshes, and at its absolute end', async () => {
    const { auth, clock, logIn } = open();
    const first = await logIn(identity);
    expect(first.refreshExpiresIn).toBe(10 * day);
    const left = await logIn(identity, '192.0.2.2');
    clock.advance(9 * day);
    const used = await auth.refresh(first.refreshToken, caller);
    expect(used.refreshExpiresIn).toBe(10 * day);
    clock.advance(day);
    expect(await reasonOf(auth.refresh(left.refreshToken, caller))).toBe('expired');
    expect((await auth.authenticate(left.accessToken, caller)).failure).toBe('expired');
    clock.advance(8 * day);
    const last = await auth.refresh(used.refreshToken, caller);
    // 18 of 25 days are over.
    expect(last.refreshExpiresIn).toBe(7 * day);
    expect(await auth.sessions(identity)).toMatchObject([{ expiresAt: clock() / 1000 + 7 * day }]);
    clock.advance(7 * day);
    expect(await reasonOf(auth.refresh(last.refreshToken, caller))).toBe('expired');
  });

  it('slides no further than a sliding one', async () => {
    const { auth, clock, logIn } = open({ lifetime: 20 * day, sliding: true, maxLifetime: 22 * day });
    let { refreshToken, refreshExpiresIn } = await logIn(identity);
    expect(refreshExpiresIn).toBe(10 * day);
    for (const left of [10, 6, 0.5]) {
      clock.advance((left === 0.5 ? 5.5 : 8) * day);
      ({ refreshToken, refreshExpiresIn } = await auth.refresh(refreshToken, caller));
      expect(refreshExpiresIn).toBe(left * day);
    }
  });

  it('is not half configured', () => {
    const lifetime = { accessToken: { lifetime: 3600 }, refreshToken: { idle: 1800 } };
    expect(() => createTestAuth(lifetime)).toThrow('accessToken.lifetime must be at most refreshToken.idle');
    expect(() => createTestAuth({ refreshToken: { idle: 60, reuseGrace: 60 } })).toThrow(
      'refreshToken.reuseGrace must be less than refreshToken.idle',
    );
    expect(() => createTestAuth({ sessions: 'stateless', refreshToken: { idle: 60 } })).toThrow(
      'refreshToken.idle cannot be given',
    );
  });
});

describe('stateless sessions', () => {
  const open = (options = {}) => {
    const map = new Map<string, unknown>();
    return { map, ...createTestAuth({ cache: new Keyv(map), sessions: 'stateless', ...options }) };
  };

  it('are valid by signature and dates alone, for their whole life', async () => {
    const { auth, clock, logIn } = open();
    const first = await logIn(identity);
    expect((await auth.authenticate(first.accessToken, caller)).claims?.email).toBe(identity);
    clock.advance(5 * day);
    const second = await auth.refresh(first.refreshToken, caller);
    expect(second).toMatchObject({ refreshToken: first.refreshToken, refreshExpiresIn: 9 * day });
    expect((await auth.authenticate(second.accessToken, caller)).failure).toBeNull();
    clock.advance(9 * day);
    expect(await reasonOf(auth.refresh(first.refreshToken, caller))).toBe('expired');
  });

  it('leave nothing in the cache, so nothing can be listed or ended', async () => {
    const { auth, map, logIn } = open();
    const { accessToken, refreshToken } = await logIn(identity);
    expect([...map.keys()].filter((key) => key.includes('session'))).toEqual([]);
    expect(await auth.sessions(identity)).toEqual([]);
    expect(await auth.logout(refreshToken)).toBe(true);
    expect(await auth.logoutEverywhere(identity)).toBe(0);
    expect((await auth.authenticate(accessToken, caller)).failure).toBeNull();
  });

  it('still ask claims: whoever is no longer allowed in gets no new token', async () => {
    let allowed = true;
    const { auth, logIn } = open({ claims: () => (allowed ? {} : null) });
    const { refreshToken } = await logIn(identity);
    allowed = false;
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('revoked');
  });

  it.each([
    [{ accessToken: { checkSession: true } }, /^accessToken\.checkSession cannot be true/],
    [{ refreshToken: { rotate: true } }, /^refreshToken\.rotate cannot be true/],
    [{ updatableClaims: ['org'] }, /^updatableClaims cannot be given/],
  ])('cannot be asked for what they do not have: %j', (options, message) => {
    expect(() => open(options)).toThrow(message);
  });
});

describe('claims that change in mid-session', () => {
  const open = () =>
    createTestAuth<{ org?: string; role: string }>({
      updatableClaims: ['org'],
      claims: () => ({ org: 'home', role: 'user' }),
    });

  it('stand in the new tokens, and in all that follow', async () => {
    const { auth, logIn } = open();
    const first = await logIn(identity);
    const changed = await auth.updateClaims(first.refreshToken, { org: 'other' }, caller);
    expect(changed.claims).toMatchObject({ org: 'other', role: 'user' });
    expect((await auth.authenticate(changed.accessToken, caller)).claims).toMatchObject({ org: 'other' });
    const later = await auth.refresh(changed.refreshToken, caller);
    expect(later.claims).toMatchObject({ org: 'other', role: 'user' });
  });

  it('are those that may be changed, and small', async () => {
    const { auth, logIn } = open();
    const { refreshToken } = await logIn(identity);
    const change = (claims: object) => auth.updateClaims(refreshToken, claims);
    await expect(change({ role: 'admin' })).rejects.toThrow(/^updateClaims: "role" is not among/);
    await expect(change({ org: undefined })).rejects.toThrow(/^updateClaims: "org" must be a value/);
    await expect(change({ org: 'x'.repeat(300) })).rejects.toThrow(/^updateClaims: "org" must be a value/);
    // Nothing of this has used the token up.
    expect((await change({ org: 'fits' })).claims).toMatchObject({ org: 'fits' });
  });

  it('take the newest refresh token, as a refresh does', async () => {
    const { auth, clock, logIn } = open();
    const first = await logIn(identity);
    const second = await auth.refresh(first.refreshToken, caller);
    await auth.authenticate(second.accessToken, caller);
    clock.advance(11);
    expect(await reasonOf(auth.updateClaims(first.refreshToken, { org: 'x' }))).toBe('reused');
    expect(await reasonOf(auth.updateClaims('nonsense', { org: 'x' }))).toBe('invalid');
  });

  it.each([['sub'], ['exp']])('are never the library’s own: %s', (name) => {
    expect(() => createTestAuth({ updatableClaims: [name] })).toThrow(/that claim is the library's own/);
  });
});

describe('claims at refresh', () => {
  it('are told the claims of the refresh token', async () => {
    const asked: unknown[] = [];
    const { auth, logIn } = createTestAuth({
      claims: (_, { phase, claims }) => {
        asked.push([phase, claims?.sub, claims?.sid]);
        return {};
      },
    });
    const { refreshToken, claims } = await logIn(identity);
    await auth.refresh(refreshToken, caller);
    expect(asked).toEqual([
      ['request', undefined, undefined],
      ['login', undefined, undefined],
      ['refresh', identity, claims.sid],
    ]);
  });
});

describe('the list of sessions', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';
  const login = async (
    { auth, askForCode }: ReturnType<typeof createTestAuth>,
    from: { ip: string | null; userAgent?: string },
  ) => auth.login({ identity, ...(await askForCode(identity, from.ip)) }, from);
  const open = () => createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0 } });

  it('says where each began: the network and the device, not the address', async () => {
    const service = open();
    const { clock, auth } = service;
    const { claims, refreshToken } = await login(service, { ip: '192.0.2.77', userAgent: firefox });
    clock.advance(60);
    await login(service, { ip: '2001:db8:1:2::3', userAgent: '<script>alert(1)</script>/1' });
    await login(service, { ip: null });
    clock.advance(60);
    await auth.refresh(refreshToken, caller);
    const start = clock() / 1000 - 120;
    expect(await auth.sessions(identity)).toEqual([
      {
        ...{ id: claims.sid, createdAt: start, refreshedAt: start + 120, expiresAt: start + 14 * day },
        ...{ network: '192.0.2.0/24', device: 'Firefox on Windows' },
      },
      expect.objectContaining({ network: '2001:db8:1::/48', device: null }),
      expect.objectContaining({ network: null, device: null }),
    ]);
  });

  it('can be shortened by one, which stops at once; others and strangers’ stay', async () => {
    const service = open();
    const { auth, events } = service;
    const first = await login(service, caller);
    const second = await login(service, caller);
    expect(await auth.endSession('eve@example.com', first.claims.sid)).toBe(false);
    expect(await auth.endSession(identity, 'x'.repeat(10_000))).toBe(false);
    expect(await auth.endSession(identity, first.claims.sid)).toBe(true);
    expect(await auth.endSession(identity, first.claims.sid)).toBe(false);
    expect((await auth.authenticate(first.accessToken, caller)).failure).toBe('revoked');
    expect((await auth.authenticate(second.accessToken, caller)).failure).toBeNull();
    expect(events.at(-1)).toMatchObject({
      type: 'session.ended',
      session: first.claims.sid,
      reason: 'logout',
    });
  });
});

describe('what a session takes in Redis', () => {
  it('is less than 1 kB, gone after its end, and an index that does not grow without bound', async () => {
    const redis = await startRedis();
    const cache = createKeyv(redis.url, { namespace: 'size' });
    // Boundary: the client of node-redis, behind the adapter.
    const { client } = cache.store as {
      client: { keys(p: string): Promise<string[]>; memoryUsage(k: string): Promise<number> };
    };
    try {
      const lifetime = 2;
      const { auth, logIn } = createTestAuth({
        ...{ cache, limits: noLimits, loginCode: { resendAfter: 0 }, clock: Date.now },
        refreshToken: { lifetime },
        updatableClaims: ['org'],
      });
      const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';
      const { refreshToken } = await logIn(identity);
      await auth.updateClaims(refreshToken, { org: 'x'.repeat(200) } as object, { ...caller, userAgent });
      const sessions = () => client.keys('*:session:*');
      const [key = ''] = await sessions();
      expect(await client.memoryUsage(key)).toBeLessThan(1024);
      await expect.poll(sessions, { timeout: 5000 }).toEqual([]);

      // As good as 100,000: every login beyond the hundredth takes the place of an older session.
      for (let i = 0; i < 300; i += 1) await logIn(identity);
      const [account = ''] = await client.keys('*:account:*');
      expect(await client.memoryUsage(account)).toBeLessThan(10_000);
      expect((await sessions()).length).toBeLessThanOrEqual(100);
    } finally {
      await cache.disconnect();
      await redis.stop();
    }
  });
});
