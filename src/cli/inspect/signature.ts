import { compactVerify } from 'jose';
import type { KnownKey } from './known-keys.js';
import type { Members } from './read-token.js';

/** Whether a signature was made with one of the keys, in a sentence. */
export interface SignatureReport {
  readonly verifies: boolean;
  readonly sentence: string;
}

const verifies = async (token: string, { key, algorithms }: KnownKey): Promise<boolean> => {
  try {
    await compactVerify(token, key, { algorithms: [...algorithms] });
    return true;
  } catch {
    return false;
  }
};

const listOf = (keys: readonly KnownKey[]): string => keys.map(({ kids }) => kids[0]).join(', ');

/**
 * Verifies a signature.
 *
 * @param keys - those of the file, at least one
 * @param name - what sentences call the file
 */
export const lookAtSignature = async (
  token: string,
  { kid, alg }: Members,
  keys: readonly KnownKey[],
  name: string,
): Promise<SignatureReport> => {
  const no = (sentence: string): SignatureReport => ({ verifies: false, sentence });
  const named = keys.filter(({ kids }) => kids.some((each) => each === kid));
  for (const key of named.length > 0 ? named : keys) {
    if (!(await verifies(token, key))) continue;
    const sentence = `The signature verifies with the key ${named.length > 0 ? kid : key.kids[0]} of ${name}.`;
    return named.length > 0
      ? { verifies: true, sentence }
      : no(`${sentence} But the token names another kid, so a service does not find this key.`);
  }
  if (named.length === 0) return no(`The key of this token is not in ${name}, which has: ${listOf(keys)}.`);
  if (!named.some(({ algorithms }) => algorithms.some((each) => each === alg)))
    return no(`The key of this token is for ${named[0]?.algorithms.join(' or ')}, and not for its alg.`);
  return no(`The signature does not verify: the token was changed, or another key has made it.`);
};
