import { createPublicKey, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseSigningKeys } from '../../../src/token/keys/parse-signing-keys.js';
import { parseSigningKey } from '../../support/parse-signing-key.js';
import { jwkOf, keys } from './key-spellings.js';

type Generated = CryptoKeyPair | CryptoKey;

const generate = async (algorithm: object, extractable = true, usages: KeyUsage[] = ['sign', 'verify']) => {
  const made = (await crypto.subtle.generateKey(
    algorithm as AlgorithmIdentifier,
    extractable,
    usages,
  )) as Generated;
  return 'privateKey' in made ? made : { privateKey: made, publicKey: made };
};

const rsa = (name: string, hash: string) => ({
  ...{ name, hash, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
});

describe('a signing key as an object', () => {
  it.each<[object, string]>([
    [{ name: 'Ed25519' }, 'EdDSA'],
    [{ name: 'ECDSA', namedCurve: 'P-256' }, 'ES256'],
    [{ name: 'ECDSA', namedCurve: 'P-384' }, 'ES384'],
    [{ name: 'ECDSA', namedCurve: 'P-521' }, 'ES512'],
    [rsa('RSASSA-PKCS1-v1_5', 'SHA-256'), 'RS256'],
    [rsa('RSASSA-PKCS1-v1_5', 'SHA-512'), 'RS512'],
    [rsa('RSA-PSS', 'SHA-256'), 'PS256'],
    [{ name: 'HMAC', hash: 'SHA-256' }, 'HS256'],
    [{ name: 'HMAC', hash: 'SHA-512' }, 'HS512'],
  ])('is read from a CryptoKey, with the algorithm that it is for: %o', async (algorithm, alg) => {
    const { privateKey } = await generate(algorithm);
    expect(parseSigningKey(privateKey)).toMatchObject({ alg });
  });

  it('is read from a KeyObject, private or secret', () => {
    expect(parseSigningKey(keys.ec).privateKey.equals(keys.ec)).toBe(true);
    expect(parseSigningKey(createSecretKey(randomBytes(32))).alg).toBe('HS256');
  });

  it('is read from a JWK Set', () => {
    const found = parseSigningKeys({ keys: [jwkOf(keys.ec), jwkOf(keys.ed25519)] }, 'k');
    expect(found.map(({ option, key }) => [option, key.alg])).toEqual([
      ['k.keys[0]', 'ES256'],
      ['k.keys[1]', 'EdDSA'],
    ]);
  });

  it.each<[string, () => Promise<unknown> | unknown, RegExp]>([
    [
      'a public CryptoKey',
      async () => (await generate({ name: 'Ed25519' })).publicKey,
      /; this is a public key/,
    ],
    [
      'one that cannot be exported',
      async () => (await generate({ name: 'Ed25519' }, false)).privateKey,
      /extractable: true$/,
    ],
    [
      'one for another use',
      async () => (await generate({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])).privateKey,
      /cannot sign: its usages are without "sign"$/,
    ],
    [
      'one for an old hash',
      async () => (await generate({ name: 'HMAC', hash: 'SHA-1' })).privateKey,
      /its "alg" is not "HS256"/,
    ],
    ['a public KeyObject', () => createPublicKey(keys.ec), /; this is a public key/],
    ['a short secret', () => createSecretKey(randomBytes(31)), /is too weak/],
    ['a key that exchanges keys', () => generateKeyPairSync('x25519').privateKey, /is of another kind/],
    [
      'a list in a set',
      () => ({ keys: [[jwkOf(keys.ec)]] }),
      /^k\.keys\[0\] must be a private key; this is neither/,
    ],
    ['nothing in a set', () => ({ keys: [null] }), /^k\.keys\[0\] must be a private key; this is neither/],
    [
      'a getter that throws',
      () => ({
        get kty() {
          throw new Error('no');
        },
      }),
      /; this is neither/,
    ],
    [
      'a proxy that throws',
      () =>
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no');
            },
          },
        ),
      /; this is neither/,
    ],
    ['a function in a list', () => () => keys.ec, /; this is a function where a key must be/],
    ['a list in a list', () => [keys.ec], /; this is a list in a list/],
  ])('is refused with a sentence of its own: %s', async (_, make, sentence) => {
    const input = await make();
    expect(() => parseSigningKeys(input, 'k')).toThrow(TypeError);
    expect(() => parseSigningKeys(input, 'k')).toThrow(sentence);
  });

  it('of a set that is empty is none', () => {
    expect(parseSigningKeys({ keys: [] }, 'k')).toEqual([]);
  });
});
