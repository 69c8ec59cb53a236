import { createSecretKey, type KeyObject } from 'node:crypto';
import { secretId } from '../keys/key-id.js';
import { keyMaterial } from '../signing-key.js';

const names = { 16: 'A128KW', 24: 'A192KW', 32: 'A256KW' } as const;

/** A key that encrypts the keys of tokens (RFC 7518, section 4.4). */
export interface EncryptionKey {
  readonly key: KeyObject;
  readonly kid: string;
  /** Its one algorithm, which follows from its size. */
  readonly alg: (typeof names)[keyof typeof names];
}

/** The keys of the `jwt.encryptionKey` option. */
export interface EncryptionKeys {
  /** What encrypts new tokens; null where they are not encrypted. */
  readonly first: EncryptionKey | null;
  /** What decrypts. */
  readonly all: readonly EncryptionKey[];
}

/** The algorithm of a key of so many bytes; undefined where there is none. */
export const algorithmOf = (bytes: number): EncryptionKey['alg'] | undefined =>
  Object.entries(names).find(([size]) => Number(size) === bytes)?.[1];

/** The key of these bytes; undefined where there are too many or too few. */
export const toEncryptionKey = (bytes: Buffer): EncryptionKey | undefined => {
  const alg = algorithmOf(bytes.length);
  if (alg === undefined) return undefined;
  const key = createSecretKey(bytes);
  return Object.freeze({ key, alg, kid: secretId(keyMaterial({ privateKey: key })) });
};
