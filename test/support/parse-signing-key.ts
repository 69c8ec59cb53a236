import { parseSigningKeys } from '../../src/token/keys/parse-signing-keys.js';
import type { SigningKey } from '../../src/token/signing-key.js';

/** The one key of an input. */
export const parseSigningKey = (input: unknown, option = 'signingKey', preferred?: string): SigningKey => {
  const [found, ...others] = parseSigningKeys(input, option, preferred);
  if (!found || others.length > 0) throw new Error(`${others.length} keys more than one`);
  return found.key;
};
