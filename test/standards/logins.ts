import { expect } from 'vitest';
import { randomId } from '../../src/flows/issue-tokens.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';
import type { Requirement } from './requirement.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const open = (options: Parameters<typeof createTestAuth>[0] = {}) => {
  const { loginCode, ...others } = options;
  return createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0, ...loginCode }, ...others });
};

const lifetime = async () => {
  const { auth, clock, askForCode } = open();
  const login = (code: { readonly code: string; readonly challenge: string }) =>
    reasonOf(auth.login({ identity, ...code }, caller));
  const [one, other] = [await askForCode(identity), await askForCode(identity)];
  clock.advance(10);
  const later = await askForCode(identity);
  clock.advance(289.999);
  expect(await login(one)).toBe('ok');
  clock.advance(0.001);
  expect(await login(other)).toBe('INVALID_LOGIN_CODE');
  expect(await login(later)).toBe('ok');
  expect(() => open({ loginCode: { lifetime: 600 } })).not.toThrow();
  expect(() => open({ loginCode: { lifetime: 601 } })).toThrow(TypeError);
};

const codeLength = async () => {
  const { askForCode } = open();
  expect((await askForCode(identity)).code).toMatch(/^\d{6}$/);
  expect(() => open({ loginCode: { length: 5 } })).toThrow(TypeError);
  expect(() => open({ loginCode: { generate: () => '12345' } })).toThrow(TypeError);
};

const binding = async () => {
  const { auth, askForCode } = open({ loginCode: { binding: 'required' } });
  const [one, other] = [await askForCode(identity), await askForCode(identity)];
  const login = (code: string, challenge?: string) =>
    reasonOf(auth.login({ identity, code, ...(challenge !== undefined && { challenge }) }, caller));
  expect(await login(one.code)).toBe('INVALID_LOGIN_CODE');
  expect(await login(one.code, other.challenge)).toBe('INVALID_LOGIN_CODE');
  expect(await login(other.code, one.challenge)).toBe('INVALID_LOGIN_CODE');
  expect(await login(one.code, one.challenge)).toBe('ok');
};

const newSession = async () => {
  const { auth, logIn } = open();
  const [one, other] = [await logIn(identity), await logIn(identity)];
  expect(other.claims.sid).not.toBe(one.claims.sid);
  expect(other.refreshToken).not.toBe(one.refreshToken);
  // As the table says: the session before it is the client's to end.
  expect((await auth.authenticate(one.accessToken, caller)).failure).toBeNull();
  await auth.logout(one.refreshToken);
  expect((await auth.authenticate(one.accessToken, caller)).failure).toBe('revoked');
  expect((await auth.authenticate(other.accessToken, caller)).failure).toBeNull();
};

const sessionId = async () => {
  const { logIn } = open();
  const sids = [(await logIn(identity)).claims.sid, (await logIn(identity)).claims.sid];
  const ids = [...sids, ...Array.from({ length: 60 }, randomId)];
  expect(new Set(ids).size).toBe(ids.length);
  const bits = new Array<number>(128).fill(0);
  for (const id of ids) {
    const bytes = Buffer.from(id, 'base64url');
    expect(bytes).toHaveLength(16);
    for (let at = 0; at < 128; at += 1)
      bits[at] = (bits[at] ?? 0) + (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1);
  }
  // A bit that never changes would be seen; that one of 128 fair ones does not has a chance of 2^-54.
  expect(bits.filter((ones) => ones === 0 || ones === ids.length)).toEqual([]);
};

const maxSessions = async () => {
  const { auth, logIn } = open({ sessions: { max: 2 } });
  const [first, second, third] = [await logIn(identity), await logIn(identity), await logIn(identity)];
  const ids = (await auth.sessions(identity)).map(({ id }) => id);
  expect(ids).toEqual([second.claims.sid, third.claims.sid]);
  expect((await auth.authenticate(first.accessToken, caller)).failure).toBe('revoked');
};

const inactivity = async () => {
  const { auth, clock, logIn } = open({
    accessToken: { lifetime: 60 },
    refreshToken: { lifetime: 600, sliding: true, maxLifetime: 1500 },
  });
  let { refreshToken } = await logIn(identity);
  const idle = await logIn(identity);
  const refresh = async () => {
    clock.advance(500);
    ({ refreshToken } = await auth.refresh(refreshToken, caller));
  };
  await refresh();
  await refresh();
  expect(await reasonOf(auth.refresh(idle.refreshToken, caller))).toBe('expired');
  clock.advance(500);
  expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('expired');
};

export const logins: readonly Requirement[] = [
  {
    id: 'standard-lifetime',
    must: 'A code MUST NOT work once its lifetime is over, which is 10 minutes at most',
    run: lifetime,
  },
  {
    id: 'standard-code-length',
    must: 'A code MUST have 6 digits at least, whoever makes it',
    run: codeLength,
  },
  {
    id: 'standard-binding',
    must: "With `binding: 'required'` a code MUST work with the challenge of its own request alone",
    run: binding,
  },
  {
    id: 'standard-new-session',
    must: 'Each login MUST begin a session of its own',
    run: newSession,
  },
  {
    id: 'standard-session-id',
    must: 'The id of a session MUST be 128 random bits',
    run: sessionId,
  },
  {
    id: 'standard-max-sessions',
    must: 'One login more than `sessions.max` MUST end the oldest session',
    run: maxSessions,
  },
  {
    id: 'standard-inactivity',
    must: 'With `refreshToken.sliding` a session MUST end when it was not refreshed for the `lifetime`, and at `maxLifetime`',
    run: inactivity,
  },
];
