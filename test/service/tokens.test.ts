import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AuthError } from '../../src/index.js';
import { createTestAuth, signingKey } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
const partsOf = (token: string) => {
  const [header, payload, signature = ''] = token.split('.');
  return { header: decode(header), payload: decode(payload), signature, signed: `${header}.${payload}` };
};
/** Signs whatever it is given with the service's own key: only the content is wrong. */
const forge = (header: object, payload: object) => {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), signingKey).toString('base64url')}`;
};
const open = async (options: Parameters<typeof createTestAuth>[0] = {}) => {
  const test = createTestAuth(options);
  const tokens = await test.logIn(identity);
  return { ...test, tokens, access: partsOf(tokens.accessToken), refresh: partsOf(tokens.refreshToken) };
};

describe('tokens', () => {
  it('are verified by node:crypto from the published key alone', async () => {
    const { auth, access, refresh } = await open();
    const { keys } = await auth.jwks();
    const [jwk] = keys;
    expect(keys).toHaveLength(1);
    expect(jwk).not.toHaveProperty('d');
    const publicKey = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    for (const token of [access, refresh]) {
      expect(token.header.kid).toBe(jwk?.kid);
      expect(
        verify(null, Buffer.from(token.signed), publicKey, Buffer.from(token.signature, 'base64url')),
      ).toBe(true);
    }
  });

  it('give every request the claims that were signed, whatever another request does to them', async () => {
    const { auth, tokens } = await open({ claims: () => ({ roles: ['user'], org: { name: 'home' } }) });
    const { claims } = await auth.authenticate(tokens.accessToken, caller);
    const signed = structuredClone(claims);
    // Boundary: claims are read-only by type.
    const mine = claims as unknown as { sub: string; roles: string[]; org: { name: string } };
    const changes = [
      () => mine.roles.push('admin'),
      () => {
        mine.org.name = 'other';
      },
      () => {
        mine.sub = 'eve@example.com';
      },
    ];
    for (const change of changes) expect(change).toThrow(TypeError);
    expect((await auth.authenticate(tokens.accessToken, caller)).claims).toEqual(signed);
  });

  it('hold the claims and headers of the contract', async () => {
    const { auth, clock, tokens, access, refresh } = await open({ claims: () => ({ role: 'admin' }) });
    const now = clock() / 1000;
    expect(access.header).toEqual({ alg: 'Ed25519', kid: expect.any(String), typ: 'at+jwt' });
    expect(refresh.header).toEqual({ alg: 'Ed25519', kid: access.header.kid, typ: 'rt+jwt' });
    const who = {
      sub: identity,
      email: identity,
      sid: expect.any(String),
      jti: expect.any(String),
      iat: now,
      gen: 1,
    };
    expect(access.payload).toEqual({ ...who, exp: now + 300, role: 'admin' });
    expect(refresh.payload).toEqual({ ...who, exp: now + 1_209_600 });
    expect(tokens).toMatchObject({ expiresIn: 300, refreshExpiresIn: 1_209_600, claims: access.payload });
    expect(await auth.authenticate(tokens.accessToken, caller)).toEqual({
      ip: '192.0.2.1',
      token: tokens.accessToken,
      failure: null,
      claims: access.payload,
    });
  });

  it('hold iss, aud and nbf where they are configured, and are refused by a service that wants others', async () => {
    const jwt = { issuer: 'https://a.example', audience: ['api'], notBefore: true };
    const { auth, access, clock, tokens } = await open({ jwt });
    expect(access.payload).toMatchObject({ iss: 'https://a.example', aud: ['api'], nbf: clock() / 1000 });
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: null });
    for (const other of [{ issuer: 'https://b.example' }, { audience: 'other' }]) {
      const stranger = createTestAuth({ jwt: { ...jwt, ...other } }).auth;
      expect(await stranger.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: 'invalid' });
    }
  });

  it('are found invalid, expired or malformed, each for its reason, and nothing is thrown', async () => {
    const { auth, clock, tokens, access } = await open();
    const { header, payload } = access;
    const now = clock() / 1000;
    const publicPem = createPublicKey(signingKey).export({ type: 'spki', format: 'pem' });
    const { keys } = await auth.jwks();
    const hmacWith = (key: string | Buffer) => {
      const signed = `${encode({ ...header, alg: 'HS256' })}.${encode(payload)}`;
      return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    };
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const attacks: [what: string, token: string, failure: string][] = [
      ['the token itself', tokens.accessToken, 'null'],
      ['alg none, no signature', `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`, 'invalid'],
      [
        'alg none, some signature',
        `${encode({ ...header, alg: 'none' })}.${encode(payload)}.AAAA`,
        'invalid',
      ],
      ['alg None', `${encode({ ...header, alg: 'None' })}.${encode(payload)}.AAAA`, 'invalid'],
      ['HS256 with the public PEM', hmacWith(publicPem as string), 'invalid'],
      ['HS256 with the public JWK', hmacWith(Buffer.from(keys[0]?.x ?? '', 'base64url')), 'invalid'],
      ['no kid', forge({ alg: 'Ed25519', typ: 'at+jwt' }, payload), 'invalid'],
      ['a kid of nobody', forge({ ...header, kid: '__proto__' }, payload), 'invalid'],
      [
        'a key in its own header',
        forge({ ...header, kid: 'x', jwk: stranger.export({ format: 'jwk' }) }, payload),
        'invalid',
      ],
      ['a critical extension', forge({ ...header, crit: ['b64'], b64: false }, payload), 'malformed'],
      ['no typ', forge({ alg: header.alg, kid: header.kid }, payload), 'invalid'],
      ['typ JWT', forge({ ...header, typ: 'JWT' }, payload), 'invalid'],
      ['a refresh token', tokens.refreshToken, 'invalid'],
      [
        'another payload',
        `${tokens.accessToken.split('.')[0]}.${encode({ ...payload, sub: 'eve@example.com' })}.${access.signature}`,
        'invalid',
      ],
      ['no exp', forge(header, { ...payload, exp: undefined }), 'invalid'],
      ['exp as text', forge(header, { ...payload, exp: 'tomorrow' }), 'invalid'],
      ['no sid', forge(header, { ...payload, sid: undefined }), 'invalid'],
      ['not yet valid', forge(header, { ...payload, nbf: now + 1 }), 'invalid'],
      ['expired', forge(header, { ...payload, exp: now }), 'expired'],
      ['garbage', 'garbage', 'malformed'],
      ['three dots of garbage', 'a.b.c', 'malformed'],
      ['a payload that is no object', forge(header, [1]), 'malformed'],
      ['NUL', '\0', 'malformed'],
      ['nothing', '', 'malformed'],
      ['a million characters', 'a'.repeat(1_000_000), 'malformed'],
    ];
    for (const [what, token, failure] of attacks) {
      const state = await auth.authenticate(token, caller);
      expect(`${what}: ${state.failure}`).toBe(`${what}: ${failure}`);
      expect(state.claims === null).toBe(failure !== 'null');
    }
    expect(await auth.authenticate(null, caller)).toMatchObject({ failure: 'missing', token: null });
  });

  it('are checked for expiry every time, although they are remembered', async () => {
    const { auth, clock, tokens } = await open();
    clock.advance(299);
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: null });
    clock.advance(1);
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({
      failure: 'expired',
      claims: null,
    });
  });

  it('are forgiven as many seconds as leeway says', async () => {
    const { auth, clock, tokens } = await open({ jwt: { leeway: 30 } });
    clock.advance(329);
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: null });
    clock.advance(1);
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: 'expired' });
  });

  it('are not refreshed with an access token, garbage, a forgery or after their time', async () => {
    const { auth, clock, tokens, refresh } = await open();
    const reasonOf = (token: string) =>
      auth.refresh(token, caller).then(
        () => 'ok',
        (error: AuthError) => (error instanceof AuthError ? `${error.code} ${error.reason}` : String(error)),
      );
    expect(await reasonOf(tokens.accessToken)).toBe('INVALID_REFRESH_TOKEN invalid');
    expect(await reasonOf('garbage')).toBe('INVALID_REFRESH_TOKEN invalid');
    expect(await reasonOf('')).toBe('INVALID_REFRESH_TOKEN invalid');
    expect(await reasonOf(forge(refresh.header, { ...refresh.payload, gen: '1' }))).toBe(
      'INVALID_REFRESH_TOKEN invalid',
    );
    expect(await reasonOf(forge(refresh.header, { ...refresh.payload, sid: 'other' }))).toBe(
      'INVALID_REFRESH_TOKEN revoked',
    );
    clock.advance(1_209_600);
    expect(await reasonOf(tokens.refreshToken)).toBe('INVALID_REFRESH_TOKEN expired');
  });

  it('go on being verified after a change of keys, and their sessions are still found', async () => {
    const next = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const { default: Keyv } = await import('keyv');
    const cache = new Keyv();
    const before = createTestAuth({ cache });
    const tokens = await before.logIn(identity);
    const half = await before.askForCode('eve@example.com');
    const after = createTestAuth({ cache, signingKey: [JSON.stringify(next), signingKey] });
    expect(await after.auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: null });
    await expect(after.auth.login({ identity: 'eve@example.com', ...half }, caller)).resolves.toBeDefined();
    const renewed = await after.auth.refresh(tokens.refreshToken, caller);
    expect(partsOf(renewed.accessToken).header.kid).not.toBe(partsOf(tokens.accessToken).header.kid);
    expect(await after.auth.logoutEverywhere(identity)).toBe(1);
    expect(await after.auth.authenticate(renewed.accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });
});
