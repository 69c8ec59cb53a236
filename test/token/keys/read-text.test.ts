import { execFileSync } from 'node:child_process';
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseSigningKeys } from '../../../src/token/keys/parse-signing-keys.js';
import { parseSigningKey } from '../../support/parse-signing-key.js';
import { base64, jwkOf, keys, manglings, pemOf } from './key-spellings.js';

const { ed25519, ec, rsa } = keys;
const secret = { kty: 'oct', k: randomBytes(32).toString('base64url') };

/** Comparing keys of two kinds leaves an error in OpenSSL. */
const isSame = (one: KeyObject, other: KeyObject): boolean =>
  JSON.stringify(jwkOf(one)) === JSON.stringify(jwkOf(other));

const spellings: readonly [what: string, text: string, key: KeyObject][] = [
  ['PKCS#8, Ed25519', pemOf(ed25519), ed25519],
  ['PKCS#8, EC', pemOf(ec), ec],
  ['PKCS#8, RSA', pemOf(rsa), rsa],
  ['SEC1', pemOf(ec, 'sec1'), ec],
  ['PKCS#1', pemOf(rsa, 'pkcs1'), rsa],
  ['JWK', JSON.stringify(jwkOf(ed25519)), ed25519],
  ['JWK in lines', JSON.stringify(jwkOf(rsa), null, 2), rsa],
  ['JWK of a secret', JSON.stringify(secret), createSecretKey(secret.k, 'base64url')],
];

const table = spellings.flatMap(([what, text, key]) =>
  manglings
    // Bars and escapes are no white space of JSON.
    .filter(
      ([how]) => !what.startsWith('JWK in lines') || !/line break|one line/.test(how) || /space/.test(how),
    )
    .map(([how, mangle]) => [what, how, mangle(text), key] as const),
);

describe('a signing key as text', () => {
  it.each(table)('is read: %s, %s', (_, __, text, key) => {
    expect(isSame(parseSigningKey(text).privateKey, key)).toBe(true);
  });

  it('is read as openssl writes it, with the curve in a block of its own', () => {
    const args = ['ecparam', '-name', 'prime256v1', '-genkey'];
    const text = execFileSync('openssl', args, { encoding: 'utf8' });
    expect(text).toContain('BEGIN EC PARAMETERS');
    expect(parseSigningKey(text).alg).toBe('ES256');
  });

  it('may be one of several', () => {
    const all = [ed25519, ec, rsa].map((key) => jwkOf(key));
    const texts: readonly [string, string[]][] = [
      [[ed25519, ec, rsa].map((key) => pemOf(key)).join(''), ['k[0]', 'k[1]', 'k[2]']],
      [
        base64([ed25519, ec, rsa].map((key) => pemOf(key).replaceAll('\n', '|')).join('')),
        ['k[0]', 'k[1]', 'k[2]'],
      ],
      [JSON.stringify(all), ['k[0]', 'k[1]', 'k[2]']],
      [JSON.stringify([pemOf(ed25519), jwkOf(ec), base64(pemOf(rsa))]), ['k[0]', 'k[1]', 'k[2]']],
      [JSON.stringify({ keys: all }), ['k.keys[0]', 'k.keys[1]', 'k.keys[2]']],
      [
        JSON.stringify([pemOf(ed25519) + pemOf(ec), { keys: [jwkOf(rsa)] }]),
        ['k[0][0]', 'k[0][1]', 'k[1].keys[0]'],
      ],
    ];
    for (const [text, names] of texts) {
      const found = parseSigningKeys(text, 'k');
      expect(found.map(({ option }) => option)).toEqual(names);
      expect(found.map(({ key }) => key.alg)).toEqual(['EdDSA', 'ES256', 'RS256']);
    }
  });
});
