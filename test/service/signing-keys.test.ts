import { execFileSync } from 'node:child_process';
import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { createSecret } from '../../src/code/secret.js';
import type { SigningKeyInput } from '../../src/token/keys/parse-signing-keys.js';
import { keyMaterial } from '../../src/token/signing-key.js';
import { parseSigningKey } from '../support/parse-signing-key.js';
import { createTestAuth, noLimits, wrongCode } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

const ed = () => generateKeyPairSync('ed25519').privateKey;
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });
const headerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());

/** All names that a key gives to things in the cache, and the name that it has itself. */
const namesUnder = async (signingKey: SigningKeyInput) => {
  const secret = createSecret([keyMaterial(parseSigningKey(signingKey, 'signingKey'))]);
  const { keys } = await createTestAuth({ signingKey }).auth.jwks();
  return [
    ...secret.identityNames(identity),
    ...secret.codeDigests(identity, '123456'),
    ...secret.macs(identity, 'text').map((mac) => mac.toString('hex')),
    ...[secret.networkName('192.0.2.0/24'), secret.everybody, keys[0]?.kid],
  ];
};

const openssl = (args: readonly string[], input: string): string =>
  execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'ignore'] }).toString();

const curves = [
  ['prime256v1', 'P-256', 32],
  ['secp384r1', 'P-384', 48],
  ['secp521r1', 'P-521', 66],
] as const;

/** A key whose scalar begins with zeros, which some writers leave out. */
const smallScalar = (curve: string, crv: string, size: number) => {
  const d = Buffer.concat([Buffer.alloc(size - 2), Buffer.from([0x12, 0x34])]);
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)].map((half) =>
    half.toString('base64url'),
  );
  return { kty: 'EC', crv, x, y, d: d.toString('base64url') } as JsonWebKey;
};

const number = (text: string | undefined) =>
  BigInt(`0x${Buffer.from(text ?? '', 'base64url').toString('hex')}`);
const bytes = (value: bigint) => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
};
const inverse = (value: bigint, modulus: bigint): bigint => {
  let [r0, r1, s0, s1] = [modulus, value % modulus, 0n, 1n];
  while (r1 > 0n) [r0, r1, s0, s1] = [r1, r0 % r1, s1, s0 - (r0 / r1) * s1];
  return ((s0 % modulus) + modulus) % modulus;
};

describe('names in the cache', () => {
  it.each(curves)('do not depend on how an EC key is written: %s', async (curve, crv, size) => {
    const key = createPrivateKey({ key: smallScalar(curve, crv, size), format: 'jwk' });
    const jwk = jwkOf(key);
    const sec1 = key.export({ format: 'pem', type: 'sec1' }) as string;
    const pkcs8 = key.export({ format: 'pem', type: 'pkcs8' }) as string;
    const short = { ...jwk, d: Buffer.from([0x12, 0x34]).toString('base64url') };
    const long = {
      ...jwk,
      d: Buffer.concat([Buffer.alloc(3), Buffer.from(jwk.d ?? '', 'base64url')]).toString('base64url'),
    };
    const spellings: SigningKeyInput[] = [
      ...[jwk, short, long, JSON.stringify(jwk, null, 2), sec1, pkcs8, pkcs8.replaceAll('\n', '|')].map(
        (spelling) => spelling as SigningKeyInput,
      ),
      openssl(['ec', '-no_public'], sec1),
      openssl(['ec', '-conv_form', 'compressed'], sec1),
      openssl(['ec', '-param_enc', 'explicit'], sec1),
      openssl(['pkcs8', '-topk8', '-nocrypt'], openssl(['ec', '-no_public'], sec1)),
      openssl(['pkcs8', '-topk8', '-nocrypt'], openssl(['ec', '-conv_form', 'compressed'], sec1)),
    ];
    const names = await Promise.all(spellings.map(namesUnder));
    for (const others of names) expect(others).toEqual(names[0]);
  });

  it('do not depend on how an RSA key is written', async () => {
    const jwk = jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    const [p, q, e] = [number(jwk.p), number(jwk.q), number(jwk.e)];
    const swapped = { ...jwk, p: jwk.q, q: jwk.p, dp: jwk.dq, dq: jwk.dp, qi: bytes(inverse(p, q)) };
    const otherExponent = { ...jwk, d: bytes(inverse(e, (p - 1n) * (q - 1n))) };
    const zeros = {
      ...jwk,
      n: Buffer.concat([Buffer.alloc(1), Buffer.from(jwk.n ?? '', 'base64url')]).toString('base64url'),
    };
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    const pems = (['pkcs1', 'pkcs8'] as const).map((type) => key.export({ format: 'pem', type }) as string);
    const spellings = [jwk, swapped, otherExponent, zeros, ...pems] as SigningKeyInput[];
    const names = await Promise.all(spellings.map(namesUnder));
    for (const others of names) expect(others).toEqual(names[0]);
  });

  it('do not depend on how an Ed25519 key is written, and differ under every other key', async () => {
    const key = ed();
    const pem = key.export({ format: 'pem', type: 'pkcs8' }) as string;
    const jwk = jwkOf(key);
    const spellings = [
      jwk,
      JSON.stringify(jwk),
      { ...jwk, alg: 'EdDSA' },
      { ...jwk, alg: 'Ed25519', use: 'sig' },
      pem,
    ];
    const names = await Promise.all((spellings as SigningKeyInput[]).map(namesUnder));
    for (const others of names) expect(others).toEqual(names[0]);
    const others = await namesUnder(jwkOf(ed()) as SigningKeyInput);
    expect(others.filter((name) => names[0]?.includes(name))).toEqual([]);
  });

  it('serve a service that reads the same key from another file', async () => {
    const cache = new Keyv();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const sec1 = privateKey.export({ format: 'pem', type: 'sec1' }) as string;
    const first = createTestAuth({ cache, signingKey: openssl(['ec', '-no_public'], sec1) });
    const second = createTestAuth({ cache, signingKey: jwkOf(privateKey) as SigningKeyInput });
    const { code, challenge } = await first.askForCode(identity);
    const { accessToken } = await second.auth.login({ identity, code, challenge }, caller);
    expect((await first.auth.authenticate(accessToken, caller)).failure).toBeNull();
    expect(await first.auth.logoutEverywhere(identity)).toBe(1);
    expect((await second.auth.authenticate(accessToken, caller)).failure).toBe('revoked');
  });
});

describe('the name of the algorithm', () => {
  const key = jwkOf(ed());

  it.each<[string, SigningKeyInput, 'EdDSA' | 'Ed25519' | undefined, string]>([
    ['by default', key as SigningKeyInput, undefined, 'EdDSA'],
    ['by the key', { ...key, alg: 'Ed25519' } as SigningKeyInput, undefined, 'Ed25519'],
    ['by the key too', { ...key, alg: 'EdDSA' } as SigningKeyInput, undefined, 'EdDSA'],
    ['by the option', key as SigningKeyInput, 'Ed25519', 'Ed25519'],
    ['by the option before the key', { ...key, alg: 'Ed25519' } as SigningKeyInput, 'EdDSA', 'EdDSA'],
  ])('stands in tokens, and not in the published keys: %s', async (_, signingKey, algorithm, expected) => {
    const { auth, logIn } = createTestAuth({ signingKey, ...(algorithm && { jwt: { algorithm } }) });
    const { accessToken, refreshToken } = await logIn(identity);
    expect([accessToken, refreshToken].map((token) => headerOf(token).alg)).toEqual([expected, expected]);
    expect((await auth.jwks()).keys).toStrictEqual([
      { kty: 'OKP', crv: 'Ed25519', x: key.x, use: 'sig', kid: expect.any(String) },
    ]);
  });

  it('can be changed, in both directions, and nobody is logged out', async () => {
    const cache = new Keyv();
    const serve = (algorithm: 'EdDSA' | 'Ed25519') =>
      createTestAuth({
        cache,
        limits: noLimits,
        loginCode: { resendAfter: 0 },
        signingKey: key as SigningKeyInput,
        jwt: { algorithm },
      });
    for (const [before, after] of [
      [serve('EdDSA'), serve('Ed25519')],
      [serve('Ed25519'), serve('EdDSA')],
    ] as const) {
      const tokens = await before.logIn(identity, '192.0.2.9');
      expect((await after.auth.authenticate(tokens.accessToken, caller)).failure).toBeNull();
      const renewed = await after.auth.refresh(tokens.refreshToken, caller);
      expect((await before.auth.authenticate(renewed.accessToken, caller)).failure).toBeNull();
      await after.auth.logoutEverywhere(identity);
    }
  });

  it('is for keys of its kind, of which there must be one', () => {
    const es256 = jwkOf(
      generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
    ) as SigningKeyInput;
    const jwt = { algorithm: 'Ed25519' } as const;
    expect(() => createTestAuth({ signingKey: es256, jwt })).toThrow(
      /^jwt.algorithm is Ed25519, and no signingKey is for that/,
    );
    expect(() => createTestAuth({ signingKey: [es256, key as SigningKeyInput], jwt })).not.toThrow();
    expect(() => createTestAuth({ jwt: { algorithm: 'none' as 'EdDSA' } })).toThrow(/^jwt.algorithm must be/);
  });
});

describe('a signing key that cannot sign', () => {
  const key = jwkOf(ed());
  const other = jwkOf(ed());
  const [p256, another] = [1, 2].map(() =>
    jwkOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey),
  );
  const [rsa, rsa2] = [1, 2].map(() => jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey));
  const smallExponent = jwkOf(
    generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).privateKey,
  );
  const publicKey = createPublicKey(createPrivateKey({ key, format: 'jwk' }));
  const { d: _, ...publicJwk } = key;

  it.each<[string, object | string, RegExp]>([
    ['a public JWK', publicJwk, /this is a public key$/],
    ['a public JWK as text', JSON.stringify(publicJwk), /this is a public key$/],
    ['a public PEM', publicKey.export({ format: 'pem', type: 'spki' }) as string, /this is a public key$/],
    ['a key for encryption', { ...key, use: 'enc' }, /its "use" is not "sig"$/],
    ['a key for verification', { ...key, key_ops: ['verify'] }, /its "key_ops" are without "sign"$/],
    ['a key for nothing', { ...key, key_ops: [] }, /its "key_ops" are without "sign"$/],
    ['key_ops as text', { ...key, key_ops: 'sign' }, /its "key_ops" are without "sign"$/],
    ['an algorithm of another key', { ...key, alg: 'ES256' }, /its "alg" is not "EdDSA" or "Ed25519"$/],
    ['no algorithm at all', { ...key, alg: 'none' }, /its "alg" is not "EdDSA" or "Ed25519"$/],
    ['the algorithm of another curve', { ...p256, alg: 'ES384' }, /its "alg" is not "ES256"$/],
    ['HMAC', { ...rsa, alg: 'HS256' }, /its "alg" is not "RS256" or "PS256" or /],
    ['halves of two Ed25519 keys', { ...key, x: other.x }, /belongs to another key$/],
    ['halves of two EC keys', { ...p256, x: another?.x, y: another?.y }, /belongs to another key$/],
    ['halves of two RSA keys', { ...rsa, n: rsa2?.n }, /belongs to another key$/],
    [
      'an RSA key whose exponent is 3',
      smallExponent,
      /this one is too weak: RSA needs 2048 bits and an exponent of 65537, or more/,
    ],
  ])('is refused at start, and never quoted: %s', (_, signingKey, reason) => {
    const create = () => createTestAuth({ signingKey: signingKey as SigningKeyInput });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(/^signingKey must be a private key/);
    expect(create).toThrow(reason);
    const message = String(
      (() => {
        try {
          create();
        } catch (error) {
          return error;
        }
      })(),
    );
    for (const secret of [key, p256, rsa].flatMap((jwk) => [jwk?.d, jwk?.x, jwk?.n])) {
      if (secret) expect(message).not.toContain(secret.slice(0, 16));
    }
  });

  it('is one that says nothing against it', () => {
    for (const more of [
      { use: 'sig' },
      { key_ops: ['sign', 'verify'] },
      { kid: 'mine' },
      { alg: 'EdDSA', ext: true },
    ]) {
      expect(() => createTestAuth({ signingKey: { ...key, ...more } as SigningKeyInput })).not.toThrow();
    }
  });
});

describe('a change of signing keys', () => {
  const [older, newer] = [jwkOf(ed()), jwkOf(ed())] as [SigningKeyInput, SigningKeyInput];

  it('in three steps, one process after the other: no token is refused before its time', async () => {
    const cache = new Keyv();
    const run = (...keys: SigningKeyInput[]) => createTestAuth({ cache, signingKey: keys, limits: noLimits });
    /** What each of the processes finds wrong with a token. */
    const failures = (token: string, ...processes: ReturnType<typeof run>[]) =>
      Promise.all(processes.map(async ({ auth }) => (await auth.authenticate(token, caller)).failure));
    const kidOf = async (key: SigningKeyInput) => (await run(key).auth.jwks()).keys[0]?.kid;
    const [oldKid, newKid] = [await kidOf(older), await kidOf(newer)];
    const users = Array.from({ length: 8 }, (_, i) => `user${i}@example.com`);
    let next = 0;
    const logIn = (process: ReturnType<typeof run>) => process.logIn(users[next++] ?? '');

    let [a, b] = [run(older), run(older)];
    const first = await logIn(a);
    // Step one: the new key is known to all before any of them signs with it.
    a = run(older, newer);
    const mixed = [await logIn(a), await logIn(b)];
    for (const { accessToken } of [first, ...mixed]) {
      expect(headerOf(accessToken).kid).toBe(oldKid);
      expect(await failures(accessToken, a, b)).toEqual([null, null]);
    }
    b = run(older, newer);
    // Step two: it signs, in one process first.
    a = run(newer, older);
    const signedByNew = await logIn(a);
    const signedByOld = await logIn(b);
    expect([signedByNew, signedByOld].map(({ accessToken }) => headerOf(accessToken).kid)).toEqual([
      newKid,
      oldKid,
    ]);
    for (const { accessToken } of [first, ...mixed, signedByNew, signedByOld]) {
      expect(await failures(accessToken, a, b)).toEqual([null, null]);
    }
    b = run(newer, older);
    const renewed = await b.auth.refresh(first.refreshToken, caller);
    expect(headerOf(renewed.refreshToken).kid).toBe(newKid);
    expect(await failures(renewed.accessToken, a, b)).toEqual([null, null]);
    // Step three: the old key goes, and with it what it has signed.
    a = run(newer);
    expect(await failures(signedByOld.accessToken, a, b)).toEqual(['invalid', null]);
    await expect(a.auth.refresh(signedByOld.refreshToken, caller)).rejects.toMatchObject({
      reason: 'invalid',
    });
    expect(await failures(signedByNew.accessToken, a, b)).toEqual([null, null]);
    expect((await a.auth.refresh(signedByNew.refreshToken, caller)).claims).toMatchObject({ gen: 2 });
  });

  it('publishes all keys, which nobody can change', async () => {
    const { auth } = createTestAuth({ signingKey: [newer, older] });
    const { keys } = await auth.jwks();
    expect(keys).toHaveLength(2);
    expect(() => (keys as unknown[]).push({ kty: 'OKP' })).toThrow(TypeError);
    expect(() => Object.assign(keys[0] ?? {}, { x: 'eve' })).toThrow(TypeError);
    expect((await auth.jwks()).keys).toEqual(keys);
  });
});

describe('two services over one cache', () => {
  it('count failures at short codes apart, where they have keys of their own', async () => {
    const cache = new Keyv();
    const limits = { ...noLimits, shortCodeFailures: { limit: 3, window: 86_400 } };
    const [shop, forum] = [ed(), ed()].map((key) =>
      createTestAuth({ cache, limits, signingKey: jwkOf(key) as SigningKeyInput }),
    );
    if (!shop || !forum) throw new Error('there are two');
    for (let i = 0; i < 3; i += 1) {
      const user = `user${i}@example.com`;
      const { code, challenge } = await shop.askForCode(user);
      await expect(
        shop.auth.login({ identity: user, code: wrongCode(code), challenge }, caller),
      ).rejects.toThrow();
    }
    const lengthAt = async ({ auth }: typeof shop) =>
      (await auth.requestLoginCode(identity, caller)).codeLength;
    expect(await lengthAt(shop)).toBe(10);
    expect(await lengthAt(forum)).toBe(6);
  });

  it('with one key accept the tokens of each other, unless they have audiences', async () => {
    const cache = new Keyv();
    const signingKey = jwkOf(ed()) as SigningKeyInput;
    const serve = (audience?: string) =>
      createTestAuth({ cache, signingKey, ...(audience && { jwt: { audience } }) });
    const { accessToken } = await serve().logIn(identity);
    expect((await serve().auth.authenticate(accessToken, caller)).failure).toBeNull();
    const shop = await serve('shop').logIn('eve@example.com');
    expect((await serve('forum').auth.authenticate(shop.accessToken, caller)).failure).toBe('invalid');
  });
});

describe('the jwt option', () => {
  it.each<[string, object, RegExp]>([
    ['no audience in a list', { jwt: { audience: [] } }, /^jwt.audience must be a list of 1 to 100/],
    ['a header that is no text', { jwt: { header: { x: 1n } } }, /^jwt.header.x must be a string/],
    ['a header with a list', { jwt: { header: { x5c: ['MIIB'] } } }, /^jwt.header.x5c must be a string/],
    ['a header with a key', { jwt: { header: { jwk: {} } } }, /^jwt.header.jwk must be a string/],
    ['NaN in the header', { jwt: { header: { x: Number.NaN } } }, /^jwt.header.x must be a string/],
    ['b64', { jwt: { header: { b64: false } } }, /^jwt.header.b64 cannot be set/],
    [
      'constants that fill the token',
      { jwt: { issuer: 'x'.repeat(3000) } },
      /^jwt.issuer, jwt.audience, jwt.clientId and jwt.header must/,
    ],
    [
      'tokens that are never valid',
      { jwt: { notBefore: 300 } },
      /^jwt.notBefore must be less than accessToken/,
    ],
    ['a day and more', { jwt: { notBefore: 86_401 } }, /^jwt.notBefore must be/],
    ['endless leeway', { jwt: { leeway: Number.POSITIVE_INFINITY } }, /^jwt.leeway must be/],
    ['a lifetime of ages', { refreshToken: { lifetime: 1e12 } }, /^refreshToken.lifetime must be/],
    ['an access token for ages', { accessToken: { lifetime: 2 ** 31 } }, /^accessToken.lifetime must be/],
    [
      'a clock in microseconds',
      { clock: () => 1_767_225_600_000_000 },
      /^clock must answer with milliseconds/,
    ],
    ['a clock at the end of time', { clock: () => 8.64e15 }, /^clock must answer with milliseconds/],
    ['a clock beyond it', { clock: () => Number.POSITIVE_INFINITY }, /^clock must answer with milliseconds/],
    ['no clock at all', { clock: () => Number.NaN }, /^clock must answer with milliseconds/],
  ])('and the times are refused at start: %s', (_, options, message) => {
    expect(() => createTestAuth(options)).toThrow(TypeError);
    expect(() => createTestAuth(options)).toThrow(message);
  });

  it('is what it was at the start', async () => {
    const jwt = { audience: ['shop'], header: { env: 'live' } };
    const { auth, logIn } = createTestAuth({ jwt });
    jwt.audience.push('forum');
    jwt.header.env = 'test';
    const { accessToken } = await logIn(identity);
    expect(headerOf(accessToken).env).toBe('live');
    expect((await auth.authenticate(accessToken, caller)).claims).toMatchObject({ aud: ['shop'] });
  });
});
