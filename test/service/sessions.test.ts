import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import type { AuthError } from '../../src/index.js';
import { createSigningKey, createTestAuth, noLimits, reasonOf, signingKey } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

describe('sessions', () => {
  it('have one next generation, whoever asks: 1000 parallel refreshes of one token', async () => {
    const { auth, logIn } = createTestAuth();
    const first = await logIn(identity);
    const pairs = await Promise.all(
      Array.from({ length: 1000 }, () => auth.refresh(first.refreshToken, caller)),
    );
    expect(new Set(pairs.map((pair) => pair.refreshToken)).size).toBe(1);
    expect(pairs[0]?.refreshToken).not.toBe(first.refreshToken);
    expect(await auth.authenticate(pairs[999]?.accessToken ?? '', caller)).toMatchObject({ failure: null });
  });

  it('give a lost response again within 10 seconds', async () => {
    const { auth, clock, logIn } = createTestAuth();
    const first = await logIn(identity);
    const lost = await auth.refresh(first.refreshToken, caller);
    clock.advance(10);
    const again = await auth.refresh(first.refreshToken, caller);
    expect(again.refreshToken).toBe(lost.refreshToken);
    expect(await reasonOf(auth.refresh(again.refreshToken, caller))).toBe('ok');
  });

  it.each([
    ['thief', 'victim'],
    ['victim', 'thief'],
  ] as const)('end when a replaced token comes back later: the %s was first', async (first, second) => {
    const { auth, clock, events, logIn } = createTestAuth();
    const callers = { victim: caller, thief: { ip: '198.51.100.1' } };
    const both = await logIn(identity);
    const pair = await auth.refresh(both.refreshToken, callers[first]);
    expect(await auth.authenticate(pair.accessToken, callers[first])).toMatchObject({ failure: null });
    clock.advance(10.001);
    expect(await reasonOf(auth.refresh(both.refreshToken, callers[second]))).toBe('reused');
    expect(await reasonOf(auth.refresh(pair.refreshToken, callers[first]))).toBe('revoked');
    expect(await auth.authenticate(pair.accessToken, callers[first])).toMatchObject({ failure: 'revoked' });
    const alarm = { identity, ip: callers[second].ip };
    expect(events.find(({ type }) => type === 'token.reused')).toMatchObject(alarm);
  });

  it('end when a token comes back that was replaced twice, and not a moment ago', async () => {
    const { auth, clock, logIn } = createTestAuth();
    const first = await logIn(identity);
    const second = await auth.refresh(first.refreshToken, caller);
    const third = await auth.refresh(second.refreshToken, caller);
    clock.advance(10);
    expect((await auth.refresh(first.refreshToken, caller)).refreshToken).toBe(third.refreshToken);
    clock.advance(0.001);
    expect(await reasonOf(auth.refresh(first.refreshToken, caller))).toBe('reused');
  });

  it('have an absolute end that refreshing does not move', async () => {
    const { auth, clock, logIn } = createTestAuth({ refreshToken: { lifetime: 1000 } });
    let pair = await logIn(identity);
    clock.advance(900);
    pair = await auth.refresh(pair.refreshToken, caller);
    expect(pair).toMatchObject({ expiresIn: 100, refreshExpiresIn: 100 });
    clock.advance(100);
    expect(await reasonOf(auth.refresh(pair.refreshToken, caller))).toBe('expired');
    expect(await auth.sessions(identity)).toEqual([]);
  });

  it('keep their refresh token where rotation is off, still revocable', async () => {
    const { auth, clock, logIn } = createTestAuth({ refreshToken: { rotate: false } });
    const first = await logIn(identity);
    clock.advance(86_400);
    const again = await auth.refresh(first.refreshToken, caller);
    expect(again.refreshToken).toBe(first.refreshToken);
    await auth.logout(first.refreshToken);
    expect(await reasonOf(auth.refresh(first.refreshToken, caller))).toBe('revoked');
  });

  it('end with logout, once and for all, by an expired or replaced token too', async () => {
    const { auth, clock, events, logIn } = createTestAuth();
    const first = await logIn(identity);
    const second = await auth.refresh(first.refreshToken, caller);
    clock.advance(3600);
    expect(await auth.logout(first.refreshToken)).toBe(true);
    expect(await auth.logout(first.refreshToken)).toBe(true);
    expect(await auth.logout('garbage')).toBe(true);
    expect(await auth.logout(second.accessToken)).toBe(true);
    expect(await reasonOf(auth.refresh(second.refreshToken, caller))).toBe('revoked');
    expect(events.filter(({ type }) => type === 'session.ended')).toHaveLength(1);
    const late = await logIn(identity);
    clock.advance(1_209_600);
    expect(await auth.logout(late.refreshToken)).toBe(true);
  });

  it('end with logout by a token that is not valid yet', async () => {
    const { auth, logIn } = createTestAuth({ jwt: { notBefore: 60 } });
    const { refreshToken } = await logIn(identity);
    expect(await auth.logout(refreshToken)).toBe(true);
    expect(await auth.sessions(identity)).toEqual([]);
  });

  it('all end with logoutEverywhere, and those of others do not', async () => {
    const { auth, clock, logIn } = createTestAuth();
    const tokens = [];
    for (let i = 0; i < 3; i += 1) {
      tokens.push(await logIn(identity));
      clock.advance(60);
    }
    const other = await logIn('eve@example.com');
    expect((await auth.sessions(identity)).map(({ id }) => id)).toEqual(
      tokens.map(({ claims }) => claims.sid),
    );
    expect(await auth.logoutEverywhere(' ADA@example.com')).toBe(3);
    expect(await auth.logoutEverywhere(identity)).toBe(0);
    for (const { accessToken } of tokens) {
      expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
    }
    expect(await auth.authenticate(other.accessToken, caller)).toMatchObject({ failure: null });
  });

  it("outlive their access tokens' check where checkSession is off", async () => {
    const { auth, logIn } = createTestAuth({ accessToken: { checkSession: false } });
    const { accessToken, refreshToken } = await logIn(identity);
    await auth.logout(refreshToken);
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: null });
  });

  it('that began under an older signing key give way before those of the new one', async () => {
    const options = {
      cache: new Keyv(),
      limits: noLimits,
      loginCode: { resendAfter: 0 },
      sessions: { max: 2 },
    };
    const before = createTestAuth(options);
    const oldest = await before.logIn(identity);
    const newKey = createSigningKey();
    const { auth, logIn } = createTestAuth({
      ...{ ...options, clock: before.clock, signingKey: [newKey, signingKey] },
    });
    const second = await logIn(identity);
    const moved = await auth.refresh(oldest.refreshToken, caller);
    await logIn(identity);
    expect(await reasonOf(auth.refresh(second.refreshToken, caller))).toBe('ok');
    expect(await reasonOf(auth.refresh(moved.refreshToken, caller))).toBe('revoked');
  });

  it('do not give way to a login that comes to nothing', async () => {
    let answer: () => object | null = () => ({});
    const { auth, askForCode, events, logIn } = createTestAuth({
      ...{ claims: () => answer(), limits: noLimits, loginCode: { resendAfter: 0 }, sessions: { max: 2 } },
    });
    const pairs = [await logIn(identity), await logIn(identity)];
    for (const [failing, outcome] of [
      [() => null, 'INVALID_LOGIN_CODE'],
      [() => Promise.reject(new Error('away')), 'SERVICE_UNAVAILABLE'],
    ] as const) {
      answer = () => ({});
      const input = { identity, ...(await askForCode(identity)) };
      answer = failing;
      expect(await reasonOf(auth.login(input, caller))).toBe(outcome);
      expect((await auth.sessions(identity)).map(({ id }) => id)).toEqual(
        pairs.map(({ claims }) => claims.sid),
      );
    }
    expect(events.filter(({ type }) => type === 'session.ended')).toEqual([]);
    for (const { accessToken } of pairs)
      expect((await auth.authenticate(accessToken, caller)).failure).toBe(null);
  });

  it('give way to two logins at once, one each', async () => {
    let asked = 0;
    let goOn = () => {};
    const bothAsked = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let waits = false;
    const { auth, askForCode, events, logIn } = createTestAuth({
      claims: async (_identity, { phase }) => {
        if (!waits || phase !== 'login') return {};
        asked += 1;
        if (asked === 2) goOn();
        await bothAsked;
        return {};
      },
      ...{ limits: noLimits, loginCode: { resendAfter: 0 }, sessions: { max: 2 } },
    });
    const [first, second] = [await logIn(identity), await logIn(identity)];
    const inputs = [await askForCode(identity), await askForCode(identity)];
    waits = true;
    const begun = await Promise.all(inputs.map((input) => auth.login({ identity, ...input }, caller)));
    const ids = (pairs: readonly { claims: { sid: string } }[]) =>
      pairs.map(({ claims }) => claims.sid).sort();
    expect((await auth.sessions(identity)).map(({ id }) => id).sort()).toEqual(ids(begun));
    const ended = events.flatMap((event) => (event.type === 'session.ended' ? [event.session] : []));
    expect(ended.sort()).toEqual(ids([first, second]));
  });

  it('number at most 100 per identity; the oldest gives way', async () => {
    const { auth, logIn, clock } = createTestAuth({
      limits: { mailsPerIdentity: false, requestsPerIp: false },
    });
    const first = await logIn(identity);
    for (let i = 0; i < 100; i += 1) {
      clock.advance(60);
      await logIn(identity);
    }
    expect(await auth.sessions(identity)).toHaveLength(100);
    expect(await reasonOf(auth.refresh(first.refreshToken, caller))).toBe('revoked');
  });
});

describe('claims', () => {
  it('are asked at the request, at the login and at a refresh', async () => {
    const phases: string[] = [];
    const { auth, logIn } = createTestAuth({
      claims: (email, { phase, ip }) => {
        phases.push(`${phase} ${email} ${ip}`);
        return { step: phases.length };
      },
    });
    const first = await logIn(identity);
    const second = await auth.refresh(first.refreshToken, caller);
    expect(phases).toEqual(['request', 'login', 'refresh'].map((phase) => `${phase} ${identity} 192.0.2.1`));
    expect([first.claims.step, second.claims.step]).toEqual([2, 3]);
  });

  it('end the session where a refresh finds somebody no longer allowed in', async () => {
    let allowed = true;
    const { auth, events, logIn } = createTestAuth({ claims: () => (allowed ? {} : null) });
    const { accessToken, refreshToken } = await logIn(identity);
    allowed = false;
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('revoked');
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'revoked' });
    expect(events.at(-1)).toMatchObject({ type: 'session.ended', reason: 'revoked' });
  });

  it('keep somebody out at login with the same answer as a wrong code', async () => {
    let allowed = true;
    const { auth, askForCode } = createTestAuth({ claims: () => (allowed ? {} : null) });
    const { code, challenge } = await askForCode(identity);
    allowed = false;
    const error = await auth
      .login({ identity, code, challenge }, caller)
      .catch((refusal: AuthError) => refusal);
    expect(error).toMatchObject({ code: 'INVALID_LOGIN_CODE' });
    expect(await auth.sessions(identity)).toEqual([]);
  });

  it('are an outage when they throw: nothing is allowed, and a refresh costs no generation', async () => {
    let down = false;
    const { auth, askForCode, logIn } = createTestAuth({
      claims: () => {
        if (down) throw new Error('database of ada@example.com is down');
        return {};
      },
    });
    const { refreshToken } = await logIn('eve@example.com');
    const { code, challenge } = await askForCode(identity);
    down = true;
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('SERVICE_UNAVAILABLE');
    expect(await reasonOf(auth.login({ identity, code, challenge }, caller))).toBe('SERVICE_UNAVAILABLE');
    down = false;
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
    // The code works still, once.
    expect(await reasonOf(auth.login({ identity, code, challenge }, caller))).toBe('ok');
    expect(await reasonOf(auth.login({ identity, code, challenge }, caller))).toBe('INVALID_LOGIN_CODE');
    // And the pause before another code is over.
    await expect(auth.requestLoginCode(identity, caller)).resolves.toBeDefined();
  });

  it.each([
    ['a string', 'admin'],
    ['an array', ['admin']],
  ])('must be an object, not %s', async (_, answer) => {
    const { logIn } = createTestAuth({ claims: () => answer as never });
    await expect(logIn(identity)).rejects.toThrow();
  });

  it('must fit into a token that will be taken', async () => {
    const { logIn } = createTestAuth({ claims: () => ({ groups: 'x'.repeat(20_000) }) });
    await expect(logIn(identity)).rejects.toThrow(/^claims must be few enough/);
  });

  it('must not replace a claim of the library', async () => {
    const { logIn } = createTestAuth({ claims: () => ({ sub: 'eve@example.com' }) });
    await expect(logIn(identity)).rejects.toThrow();
  });
});
