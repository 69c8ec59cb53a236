import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';

/** A JWS, and whether its signature is good for the key of its group. */
export interface JwsVector {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string;
  readonly result: 'valid' | 'invalid';
}

/** Vectors for one key. */
export interface JwsGroup {
  readonly comment: string;
  readonly key: JWK;
  readonly tests: readonly JwsVector[];
}

/** Vectors for a set of keys. */
export interface KeyGroup {
  readonly comment: string;
  readonly keys: readonly JWK[];
  readonly tests: readonly JwsVector[];
}

/** A message and its signature, in hexadecimal. */
export interface Ed25519Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid';
}

export interface Ed25519Group {
  /** The public key, as a JWK has it. */
  readonly x: string;
  readonly tests: readonly Ed25519Vector[];
}

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'wycheproof', `${name}.json`), 'utf8'));

export const jwsGroups: readonly JwsGroup[] = read('json-web-signature');
export const keyGroups: readonly KeyGroup[] = read('json-web-key');
export const ed25519Groups: readonly Ed25519Group[] = read('ed25519');
