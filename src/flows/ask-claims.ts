import { AuthError } from '../core/errors.js';
import { mistakeOf } from '../core/mistake.js';
import { errorName } from '../core/read-error.js';
import type { ClaimsInfo } from '../options/email-auth-options.js';
import type { Parts } from './parts.js';
import { readClaims, requireAwaitable } from './read-claims.js';

/**
 * Asks the `claims` option. An answer that cannot be claims is a mistake of the host's; what it throws is an outage,
 * whatever it is: a database that is away, a failed `fetch` (a TypeError too), and an error in its own code look alike.
 * The operator is told of both.
 *
 * @returns the claims, or null where this identity is not allowed in
 * @throws {AuthError} `SERVICE_UNAVAILABLE` where it could not be found out
 * @throws {TypeError} for an answer that cannot be claims
 */
export const askClaims = async <Extra extends object>(
  { settings, emit }: Parts<Extra>,
  identity: string,
  info: ClaimsInfo,
): Promise<Extra | null> => {
  const report = (error: unknown): void => {
    const sentence = mistakeOf(error);
    emit({
      ...{ type: 'store.unavailable', ip: info.ip, step: 'claims', error: errorName(error, identity) },
      ...(sentence !== undefined && { mistake: sentence }),
    });
  };
  try {
    const answer: unknown = settings.claims(identity, info);
    requireAwaitable(answer);
    return readClaims<Extra>(await answer);
  } catch (error) {
    report(error);
    if (mistakeOf(error) !== undefined) throw error;
    // Without the error as its cause: a lookup's error is likely to quote the address.
    throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
  }
};
