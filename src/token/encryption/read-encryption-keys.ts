import type { JWK } from 'jose';
import { publishedKeys } from '../keys/published-keys.js';
import { type EncryptionKey, type EncryptionKeys, toEncryptionKey } from './encryption-key.js';
import { refuseEncryptionKey } from './encryption-refusal.js';
import { whyGuessable } from './guessable.js';
import { readJson, readSecret } from './read-secret.js';

/** A secret of 16, 24 or 32 bytes: in base64 or base64url, or a JWK with `kty: 'oct'`, as an object or as JSON. */
export type EncryptionKeyInput = string | JWK;

const readKey = (input: unknown, option: string): EncryptionKey => {
  const bytes = readSecret(input, option);
  const why = whyGuessable(bytes);
  if (why) throw refuseEncryptionKey(option, why);
  const key = toEncryptionKey(bytes);
  if (!key) throw refuseEncryptionKey(option, 'size');
  if (publishedKeys.has(key.kid)) throw refuseEncryptionKey(option, 'published');
  return key;
};

const refuseTwins = (keys: readonly EncryptionKey[], nameOf: (index: number) => string): void => {
  for (const [index, { kid }] of keys.entries()) {
    const first = keys.findIndex((other) => other.kid === kid);
    if (first < index) throw new TypeError(`${nameOf(index)} is the same key as ${nameOf(first)}`);
  }
};

const keysOf = (all: readonly EncryptionKey[], encrypts: boolean): EncryptionKeys =>
  Object.freeze({ first: (encrypts && all[0]) || null, all: Object.freeze(all) });

const readList = (inputs: readonly unknown[], option: string): EncryptionKeys => {
  const waits = inputs[0] === false;
  const nameOf = (index: number) => `${option}[${waits ? index + 1 : index}]`;
  const given = waits ? inputs.slice(1) : inputs;
  const all = Array.from(given, (input, index) => readKey(input, nameOf(index)));
  if (all.length === 0) throw new TypeError(`${option} must hold at least one key`);
  refuseTwins(all, nameOf);
  return keysOf(all, !waits);
};

/**
 * Reads the `jwt.encryptionKey` option.
 *
 * @throws {TypeError} naming the option, and never quoting a key
 */
export const readEncryptionKeys = (input: unknown): EncryptionKeys => {
  const option = 'jwt.encryptionKey';
  if (input === undefined) return keysOf([], false);
  const given = readJson(input, option);
  return Array.isArray(given) ? readList(given, option) : keysOf([readKey(given, option)], true);
};
