import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { openKeyring } from '../../src/token/keyring.js';
import {
  generateSigningKey,
  keyMaterial,
  nameEd25519,
  parseSigningKey,
  type SigningKey,
} from '../../src/token/signing-key.js';
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
const nodeKey = (key: JWK) => createPrivateKey({ key: key as JsonWebKey, format: 'jwk' });
const pemOf = (key: JWK) => nodeKey(key).export({ format: 'pem', type: 'pkcs8' }) as string;
const publicPemOf = (key: JWK) =>
  createPublicKey(nodeKey(key)).export({ format: 'pem', type: 'spki' }) as string;
const parse = (input: unknown) => parseSigningKey(input, 'signingKey');

describe('a signing key', () => {
  it.each<[string, JWK, string[], number]>([
    ['Ed25519', ed, ['EdDSA', 'Ed25519'], 64],
    ['P-256', p256, ['ES256'], 64],
    ['P-384', jwkOf('secp384r1'), ['ES384'], 96],
    ['P-521', p521, ['ES512'], 132],
    ['RSA', rsa, ['RS256'], 256],
  ])('has one algorithm, and signatures of one length: %s', (_, key, names, signatureBytes) => {
    expect(parse(key)).toMatchObject({ names, alg: names[0], signatureBytes });
  });

  it.each<[string, unknown]>([
    ['a JWK', ed],
    ['a JWK as text', JSON.stringify(ed)],
    ['a JWK as text, with spaces around', ` \n${JSON.stringify(ed)}\n`],
    ['a PEM', pemOf(ed)],
    ['a PEM with spaces around', `\n ${pemOf(ed)} \n`],
    ['a PEM in one line', pemOf(ed).replaceAll('\n', '|')],
    ['a JWK that is for signatures', { ...ed, use: 'sig', key_ops: ['verify', 'sign'] }],
  ])('is read from %s', (_, input) => {
    expect(parse(input).privateKey.equals(nodeKey(ed))).toBe(true);
  });

  it('signs under the name that its JWK says', () => {
    expect(parse({ ...ed, alg: 'Ed25519' }).alg).toBe('Ed25519');
    expect(parse({ ...ed, alg: 'EdDSA' }).alg).toBe('EdDSA');
    expect(parse({ ...p256, alg: 'ES256' }).alg).toBe('ES256');
  });

  const { d: _, ...publicJwk } = ed;
  const asked = ', as a PKCS#8 PEM or a JWK with its "d" part; ';
  const isPublic = `${asked}this is a public key`;
  const isNeither = `${asked}this is neither. In a PEM, write | for each line break where the variable has one line`;
  const isOther = '; this is one of another kind';
  const cannot = (why: string) => `; this one cannot sign: ${why}`;
  const ecdh = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' });
  const eve = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const p256OfEve = jwkOf('prime256v1');
  const madeEven = (number = '') => {
    const bytes = Buffer.from(number, 'base64url');
    return Buffer.concat([bytes.subarray(0, -1), Buffer.of(2)]).toString('base64url');
  };

  it.each<[string, unknown, string]>([
    ['a public JWK', publicJwk, isPublic],
    ['a public JWK as text', JSON.stringify(publicJwk), isPublic],
    ['a public PEM', publicPemOf(ed), isPublic],
    ['a public PEM of the old kind', '-----BEGIN RSA PUBLIC KEY-----', isPublic],
    ['a JWK of which nobody knows the kind', { d: 'd' }, isNeither],
    ['a JWK without anything', {}, isNeither],
    ['a JWK whose private part is no key', { ...ed, d: '' }, isNeither],
    ['text', 'hunter2', isNeither],
    ['text that looks like JSON', '{hunter2', isNeither],
    ['nothing', undefined, isNeither],
    ['null', null, isNeither],
    ['a number', 7, isNeither],
    ['a list of public keys', [publicPemOf(ed)], isNeither],
    ['a key that exchanges keys', ecdh, isOther],
    ['another curve', jwkOf('secp256k1'), isOther],
    ['a weak RSA key', weak, isOther],
    ['a key for encryption', { ...ed, use: 'enc' }, cannot('its "use" is not "sig"')],
    ['a key for nothing', { ...ed, key_ops: [] }, cannot('its "key_ops" are without "sign"')],
    ['operations that are no list', { ...ed, key_ops: 'sign' }, cannot('its "key_ops" are without "sign"')],
    ['another algorithm', { ...ed, alg: 'ES256' }, cannot('its "alg" is not "EdDSA" or "Ed25519"')],
    ['the algorithm of another curve', { ...p256, alg: 'ES384' }, cannot('its "alg" is not "ES256"')],
    ['halves of two Ed25519 keys', { ...ed, x: eve.x }, cannot('its "x" belongs to another key')],
    [
      'halves of two EC keys',
      { ...p256, x: p256OfEve.x, y: p256OfEve.y },
      '; the public half of this one belongs to another key',
    ],
    [
      'an RSA key with a modulus that no key can have',
      { ...rsa, n: madeEven(rsa.n) },
      '; the public half of this one belongs to another key',
    ],
  ])('is refused, with what is wrong: %s', (_, input, why) => {
    expect(() => parse(input)).toThrow(
      new TypeError(
        `signingKey must be a private key for Ed25519, ECDSA (P-256, P-384, P-521) or RSA (2048 bits and an exponent of 65537, or more)${why}`,
      ),
    );
  });

  it('is refused where it is an RSA key for PSS alone, or has one bit too few', () => {
    const pem = { format: 'pem', type: 'pkcs8' } as const;
    const keys = [
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey.export(pem),
      generateKeyPairSync('rsa', { modulusLength: 2047 }).privateKey.export(pem),
    ];
    for (const key of keys) expect(() => parse(key)).toThrow(/; this is one of another kind$/);
  });

  it('is made for development: another one each time', () => {
    const [one, other] = [generateSigningKey(), generateSigningKey()];
    expect(one).toMatchObject({ alg: 'EdDSA', names: ['EdDSA', 'Ed25519'] });
    expect(one.privateKey.equals(other.privateKey)).toBe(false);
  });

  it('is named anew where it is Ed25519, and stays what it is elsewhere', () => {
    const keys: readonly SigningKey[] = [parse(ed), parse(p256)];
    expect(nameEd25519(keys, 'Ed25519').map(({ alg }) => alg)).toEqual(['Ed25519', 'ES256']);
  });

  it('gives its secret to derive others from, in one spelling that never changes', () => {
    const material = (key: JWK) => JSON.parse(keyMaterial(parse(key)).toString());
    expect(material(ed)).toEqual(['OKP', 'Ed25519', ed.d]);
    expect(material(p256)).toEqual(['EC', 'P-256', p256.d]);
    expect(material(rsa)).toEqual(['RSA', 'AQAB', ...[rsa.p, rsa.q].sort()]);
  });
});

describe('a keyring', () => {
  it('signs with its first key, finds all, and publishes their public halves alone', async () => {
    const ring = await openKeyring([parse(ed), parse(p256), parse(rsa)]);
    const { keys } = ring.jwks;
    expect(keys).toStrictEqual([
      { ...{ kty: 'OKP', crv: 'Ed25519', x: ed.x }, kid: ring.signer.kid, alg: 'EdDSA', use: 'sig' },
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
    for (const { kid, alg } of keys) expect(ring.find(kid)).toMatchObject({ kid, alg });
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3);
    expect(ring.find('other')).toBeUndefined();
    expect(ring.find(undefined)).toBeUndefined();
    expect([ring.jwks, keys, ...keys].every(Object.isFrozen)).toBe(true);
    expect(ring.signer.privateKey.type).toBe('private');
    expect(ring.signer.publicKey.type).toBe('public');
  });

  it('has one key at least', async () => {
    const none = [] as unknown as [SigningKey];
    await expect(openKeyring(none)).rejects.toThrow(new TypeError('signingKey must hold at least one key'));
  });
});
