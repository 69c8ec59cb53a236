import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import type { AuthEvent } from '../../src/index.js';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';
const caller = { ip };

/** Somebody who has just logged in, and what is told from then on. */
const logIn = async (options: Parameters<typeof createTestAuth>[0] = {}) => {
  const parts = createTestAuth(options);
  const tokens = await parts.logIn(identity);
  const { claims } = await parts.auth.authenticate(tokens.accessToken, caller);
  const session = String(claims?.sid);
  parts.events.length = 0;
  const told = () => parts.events.splice(0).map(({ at, ...event }: AuthEvent) => event);
  const stateOf = (token: string | null) => parts.auth.authenticate(token, caller);
  return { ...parts, tokens, session, told, stateOf };
};

describe('the end of a session is told once, and as what it was:', () => {
  it('a logout', async () => {
    const { auth, tokens, session, told } = await logIn();
    expect(await auth.logout(tokens.refreshToken)).toBe(true);
    expect(told()).toEqual([{ type: 'session.ended', ip: null, identity, session, reason: 'logout' }]);
    for (const token of [tokens.refreshToken, 'garbage', tokens.accessToken])
      expect(await auth.logout(token)).toBe(true);
    expect(told()).toEqual([]);
  });

  it('the end of one session', async () => {
    const { auth, session, told } = await logIn();
    expect(await auth.endSession(identity, session)).toBe(true);
    expect(told()).toEqual([{ type: 'session.ended', ip: null, identity, session, reason: 'logout' }]);
    for (const other of [session, 'x', `${session}x`, `:${session}`])
      expect(await auth.endSession(identity, other)).toBe(false);
    expect(told()).toEqual([]);
  });

  it('the end of all sessions', async () => {
    const { auth, clock, logIn: again, told } = await logIn();
    const everywhere = [{ type: 'session.ended', ip: null, identity, reason: 'logout-everywhere' }];
    expect(await auth.logoutEverywhere(identity)).toBe(1);
    expect(told()).toEqual(everywhere);
    expect(await auth.logoutEverywhere(identity)).toBe(0);
    expect(told()).toEqual([]);
    for (let i = 0; i < 2; i += 1) {
      clock.advance(60);
      await again(identity);
    }
    told();
    expect(await auth.logoutEverywhere(identity)).toBe(2);
    expect(told()).toEqual(everywhere);
  });

  it('with the address of whoever has ended it', async () => {
    const { auth, clock, logIn: again, told, tokens, session } = await logIn();
    await auth.logout(tokens.refreshToken, caller);
    expect(told()).toEqual([{ type: 'session.ended', ip, identity, session, reason: 'logout' }]);
    clock.advance(60);
    const { claims } = await again(identity);
    clock.advance(60);
    await again(identity);
    told();
    await auth.endSession(identity, claims.sid, caller);
    await auth.logoutEverywhere(identity, caller);
    expect(told()).toEqual([
      { type: 'session.ended', ip, identity, session: claims.sid, reason: 'logout' },
      { type: 'session.ended', ip, identity, reason: 'logout-everywhere' },
    ]);
  });

  it('a token that was replaced', async () => {
    const { auth, clock, tokens, session, told } = await logIn();
    const next = await auth.refresh(tokens.refreshToken, caller);
    expect(told()).toEqual([{ type: 'token.refreshed', ip, identity, session }]);
    await auth.authenticate(next.accessToken, caller);
    clock.advance(11);
    expect(await reasonOf(auth.refresh(tokens.refreshToken, caller))).toBe('reused');
    expect(told()).toEqual([
      { type: 'token.reused', ip, identity, session },
      { type: 'session.ended', ip, identity, session, reason: 'reused' },
    ]);
  });

  it('an access token that was made in vain', async () => {
    const { auth, clock, tokens, session, told, stateOf } = await logIn();
    const lost = await auth.refresh(tokens.refreshToken, caller);
    clock.advance(11);
    const next = await auth.refresh(tokens.refreshToken, caller);
    told();
    expect((await stateOf(lost.accessToken)).failure).toBe('revoked');
    expect(told()).toEqual([
      { type: 'token.reused', ip, identity, session },
      { type: 'session.ended', ip, identity, session, reason: 'reused' },
    ]);
    expect((await stateOf(next.accessToken)).failure).toBe('revoked');
    expect(told()).toEqual([]);
  });
});

describe('what a request is', () => {
  it('tells the claims, or why there are none', async () => {
    const { auth, clock, tokens, stateOf } = await logIn();
    const good = await stateOf(tokens.accessToken);
    expect({ ...good }).toEqual({
      ...{ ip, token: tokens.accessToken, failure: null },
      claims: expect.objectContaining({ sub: identity, email: identity }),
    });
    const [, payload = ''] = tokens.refreshToken.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      jti: `${good.claims?.sid}.1`,
    });
    const none = (token: string | null, failure: string) => ({ ip, token, claims: null, failure });
    expect({ ...(await stateOf(null)) }).toEqual(none(null, 'missing'));
    expect({ ...(await stateOf('')) }).toEqual(none(null, 'malformed'));
    expect({ ...(await stateOf('garbage')) }).toEqual(none('garbage', 'malformed'));
    expect({ ...(await stateOf(tokens.refreshToken)) }).toEqual(none(tokens.refreshToken, 'invalid'));
    await auth.logout(tokens.refreshToken);
    expect({ ...(await stateOf(tokens.accessToken)) }).toEqual(none(tokens.accessToken, 'revoked'));
    clock.advance(300);
    expect({ ...(await stateOf(tokens.accessToken)) }).toEqual(none(tokens.accessToken, 'expired'));
  });

  it('is invalid before its time', async () => {
    const { tokens, stateOf } = await logIn({ jwt: { notBefore: 10 } });
    expect((await stateOf(tokens.accessToken)).failure).toBe('invalid');
  });

  it('cannot be told while the cache is away', async () => {
    let away = false;
    const map = new Map<string, unknown>();
    const here = async <Result>(work: () => Result): Promise<Result> => {
      if (away) throw new Error('away');
      return work();
    };
    const cache = new Keyv({
      store: {
        get: (key: string) => here(() => map.get(key)),
        set: (key: string, value: unknown) => here(() => map.set(key, value)),
        delete: (key: string) => here(() => map.delete(key)),
        clear: () => here(() => map.clear()),
      },
    });
    cache.on('error', () => {});
    const { tokens, stateOf } = await logIn({ cache, singleProcess: true });
    away = true;
    expect((await stateOf(tokens.accessToken)).failure).toBe('unavailable');
    away = false;
    expect((await stateOf(tokens.accessToken)).failure).toBeNull();
  });

  it('does not ask the session where it is told not to', async () => {
    const { auth, tokens, stateOf } = await logIn({ accessToken: { checkSession: false } });
    await auth.logout(tokens.refreshToken);
    expect((await stateOf(tokens.accessToken)).failure).toBeNull();
  });
});

describe('a session without a store', () => {
  it('is not ended by a logout, and refreshes after any time', async () => {
    const { auth, clock, tokens, told } = await logIn({ sessions: 'stateless' });
    expect(await auth.logout(tokens.refreshToken)).toBe(true);
    expect(told()).toEqual([]);
    clock.advance(60);
    expect(await reasonOf(auth.refresh(tokens.refreshToken, caller))).toBe('ok');
  });
});

describe('a claim that changes', () => {
  const begin = () => logIn({ updatableClaims: ['org'] } as object);
  // Boundary: the claims of this service are of no type.
  const update = (auth: Awaited<ReturnType<typeof begin>>['auth'], token: string, claims: object) =>
    auth.updateClaims(token, claims, caller);

  it('has 256 characters of JSON at most', async () => {
    const { auth, tokens } = await begin();
    const { accessToken } = await update(auth, tokens.refreshToken, { org: 'x'.repeat(254) });
    expect((await auth.authenticate(accessToken, caller)).claims).toMatchObject({ org: 'x'.repeat(254) });
    await expect(update(auth, tokens.refreshToken, { org: 'x'.repeat(255) })).rejects.toThrow(
      'updateClaims: "org" must be a value of at most 256 characters of JSON',
    );
  });

  it.each([
    [{ org: undefined }, 'updateClaims: "org" must be a value of at most 256'],
    [{ org: () => 1 }, 'updateClaims: "org"'],
    [{ role: 'admin' }, 'updateClaims: "role" is not among the updatableClaims of createEmailAuth'],
  ])('is one that may: %j', async (claims, message) => {
    const { auth, tokens } = await begin();
    await expect(update(auth, tokens.refreshToken, claims)).rejects.toThrow(message);
  });
});
