import { isCompactJws } from '../../src/token/compact-jws.js';
import { jwtSettings } from '../../src/token/jwt-options.js';
import { openKeyring } from '../../src/token/keyring.js';
import type { SigningKey } from '../../src/token/signing-key.js';
import { createTokens } from '../../src/token/token.js';

/** A line of the table of public test vectors. */
export interface Vector {
  readonly id: string;
  readonly must: string;
  /** How many inputs it looks at. */
  readonly count: number;
  readonly run: () => Promise<void>;
}

/** How far a text came: no token at all; refused for its algorithm, signature or claims; signed well, but no JWT; a token. */
export type Outcome = 'no JWS' | 'invalid' | 'no JWT' | 'accepted';

/** A second in the year 2011, in which the examples of RFC 7515 have not expired. */
const clock = () => 1_300_000_000_000;

/** The service's own verifier over one key. It is found whatever `kid` says: vectors name their keys as they like. */
export const verifierOf = async (key: SigningKey) => {
  const keyring = await openKeyring([key]);
  const tokens = createTokens(
    async () => ({ ...keyring, find: () => keyring.signer }),
    jwtSettings({}),
    clock,
  );
  return async (text: string): Promise<Outcome> => {
    if (!isCompactJws(text)) return 'no JWS';
    const verified = await tokens.verify('at+jwt', text);
    if (verified.ok) return 'accepted';
    return verified.failure === 'malformed' ? 'no JWT' : 'invalid';
  };
};
