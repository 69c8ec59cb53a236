import type { KeyObject } from 'node:crypto';
import { types } from 'node:util';
import type { CryptoKey, JWK } from 'jose';
import { type SigningKey, toSigningKey } from '../signing-key.js';
import { attempt, type FoundKey } from './found-key.js';
import { refuseKey } from './key-refusal.js';
import { readJwks } from './read-jwk.js';
import { readCryptoKey, readKeyObject } from './read-key-object.js';
import { readText } from './read-text.js';

/**
 * A private key, or a secret (`oct`).
 *
 * - Text: PEM (PKCS#8, SEC1, PKCS#1, or OpenSSH without a passphrase), a JWK or a JWK Set as JSON, a list of them as JSON,
 *   several PEMs one after the other, or base64 of any of these. A `|`, an escaped `\n` or spaces may stand for line
 *   breaks, and quotes around the text do not matter.
 * - An object: a JWK, a JWK Set, a `KeyObject`, or a `CryptoKey` that is extractable.
 */
export type SigningKeyInput = string | JWK | { readonly keys: readonly JWK[] } | CryptoKey | KeyObject;

const find = (input: unknown, option: string): readonly FoundKey[] => {
  if (typeof input === 'string') return readText(input, option);
  if (types.isKeyObject(input)) return [readKeyObject(input, option)];
  if (types.isCryptoKey(input)) return [readCryptoKey(input, option)];
  if (Array.isArray(input)) throw refuseKey(option, 'nested');
  if (typeof input === 'function') throw refuseKey(option, 'function');
  // What a getter throws may quote the key, too.
  const members = attempt(() => (typeof input === 'object' && input !== null ? { ...input } : undefined));
  if (members === undefined) throw refuseKey(option, 'unknown');
  return readJwks(members, option);
};

/** A signing key, and what sentences call it: `signingKey`, `signingKey[1]`, `signingKey.keys[0]`. */
export interface NamedKey {
  readonly option: string;
  readonly key: SigningKey;
}

/**
 * Reads all private keys of one input.
 *
 * @param preferred - the `jwt.algorithm` option
 * @throws {TypeError} naming the option, and never quoting the key
 */
export const parseSigningKeys = (input: unknown, option: string, preferred?: string): readonly NamedKey[] =>
  find(input, option).map((found) => ({ option: found.option, key: toSigningKey(found, preferred) }));
