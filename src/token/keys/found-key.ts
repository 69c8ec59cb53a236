import type { KeyObject } from 'node:crypto';

/** A key that was found in what somebody gave. */
export interface FoundKey {
  /** Where it stands: `signingKey`, `signingKey[1]`, `signingKey.keys[0]`. */
  readonly option: string;
  /** A private key, or a secret. */
  readonly key: KeyObject;
  /** The algorithm that it says it is for. */
  readonly alg?: string | undefined;
}

/** What a parser answers; undefined where it throws. X1: what it throws may quote the key. */
export const attempt = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
