import { generateKeyPairSync, sign } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { expect, vi } from 'vitest';
import { createTestAuth, signingKey } from '../support/service.js';
import type { Requirement } from './requirement.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const open = async (options: Parameters<typeof createTestAuth>[0] = {}) => {
  const service = createTestAuth(options);
  const { accessToken, claims } = await service.logIn(identity);
  const failureOf = async (token: string, auth = service.auth) =>
    (await auth.authenticate(token, caller)).failure;
  return { ...service, accessToken, claims, failureOf };
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signWith = (key: Parameters<typeof sign>[2], header: object, payload: object): string => {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
};

const audience = async () => {
  const jwt = { issuer: 'https://a.example', audience: 'api' };
  const { accessToken, claims, failureOf } = await open({ jwt });
  expect(claims).not.toHaveProperty('client_id');
  expect(await failureOf(accessToken)).toBeNull();
  const { auth: anyone } = createTestAuth();
  const { accessToken: unnamed } = await open();
  for (const other of [{ audience: 'other' }, { issuer: 'https://b.example' }]) {
    const { auth } = createTestAuth({ jwt: { ...jwt, ...other } });
    expect(await failureOf(accessToken, auth)).toBe('invalid');
  }
  // One that says nothing is not for everybody.
  expect(await failureOf(unnamed)).toBe('invalid');
  // A service that asks for nothing takes it as far as the session, which is in another cache.
  expect(await failureOf(accessToken, anyone)).toBe('revoked');
};

const notBefore = async () => {
  const { accessToken, clock, failureOf } = await open({ jwt: { notBefore: 30 } });
  expect(await failureOf(accessToken)).toBe('invalid');
  clock.advance(30);
  expect(await failureOf(accessToken)).toBeNull();
};

const accessLifetime = async () => {
  const { accessToken, claims, clock, failureOf } = await open();
  expect(claims.exp - claims.iat).toBe(300);
  clock.advance(300);
  expect(await failureOf(accessToken)).toBe('expired');
};

const headerKeys = async () => {
  const { accessToken, claims, failureOf } = await open();
  const header = decodeProtectedHeader(accessToken);
  const stranger = generateKeyPairSync('ed25519');
  const jwk = stranger.publicKey.export({ format: 'jwk' });
  const fetched = vi.spyOn(globalThis, 'fetch');
  const own: readonly object[] = [
    { jwk },
    { jku: 'https://eve.example/keys' },
    { x5u: 'https://eve.example/certificate' },
    { x5c: ['MIIB'] },
    { jwk, kid: undefined },
    { jwk, kid: '../keys/eve' },
  ];
  for (const more of own) {
    const forged = signWith(stranger.privateKey, { ...header, ...more }, claims);
    expect([more, await failureOf(forged)]).toEqual([more, 'invalid']);
  }
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
  expect(await failureOf(signWith(signingKey, header, claims))).toBeNull();
};

const utf8 = async () => {
  const name = 'Ωμέγα, 日本語, \u{1F600}';
  const { auth, accessToken, claims } = await open({ claims: () => ({ name }) });
  const bytes = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  expect(JSON.parse(text)).toEqual(claims);
  expect((await auth.authenticate(accessToken, caller)).claims).toMatchObject({ name });
};

const reservedClaims = async () => {
  for (const name of 'sub email sid iat exp jti gen iss aud nbf client_id auth_time'.split(' ')) {
    const { auth, askForCode } = createTestAuth({
      claims: (_who, { phase }) => (phase === 'login' ? { [name]: 'eve@example.com' } : {}),
    });
    const code = await askForCode(identity);
    // A mistake of the host's, who is told.
    await expect(auth.login({ identity, ...code }, caller)).rejects.toThrow(`"${name}"`);
    await auth.close();
  }
};

export const tokens: readonly Requirement[] = [
  {
    id: 'standard-audience',
    must: 'With `jwt.issuer` and `jwt.audience` a token MUST be refused that names others, or none',
    run: audience,
  },
  {
    id: 'standard-not-before',
    must: 'A token MUST NOT be accepted before its `nbf`',
    run: notBefore,
  },
  {
    id: 'standard-access-lifetime',
    must: 'An access token MUST live for 5 minutes, where nothing else is said',
    run: accessLifetime,
  },
  {
    id: 'standard-header-keys',
    must: 'A key or an address of keys in the header of a token MUST NOT be used',
    run: headerKeys,
  },
  {
    id: 'standard-utf8',
    must: 'Claims MUST be signed as UTF-8, and MUST come back as they were',
    run: utf8,
  },
  {
    id: 'standard-reserved-claims',
    must: 'The `claims` option MUST NOT be able to write a claim that says who it is, for whom, or until when',
    run: reservedClaims,
  },
];
