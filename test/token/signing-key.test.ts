import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { openKeyring } from '../../src/token/keyring.js';
import { generateSigningKey, keyMaterial, type SigningKey } from '../../src/token/signing-key.js';
import { parseSigningKey } from '../support/parse-signing-key.js';
import examples from '../vectors/rfc-examples.json' with { type: 'json' };

const ed = examples.rfc8037.key;
const keyIn = (section: string): JWK => {
  const found = examples.signed.find((example) => example.section.includes(section));
  if (!found) throw new Error(`no example ${section}`);
  return found.key as JWK;
};
const [rsa, p256, p521] = ['A.2', 'A.3', 'A.4'].map(keyIn) as [JWK, JWK, JWK];
const jwkOf = (curve: string): JWK =>
  generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export({ format: 'jwk' }) as JWK;
const ofRsa = (modulusLength: number): JWK =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ format: 'jwk' }) as JWK;
const secretOf = (bytes: number): JWK => ({ kty: 'oct', k: randomBytes(bytes).toString('base64url') });
const parse = (input: unknown) => parseSigningKey(input);

describe('a signing key', () => {
  it.each<[string, JWK, string[], number]>([
    ['Ed25519', ed, ['EdDSA', 'Ed25519'], 64],
    ['P-256', p256, ['ES256'], 64],
    ['P-384', jwkOf('secp384r1'), ['ES384'], 96],
    ['P-521', p521, ['ES512'], 132],
    ['RSA', rsa, ['RS256'], 256],
    ['RSA of an odd size', ofRsa(2056), ['RS256'], 257],
    ['a secret', secretOf(32), ['HS256'], 32],
  ])('has one algorithm, and signatures of one length: %s', (_, key, names, signatureBytes) => {
    expect(parse(key)).toMatchObject({ names, alg: names[0], signatureBytes });
  });

  it.each<[string, JWK, string | undefined, string, string[]]>([
    ['the key', ed, undefined, 'EdDSA', ['EdDSA', 'Ed25519']],
    ['the JWK', { ...ed, alg: 'Ed25519' }, undefined, 'Ed25519', ['EdDSA', 'Ed25519']],
    ['the option', ed, 'Ed25519', 'Ed25519', ['EdDSA', 'Ed25519']],
    ['the option, of two names', { ...ed, alg: 'Ed25519' }, 'EdDSA', 'EdDSA', ['EdDSA', 'Ed25519']],
    ['the key: the option is for others', p256, 'PS256', 'ES256', ['ES256']],
    ['the option', rsa, 'PS256', 'PS256', ['PS256']],
    ['the JWK', { ...rsa, alg: 'PS256' }, undefined, 'PS256', ['PS256']],
    ['the JWK: the option is for others', { ...rsa, alg: 'RS512' }, 'PS256', 'RS512', ['RS512']],
    ['the key', secretOf(64), undefined, 'HS256', ['HS256']],
    ['the JWK', { ...secretOf(64), alg: 'HS512' }, undefined, 'HS512', ['HS512']],
    ['the option', secretOf(48), 'HS384', 'HS384', ['HS384']],
    ['the key: it is too short for the option', secretOf(32), 'HS384', 'HS256', ['HS256']],
  ])('has the algorithm that is said by %s', (_, key, preferred, alg, names) => {
    expect(parseSigningKey(key, 'signingKey', preferred)).toMatchObject({ alg, names });
  });

  it('is made for development: another one each time', () => {
    const [one, other] = [generateSigningKey(), generateSigningKey()];
    expect(one).toMatchObject({ alg: 'EdDSA', names: ['EdDSA', 'Ed25519'] });
    expect(one.privateKey.equals(other.privateKey)).toBe(false);
  });

  it('gives its secret to derive others from, in one spelling that never changes', () => {
    const material = (key: JWK) => JSON.parse(keyMaterial(parse(key)).toString());
    expect(material(ed)).toEqual(['OKP', 'Ed25519', ed.d]);
    expect(material(p256)).toEqual(['EC', 'P-256', p256.d]);
    expect(material(rsa)).toEqual(['RSA', 'AQAB', ...[rsa.p, rsa.q].sort()]);
    const secret = secretOf(32);
    expect(material(secret)).toEqual(['oct', secret.k]);
  });
});

describe('a keyring', () => {
  it('signs with its first key, finds all, and publishes their public halves alone', async () => {
    const ring = await openKeyring([parse(ed), parse(p256), parse(rsa)]);
    const { keys } = ring.jwks;
    expect(keys).toStrictEqual([
      { ...{ kty: 'OKP', crv: 'Ed25519', x: ed.x }, kid: ring.signer.kid, use: 'sig' },
      {
        ...{ kty: 'EC', crv: 'P-256', x: p256.x, y: p256.y },
        ...{ kid: expect.any(String), alg: 'ES256', use: 'sig' },
      },
      {
        ...{ kty: 'RSA', n: rsa.n, e: rsa.e },
        ...{ kid: expect.any(String), alg: 'RS256', use: 'sig' },
      },
    ]);
    expect(ring.signer.kid).toBe(examples.rfc8037.thumbprint);
    for (const jwk of keys) expect(ring.find(jwk.kid)).toMatchObject({ kid: jwk.kid, jwk });
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3);
    expect(ring.find('other')).toBeUndefined();
    expect(ring.find(undefined)).toBeUndefined();
    expect([ring.jwks, keys, ...keys].every(Object.isFrozen)).toBe(true);
    expect(ring.signer.privateKey.type).toBe('private');
    expect(ring.signer.publicKey.type).toBe('public');
  });

  it('names a secret by no hash of it, and does not publish it', async () => {
    const secret = secretOf(32);
    const ring = await openKeyring([parse(secret), parse(ed)]);
    const { kid, jwk, privateKey, publicKey } = ring.signer;
    expect(jwk).toBeNull();
    expect(ring.jwks.keys.map(({ kty }) => kty)).toEqual(['OKP']);
    expect(ring.find(kid)).toBe(ring.signer);
    expect([privateKey.type, publicKey.extractable]).toEqual(['secret', false]);
    expect(kid).toMatch(/^[\w-]{43}$/);
    expect(kid).not.toBe(await calculateJwkThumbprint(secret));
    expect((await openKeyring([parse({ ...secret, alg: 'HS256' })])).signer.kid).toBe(kid);
    expect((await openKeyring([parse(secretOf(32))])).signer.kid).not.toBe(kid);
  });

  it('has one key at least', async () => {
    const none = [] as unknown as [SigningKey];
    await expect(openKeyring(none)).rejects.toThrow(new TypeError('signingKey must hold at least one key'));
  });
});
