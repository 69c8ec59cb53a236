import { expect } from 'vitest';
import type { EmailAuthOptions } from '../../src/index.js';
import { reforge } from '../support/forged-tokens.js';
import { headerOf, payloadOf } from '../support/jwt.js';
import { createTestAuth, reasonOf } from '../support/service.js';
import type { Requirement } from './requirement.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const jwt = {
  issuer: 'https://login.example.com',
  audience: ['shop'],
  clientId: 'app',
  profile: 'rfc9068',
} as const;
const claims = () => ({ role: 'user' });

/** Ways to keep a session, or not to. */
const modes: readonly EmailAuthOptions[] = [
  {},
  { sessions: 'stateless' },
  { refreshToken: { rotate: false } },
  { refreshToken: { lifetime: 86_400, sliding: true, maxLifetime: 864_000 } },
];

const profile = async () => {
  for (const mode of modes) {
    const { auth, clock, logIn } = createTestAuth({ jwt, claims, ...mode });
    clock.advance(0.9);
    const began = Math.floor(clock() / 1000);
    let pair = await logIn(identity);
    for (let hour = 0; hour < 3; hour += 1) {
      expect(headerOf(pair.accessToken)).toMatchObject({ typ: 'at+jwt', alg: 'EdDSA' });
      expect(payloadOf(pair.accessToken)).toMatchObject({
        ...{ iss: jwt.issuer, aud: jwt.audience, client_id: jwt.clientId, auth_time: began },
        ...{ sub: identity, iat: began + hour * 3600, exp: expect.any(Number), jti: expect.any(String) },
      });
      expect(pair.claims).toMatchObject({ auth_time: began, role: 'user' });
      const { failure, claims: seen } = await auth.authenticate(pair.accessToken, caller);
      expect({ failure, seen }).toMatchObject({
        failure: null,
        seen: { auth_time: began, client_id: 'app' },
      });
      clock.advance(3600);
      pair = await auth.refresh(pair.refreshToken, caller);
    }
  }
};

/** Of access and refresh tokens: what lacks one of the claims is none. */
const isRequired = async () => {
  const { auth, logIn } = createTestAuth({ jwt });
  const { accessToken, refreshToken } = await logIn(identity);
  const wrong: readonly Readonly<Record<string, unknown>>[] = [
    ...['iss', 'aud', 'client_id', 'auth_time'].map((name) => ({ [name]: undefined })),
    ...[
      { client_id: 'eve' },
      { client_id: ['app'] },
      { auth_time: '0' },
      { auth_time: 0.5 },
      { auth_time: null },
    ],
  ];
  for (const payload of wrong) {
    const { failure } = await auth.authenticate(reforge(accessToken, { payload }), caller);
    const refreshed = await reasonOf(auth.refresh(reforge(refreshToken, { payload }), caller));
    expect([payload, failure, refreshed]).toEqual([payload, 'invalid', 'invalid']);
  }
  expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
};

/** Without a profile nothing of it is there, and `clientId` alone is like an issuer. */
const withoutProfile = async () => {
  const { logIn } = createTestAuth();
  const { accessToken, refreshToken } = await logIn(identity);
  for (const token of [accessToken, refreshToken])
    for (const name of ['iss', 'aud', 'client_id', 'auth_time'])
      expect(payloadOf(token)).not.toHaveProperty(name);
  const named = createTestAuth({ jwt: { clientId: 'app' } });
  const own = (await named.logIn(identity)).accessToken;
  expect(payloadOf(own)).toMatchObject({ client_id: 'app' });
  expect((await named.auth.authenticate(own, caller)).failure).toBeNull();
  expect((await named.auth.authenticate(accessToken, caller)).failure).toBe('invalid');
};

export const accessTokenProfile: readonly Requirement[] = [
  {
    id: 'standard-profile',
    must: 'With `jwt.profile` an access token MUST have all claims of RFC 9068, and a refresh MUST NOT change `auth_time`',
    run: profile,
  },
  {
    id: 'standard-profile-required',
    must: 'With `jwt.profile` a token that lacks one of these claims, or names another client, MUST be refused',
    run: async () => {
      await isRequired();
      await withoutProfile();
    },
  },
];
