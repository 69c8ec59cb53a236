import { networksOf } from '../core/client-ip.js';
import { AuthError, retryAfterSeconds } from '../core/errors.js';
import { type Counter, counterOf, countersOfIp } from '../core/limits.js';
import type { CodeBudget, Limited } from '../store/port.js';
import type { Parts } from './parts.js';

/** The network of a caller, by its name in the cache. All callers without an address are one. */
const networkKeyOf = ({ secret }: Parts, ip: string | null): string =>
  secret.networkKey(networksOf(ip)[0].name);

/** The network that an identity may be known to log in from; null where there is none to know. */
export const homeNetworkOf = (parts: Parts, ip: string | null): string | null =>
  ip === null ? null : networkKeyOf(parts, ip);

/** The pause between two codes for one identity and one caller; released when the code did not get out. */
export const resendCounters = (parts: Parts, identity: string, ip: string | null): Counter[] => {
  const window = parts.settings.loginCode.resendAfter;
  return counterOf(
    'resendAfter',
    window > 0 && { limit: 1, window },
    `${identity}:${networkKeyOf(parts, ip)}`,
  );
};

/** What a request for a code has to stay within. */
export const requestCounters = (parts: Parts, identity: string, ip: string | null): Counter[] => {
  const { requestsPerIp, mailsPerIdentity } = parts.settings.limits;
  // Counted together, so that the two shares begin and end at the same time.
  const strangers = mailsPerIdentity && Math.ceil(mailsPerIdentity.limit / 2);
  return [
    ...countersOfIp('requestsPerIp', requestsPerIp, ip, parts.secret.networkKey),
    ...resendCounters(parts, identity, ip),
    ...counterOf('mailsPerIdentity', mailsPerIdentity, identity, strangers === false ? {} : { strangers }),
  ];
};

/** What failed logins have to stay within. */
export const failureCounters = ({ settings, secret }: Parts, ip: string | null): Counter[] =>
  countersOfIp('failuresPerIp', settings.limits.failuresPerIp, ip, secret.networkKey, { block: true });

/** What decides between short and long codes. */
export const codeBudget = ({ settings: { limits } }: Parts, identity: string): CodeBudget => ({
  shortCodes: counterOf('shortCodesPerIdentity', limits.shortCodesPerIdentity, identity)[0] ?? null,
  failures: counterOf('failuresPerIdentity', limits.failuresPerIdentity, identity)[0] ?? null,
  all: counterOf('shortCodeFailures', limits.shortCodeFailures, 'all')[0] ?? null,
});

/** Reports a limit and makes its refusal. */
export const refuseLimited = (
  { emit }: Parts,
  limited: Limited,
  ip: string | null,
  identity: string,
): AuthError<'TOO_MANY_REQUESTS'> => {
  const retryAfter = retryAfterSeconds(limited.retryAfter);
  emit({ type: 'limit.reached', ip, identity, limit: limited.limit, retryAfter });
  return new AuthError('TOO_MANY_REQUESTS', { retryAfter });
};
