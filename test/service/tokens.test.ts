import {
  createHmac,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
  verify,
} from 'node:crypto';
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

  it('are found invalid, expired or malformed, each for its reason, and nothing is thrown', async () => {
    const { auth, clock, tokens, access } = await open();
    const { header, payload } = access;
    const now = clock() / 1000;
    const publicPem = createPublicKey(signingKey).export({ type: 'spki', format: 'pem' });
    const { keys } = await auth.jwks();
    const hmacWith = (key: string | Buffer, alg = 'HS256') => {
      const signed = `${encode({ ...header, alg })}.${encode(payload)}`;
      return `${signed}.${createHmac(`sha${alg.slice(2)}`, key)
        .update(signed)
        .digest('base64url')}`;
    };
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const byStranger = (more: object) => {
      const signed = `${encode({ ...header, ...more })}.${encode(payload)}`;
      return `${signed}.${sign(null, Buffer.from(signed), stranger).toString('base64url')}`;
    };
    const signWithCurve = (es256: object) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const signed = `${encode(es256)}.${encode(payload)}`;
      const signer = createSign('sha256').update(signed);
      return `${signed}.${signer.sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url')}`;
    };
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
      ['HS512 with the public PEM', hmacWith(publicPem as string, 'HS512'), 'invalid'],
      ['ES256 with the kid of an Ed25519 key', signWithCurve({ ...header, alg: 'ES256' }), 'invalid'],
      ['another algorithm of the same signature', forge({ ...header, alg: 'Ed448' }, payload), 'invalid'],
      ['its name in other letters', forge({ ...header, alg: 'eddsa' }, payload), 'invalid'],
      ['no algorithm', forge({ ...header, alg: undefined }, payload), 'malformed'],
      ['a list of algorithms', forge({ ...header, alg: ['EdDSA'] }, payload), 'malformed'],
      ['no kid', forge({ alg: 'EdDSA', typ: 'at+jwt' }, payload), 'invalid'],
      ['a kid of nobody', forge({ ...header, kid: '__proto__' }, payload), 'invalid'],
      [
        'a key in its own header',
        forge({ ...header, kid: 'x', jwk: stranger.export({ format: 'jwk' }) }, payload),
        'invalid',
      ],
      ['a certificate in its own header', byStranger({ x5c: ['MIIB'], x5t: 'x' }), 'invalid'],
      ['the address of a key', byStranger({ jku: 'https://eve.example/jwks', x5u: 'x' }), 'invalid'],
      ["a stranger's key under our kid", byStranger({ jwk: stranger.export({ format: 'jwk' }) }), 'invalid'],
      ['a list as kid', forge({ ...header, kid: [header.kid] }, payload), 'invalid'],
      ['an unencoded payload', forge({ ...header, b64: false }, payload), 'malformed'],
      ['an unknown critical extension', forge({ ...header, crit: ['exp'], exp: 1 }, payload), 'malformed'],
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
      ['no generation', forge(header, { ...payload, gen: undefined }), 'invalid'],
      ['a generation as text', forge(header, { ...payload, gen: '1' }), 'invalid'],
      ['half a generation', forge(header, { ...payload, gen: 1.5 }), 'invalid'],
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

  it('have one spelling: no other text is taken for them, remembered or not', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { privateKey: p384 } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
    const keys = [signingKey, ...[rsa, p384].map((key) => key.export({ format: 'jwk' }))];
    for (const [index, key] of keys.entries()) {
      // The text makes payloads of every length modulo 3.
      for (const text of ['', 'x', 'xx']) {
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
    const began = performance.now();
    for (const part of ['A', 'AB', 'A-_', 'AAAAA']) {
      const long = part.repeat(8000).slice(0, 2600);
      for (const text of [`${long}.${long}.${long}B`, `${long}.${long}!`, `${long}.${long}.${long}.`, long]) {
        expect((await auth.authenticate(text, caller)).failure).toBe('malformed');
      }
    }
    expect(performance.now() - began).toBeLessThan(2000);
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
