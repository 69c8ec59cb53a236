import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AuthError } from '../../src/index.js';
import { claimsOf, presentationOf } from '../../src/token/auth-state.js';
import { cpuTime } from '../support/cpu-time.js';
import { forge, partsOf } from '../support/jwt.js';
import { createTestAuth, signingKey } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

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
    expect(access.header).toEqual({ alg: 'EdDSA', kid: expect.any(String), typ: 'at+jwt' });
    expect(refresh.header).toEqual({ alg: 'EdDSA', kid: access.header.kid, typ: 'rt+jwt' });
    const who = {
      sub: identity,
      email: identity,
      sid: expect.any(String),
      jti: expect.any(String),
      gen: 1,
      iat: now,
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

  it('are missing where there are none', async () => {
    const { auth } = createTestAuth();
    expect(await auth.authenticate(null, caller)).toMatchObject({ failure: 'missing', token: null });
  });

  it('have one spelling: no other text is taken for them, remembered or not', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { privateKey: p384 } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
    const keys = [signingKey, ...[rsa, p384].map((key) => key.export({ format: 'jwk' }))];
    // They make payloads of every length modulo 3.
    const texts = ['', 'x', 'xx'];
    for (const [index, key] of keys.entries()) {
      for (const text of howMuch({ quick: texts.slice(index, index + 1), slow: texts })) {
        const { auth, tokens } = await open({ signingKey: key, claims: () => ({ text }) });
        const same = (a: string, b: string) =>
          a.split('.').every((part, i) => {
            return Buffer.from(part, 'base64url').equals(Buffer.from(b.split('.')[i] ?? '', 'base64url'));
          });
        const spellings = (token: string) => {
          const parts = token.split('.');
          const replaced = (i: number, part: string) =>
            parts.map((old, j) => (i === j ? part : old)).join('.');
          const last = parts.flatMap((part, i) =>
            [...alphabet].map((character) => replaced(i, part.slice(0, -1) + character)),
          );
          const others = parts.flatMap((part, i) => [
            ...['=', '==', 'A', '\n', ' ', '\0', '\u200b', '.'].map((more) => replaced(i, part + more)),
            ...[' ', '\t\n'].map((space) => replaced(i, part.slice(0, 9) + space + part.slice(9))),
            replaced(
              i,
              part.replace(/[-_]/g, (character) => (character === '-' ? '+' : '/')),
            ),
          ]);
          const attacks = [
            ...last,
            ...others,
            `${token}\u0000`,
            `Bearer ${token}`,
            token.replaceAll('.', ' '),
          ];
          return new Set(attacks.filter((attack) => attack.trim() !== token));
        };
        for (const round of ['at first', 'when the token is remembered']) {
          for (const attack of spellings(tokens.accessToken)) {
            const { failure } = await auth.authenticate(attack, caller);
            expect([round, failure]).not.toEqual([round, null]);
            if (same(attack, tokens.accessToken)) expect([round, failure]).toEqual([round, 'malformed']);
          }
          expect((await auth.authenticate(tokens.accessToken, caller)).failure).toBeNull();
        }
        const signedPart = (token: string) => token.slice(0, token.lastIndexOf('.'));
        const twins = [...spellings(tokens.accessToken)]
          .filter((attack) => attack.length === tokens.accessToken.length && /^[\w.-]+$/.test(attack))
          .filter((attack) => signedPart(attack) === signedPart(tokens.accessToken))
          .filter((attack) => same(attack, tokens.accessToken));
        // 64 and 256 bytes leave 4 bits over, 96 none. Each value of them was a token before.
        expect(twins).toHaveLength(index === 2 ? 0 : 15);
        for (const attack of spellings(tokens.refreshToken)) {
          await expect(auth.refresh(attack, caller)).rejects.toMatchObject({ reason: 'invalid' });
        }
        expect((await auth.refresh(tokens.refreshToken, caller)).claims).toMatchObject({ text, gen: 2 });
      }
    }
  });

  it('may have white space around them', async () => {
    const { auth, tokens } = await open();
    expect((await auth.authenticate(` ${tokens.accessToken}\n`, caller)).failure).toBeNull();
    expect((await auth.authenticate(`${tokens.accessToken}\r\n`, caller)).failure).toBeNull();
  });

  it('have 8,000 characters at most, whoever signed them', async () => {
    const { auth, access } = await open();
    const padded = (text: string) => forge(access.header, { ...access.payload, text });
    const spare = 8000 - padded('').length;
    const fits = padded('x'.repeat(Math.floor((spare * 3) / 4)));
    expect(fits.length).toBeGreaterThan(7996);
    expect((await auth.authenticate(fits, caller)).failure).toBeNull();
    const tooLong = padded('x'.repeat(Math.floor((spare * 3) / 4) + 3));
    expect(tooLong.length).toBeGreaterThan(8000);
    expect((await auth.authenticate(tooLong, caller)).failure).toBe('malformed');
  });

  it('are read in time that grows with their length alone', async () => {
    const { auth } = await open();
    const began = cpuTime();
    for (const part of ['A', 'AB', 'A-_', 'AAAAA']) {
      const long = part.repeat(8000).slice(0, 2600);
      for (const text of [`${long}.${long}.${long}B`, `${long}.${long}!`, `${long}.${long}.${long}.`, long]) {
        expect((await auth.authenticate(text, caller)).failure).toBe('malformed');
      }
    }
    expect(cpuTime() - began).toBeLessThan(2000);
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

  it('have expired where the clock has no answer, remembered as they are', async () => {
    let broken = false;
    const clock = () => (broken ? Number.NaN : 1_767_225_600_000);
    const { auth, tokens } = await open({ clock });
    expect((await auth.authenticate(tokens.accessToken, caller)).failure).toBeNull();
    broken = true;
    const state = await auth.authenticate(tokens.accessToken, caller);
    expect(state.claims).toBeNull();
  });

  it('are forgiven as many seconds as leeway says', async () => {
    const { auth, clock, tokens } = await open({ jwt: { leeway: 30 } });
    clock.advance(329);
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: null });
    clock.advance(1);
    expect(await auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: 'expired' });
  });

  it.each([0, 30])('are forgiven as much by a state that was made before: %i s', async (leeway) => {
    const { auth, clock, tokens } = await open(leeway === 0 ? {} : { jwt: { leeway } });
    const state = await auth.authenticate(tokens.accessToken, caller);
    clock.advance(299 + leeway);
    expect(claimsOf(state)).toMatchObject({ sub: identity });
    clock.advance(1);
    expect(() => claimsOf(state)).toThrow(expect.objectContaining({ reason: 'expired' }));
  });

  it('bring along how their service puts a refusal into words', async () => {
    const { auth, tokens } = await open({ httpStatus: true, messages: { UNAUTHENTICATED: 'Who?' } });
    const presentation = presentationOf(await auth.authenticate(tokens.accessToken, caller));
    expect(presentation?.httpStatus).toBe(true);
    expect(presentation?.messageFor('UNAUTHENTICATED')).toBe('Who?');
    expect(presentation?.messageFor('FORBIDDEN')).toBe('You may not do this.');
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
