import { inTime } from '../core/deadline.js';
import { AuthError } from '../core/errors.js';
import { mistakeOf } from '../core/mistake.js';
import { errorName } from '../core/read-error.js';
import type { ClaimsInfo } from '../options/claims-option.js';
import { checkClaims, requireExpected } from '../token/claims.js';
import { assertFits } from './issue-tokens.js';
import { readClaims, requireAwaitable } from './read-claims.js';
import type { ServiceParts } from './service-parts.js';

/** Only whether there is an answer counts before a code is mailed. Later it has to become a token. */
const answerOf = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  identity: string,
  info: ClaimsInfo,
): Promise<Extra | null> => {
  const answer: unknown = parts.settings.claims(identity, info);
  requireAwaitable(answer);
  const claims = readClaims<Extra>(await answer);
  if (claims === null || info.phase === 'request') return claims;
  const checked = checkClaims(claims);
  requireExpected(checked, parts.settings.expectedClaims);
  await assertFits(parts, identity, checked);
  return checked;
};

/** Before a code is mailed, whoever sends it looks at the time. Later, an answer that never comes would keep the code spent. */
const inTimeAnswer = <Extra extends object>(
  parts: ServiceParts<Extra>,
  identity: string,
  info: ClaimsInfo,
): Promise<Extra | null> => {
  const ask = () => answerOf(parts, identity, info);
  return info.phase === 'request' ? ask() : inTime(ask, parts.settings.delivery.timeout * 1000);
};

/**
 * Asks the `claims` option. An answer that cannot be claims is a mistake of the host's; what it throws is an outage,
 * whatever it is: a database that is away, a failed `fetch` (a TypeError too), and an error in its own code look alike.
 * The operator is told of both.
 *
 * @returns the claims, frozen, or null where this identity is not allowed in
 * @throws {AuthError} `SERVICE_UNAVAILABLE` where it could not be found out
 * @throws {TypeError} for an answer that cannot be claims
 */
export const askClaims = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  identity: string,
  info: ClaimsInfo,
): Promise<Extra | null> => {
  try {
    return await inTimeAnswer(parts, identity, info);
  } catch (error) {
    const sentence = mistakeOf(error);
    parts.emit({
      ...{ type: 'store.unavailable', ip: info.ip, step: 'claims', error: errorName(error, identity) },
      ...(sentence !== undefined && { mistake: sentence }),
    });
    if (sentence !== undefined) throw error;
    // X1: without the error as its cause, for a lookup's error is likely to quote the address.
    throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
  }
};
