import { checkClaims, reservedClaims } from '../core/claims.js';
import { AuthError } from '../core/errors.js';
import { errorName } from '../core/read-error.js';
import type { ClaimsInfo } from '../options/email-auth-options.js';
import { assertFits } from './issue-tokens.js';
import type { Parts } from './parts.js';

const refuseReserved = (claims: object): void => {
  const taken = reservedClaims.find((name) => Object.hasOwn(claims, name));
  if (taken) throw new TypeError(`claims must not answer with "${taken}": that claim is the library's own`);
};

/**
 * Asks the `claims` option.
 *
 * @returns the claims, frozen, or null where this identity is not allowed in
 * @throws {AuthError} `SERVICE_UNAVAILABLE` where it could not be found out
 * @throws {TypeError} where the answer cannot become a token; nothing has been spent on it yet
 */
export const askClaims = async <Extra extends object>(
  parts: Parts<Extra>,
  identity: string,
  info: ClaimsInfo,
): Promise<Extra | null> => {
  const { settings, emit } = parts;
  let claims: Awaited<ReturnType<typeof settings.claims>>;
  try {
    claims = await settings.claims(identity, info);
  } catch (error) {
    // Without the error as its cause: a lookup's error is likely to quote the address.
    emit({ type: 'store.unavailable', ip: info.ip, step: 'claims', error: errorName(error) });
    throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
  }
  if (!claims) return null;
  if (typeof claims !== 'object' || Array.isArray(claims)) {
    throw new TypeError('claims must answer with an object of claims, or with null');
  }
  refuseReserved(claims);
  // Only whether there is an answer counts before a code is mailed.
  if (info.phase === 'request') return claims;
  const checked = checkClaims(claims);
  await assertFits(parts, identity, checked);
  return checked;
};
