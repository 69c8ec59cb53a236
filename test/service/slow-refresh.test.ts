import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';
const caller = { ip };

/** Somebody who has logged in, and a `claims` that does something meanwhile, once, when she refreshes. */
const logIn = async (options: Parameters<typeof createTestAuth>[0] = {}) => {
  let meanwhile: (() => Promise<unknown>) | null = null;
  let answer: object | null = {};
  const parts = createTestAuth({
    claims: async (_, { phase }) => {
      const work = phase === 'refresh' ? meanwhile : null;
      if (phase !== 'refresh') return {};
      meanwhile = null;
      await work?.();
      return answer;
    },
    ...options,
  });
  const { refreshToken } = await parts.logIn(identity);
  parts.events.length = 0;
  const refresh = (work: () => Promise<unknown> = async () => {}) => {
    meanwhile = work;
    return parts.auth.refresh(refreshToken, caller);
  };
  const answerWith = (claims: object | null) => {
    answer = claims;
  };
  const told = () => parts.events.splice(0).map(({ at, ...event }) => event);
  return { ...parts, refreshToken, refresh, answerWith, told };
};

describe('a refresh whose claims take longer than the grace', () => {
  it('gives no tokens that are void by now: another tab has the next', async () => {
    const { auth, clock, refreshToken, refresh } = await logIn();
    const slow = refresh(async () => {
      clock.advance(11);
      await auth.refresh(refreshToken, caller);
    });
    await expect(slow).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
  });

  it.each([11, 10.001])('gives none of a session that has ended meanwhile: after %d s', async (seconds) => {
    const { auth, clock, refreshToken, refresh } = await logIn();
    const slow = refresh(async () => {
      clock.advance(seconds);
      await auth.logout(refreshToken);
    });
    await expect(slow).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN', reason: 'revoked' });
  });

  it.each([
    ['nobody else came', 11, {}],
    ['the session is kept nowhere', 11, { sessions: 'stateless' }],
  ] as const)('gives them where %s', async (_, seconds, options) => {
    const { clock, refresh } = await logIn(options);
    expect(await reasonOf(refresh(async () => clock.advance(seconds)))).toBe('ok');
  });

  it('does not look within the grace: whoever came got the same', async () => {
    const { auth, clock, refreshToken, refresh } = await logIn();
    const slow = refresh(async () => {
      clock.advance(10);
      await auth.logout(refreshToken);
    });
    expect(await reasonOf(slow)).toBe('ok');
  });
});

describe('a refresh that is refused by claims', () => {
  it('ends the session, and says so once', async () => {
    const { auth, refreshToken, refresh, answerWith, told } = await logIn();
    answerWith(null);
    expect(await reasonOf(refresh())).toBe('revoked');
    expect(told()).toEqual([
      {
        type: 'session.ended',
        ip,
        identity,
        session: expect.stringMatching(/^[\w-]{22}$/),
        reason: 'revoked',
      },
    ]);
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('revoked');
    const gone = await logIn();
    gone.answerWith(null);
    expect(await reasonOf(gone.refresh(() => gone.auth.logout(gone.refreshToken)))).toBe('revoked');
    expect(gone.told()).toMatchObject([{ reason: 'logout' }]);
  });
});

describe('a change of a claim that may not be changed any more', () => {
  it('stands no longer over what claims says', async () => {
    const cache = new Keyv();
    const before = await logIn({ cache, updatableClaims: ['org'] } as object);
    await before.auth.updateClaims(before.refreshToken, { org: 'changed' } as object, caller);
    const { auth } = createTestAuth({ cache, claims: () => ({ org: 'said' }) });
    const { accessToken } = await auth.refresh(before.refreshToken, caller);
    expect((await auth.authenticate(accessToken, caller)).claims).toMatchObject({ org: 'said' });
  });
});

describe('a change that no token can hold', () => {
  it('is told to the operator, and taken back', async () => {
    const options = { updatableClaims: ['org'] } as object;
    const { auth, refreshToken, answerWith, told } = await logIn(options);
    // With this there is room for 100 characters more, or so.
    answerWith({ text: 'x'.repeat(5500) });
    const mistake = 'claims must be few enough for a token of 8000 characters';
    const changed = auth.updateClaims(refreshToken, { org: 'x'.repeat(250) }, caller);
    await expect(changed).rejects.toThrow(new TypeError(mistake));
    expect(told()).toEqual([
      { type: 'store.unavailable', ip: null, step: 'sign', error: 'TypeError', mistake },
    ]);
    const { accessToken } = await auth.refresh(refreshToken, caller);
    expect((await auth.authenticate(accessToken, caller)).claims).not.toHaveProperty('org');
  });
});
