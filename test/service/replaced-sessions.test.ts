import { describe, expect, it } from 'vitest';
import { createTestAuth, noLimits, reasonOf, wrongCode } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const open = async (options = {}) => {
  const parts = createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0 }, ...options });
  const old = await parts.logIn(identity);
  const asked = await parts.askForCode(identity);
  return { ...parts, old, input: { identity, ...asked, refreshToken: old.refreshToken } };
};

describe('a login that brings the refresh token of a session', () => {
  it('ends that session, and tells so', async () => {
    const { auth, events, old, input } = await open();
    const { claims } = await auth.login(input, caller);
    expect((await auth.sessions(identity)).map(({ id }) => id)).toEqual([claims.sid]);
    expect((await auth.authenticate(old.accessToken, caller)).failure).toBe('revoked');
    expect(events.filter(({ type }) => type === 'session.ended')).toMatchObject([
      { identity, session: old.claims.sid, reason: 'login' },
    ]);
  });

  it('of somebody else ends it, too: whoever has the token could', async () => {
    const { auth, input, logIn, askForCode } = await open();
    await logIn('eve@example.com');
    const eve = 'eve@example.com';
    await auth.login({ ...input, identity: eve, ...(await askForCode(eve)) }, caller);
    expect(await auth.sessions(identity)).toEqual([]);
    expect(await auth.sessions(eve)).toHaveLength(2);
  });

  it('takes its place: no other gives way', async () => {
    for (const isOldest of [true, false]) {
      const { auth, events, old, input, logIn, askForCode } = await open({ sessions: { max: 2 } });
      const other = await logIn(identity);
      const [ends, stays] = isOldest ? [old, other] : [other, old];
      const asked = await askForCode(identity);
      const { claims } = await auth.login({ ...input, ...asked, refreshToken: ends.refreshToken }, caller);
      expect((await auth.sessions(identity)).map(({ id }) => id)).toEqual([stays.claims.sid, claims.sid]);
      expect(events.filter(({ type }) => type === 'session.ended')).toMatchObject([
        { session: ends.claims.sid, reason: 'login' },
      ]);
    }
  });

  it('takes no place of its own identity where it was of somebody else', async () => {
    const { auth, input, logIn, askForCode } = await open({ sessions: { max: 1 } });
    const eve = 'eve@example.com';
    await logIn(eve);
    const { claims } = await auth.login({ ...input, identity: eve, ...(await askForCode(eve)) }, caller);
    expect((await auth.sessions(eve)).map(({ id }) => id)).toEqual([claims.sid]);
  });

  it('leaves it alone where the code is wrong, or `claims` says no', async () => {
    let isAllowed = true;
    const { auth, input } = await open({ claims: () => (isAllowed ? {} : null) });
    expect(await reasonOf(auth.login({ ...input, code: wrongCode(input.code) }, caller))).toBe(
      'INVALID_LOGIN_CODE',
    );
    isAllowed = false;
    expect(await reasonOf(auth.login(input, caller))).toBe('INVALID_LOGIN_CODE');
    expect(await auth.sessions(identity)).toHaveLength(1);
  });

  it('succeeds whatever the token is', async () => {
    for (const refreshToken of ['', 'no token', null, undefined]) {
      const { auth, input } = await open();
      expect(await reasonOf(auth.login({ ...input, refreshToken }, caller))).toBe('ok');
      expect(await auth.sessions(identity)).toHaveLength(2);
    }
  });
});
