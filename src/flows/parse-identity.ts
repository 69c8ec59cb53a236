import { AuthError } from '../core/errors.js';
import type { Settings } from '../options/settings.js';

/**
 * The one spelling of an identity.
 *
 * @throws {AuthError} `BAD_USER_INPUT`
 */
export const parseIdentity = ({ identity: { parse, argument } }: Settings, input: string): string => {
  const identity = typeof input === 'string' ? parse(input) : null;
  // Half a surrogate pair has no bytes of its own: two such identities would be one in the cache.
  if (!identity || /\p{Surrogate}/u.test(identity)) throw new AuthError('BAD_USER_INPUT', { argument });
  return identity;
};
