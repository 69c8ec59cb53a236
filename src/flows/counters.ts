import type { IdentityName } from '../code/secret.js';
import { type Address, hungUp } from '../core/address.js';
import { AuthError, retryAfterSeconds } from '../core/errors.js';
import {
  budgetOf,
  type Counter,
  counterOf,
  countersOfAddress,
  type NetworkCounter,
} from '../limit/limits.js';
import type { CodeBudget, Limited, MailLimits } from '../store/code-steps.js';
import type { ServiceParts } from './service-parts.js';

/** The network of a caller, by its name in the cache. All callers without an address are one. */
const networkNameOf = ({ secret }: ServiceParts, { networks }: Address): string =>
  secret.networkName(networks[0].name);

/** The network that an identity may be known to log in from; null where there is none to know: anybody can hang up (A2). */
export const homeNetworkOf = (parts: ServiceParts, address: Address): string | null =>
  address.ip === null || address.ip === hungUp ? null : networkNameOf(parts, address);

/**
 * The pause between two codes for one identity and one caller; released when the code did not get out. Callers without
 * an address are not one caller: a pause that they shared would let any of them keep all others waiting.
 */
export const resendCounters = (parts: ServiceParts, owner: IdentityName, address: Address): Counter[] => {
  const window = parts.settings.loginCode.resendAfter;
  if (address.ip === null || window === 0) return [];
  return counterOf('resendAfter', { limit: 1, window }, `${owner}:${networkNameOf(parts, address)}`);
};

/** What a request for a code has to stay within. */
export const requestCounters = (parts: ServiceParts, owner: IdentityName, address: Address): Counter[] => [
  ...countersOfAddress(
    'requestsPerIp',
    parts.settings.limits.requestsPerIp,
    address,
    parts.secret.networkName,
  ).map(({ counter }) => counter),
  ...resendCounters(parts, owner, address),
];

/** One mail, with a long code, in the life of a code. */
const longMails = ({ settings: { loginCode } }: ServiceParts, subject: string): Counter => ({
  name: `longMails:${subject}`,
  option: 'mailsPerIdentity',
  limit: 1,
  window: loginCode.lifetime * 1000,
});

/** What bounds the mails to the mailbox of an identity, and keeps strangers from using all of them up. */
export const mailLimits = (parts: ServiceParts, identity: string): MailLimits | null => {
  const { settings, secret } = parts;
  const mailbox = settings.identity.mailbox(identity);
  const [[name], [mailboxName]] = [secret.identityNames(identity), secret.identityNames(mailbox)];
  const all = budgetOf('mailsPerIdentity', settings.limits.mailsPerIdentity, mailboxName);
  return (
    all && {
      all,
      // L5: the other half belongs to networks that the identity knows.
      strangers: Math.ceil(all.limit / 2),
      long: longMails(parts, name),
      tagged: mailbox === identity ? null : longMails(parts, `${mailboxName}:tagged`),
    }
  );
};

/** The counters of long mails: taken back, the next request has another sent at once. */
export const longMailCounters = (parts: ServiceParts, identity: string): Counter[] => {
  const mails = mailLimits(parts, identity);
  if (mails === null) return [];
  return mails.tagged === null ? [mails.long] : [mails.long, mails.tagged];
};

/** What failed logins have to stay within. */
export const failureCounters = ({ settings, secret }: ServiceParts, address: Address): NetworkCounter[] =>
  countersOfAddress('failuresPerIp', settings.limits.failuresPerIp, address, secret.networkName, {
    block: true,
    // L6: strangers without an address share this limit with users who only lack one.
    ...(address.ip === null && { sparesHolders: true }),
  });

/** How long a joiner's challenge is good for: the life of the code that she has joined, and of the one after it. */
export const joinerLifetime = ({ settings: { loginCode } }: ServiceParts): number =>
  2 * loginCode.lifetime * 1000;

/** The attempts of a joiner, counted from her first guess on. */
export const joinerAttempts = (parts: ServiceParts, challenge: string): Counter => ({
  name: `joiner:${challenge}`,
  option: 'attempts',
  limit: parts.settings.loginCode.attempts,
  window: joinerLifetime(parts),
});

/** What decides between short and long codes. */
export const codeBudget = (
  { settings: { limits }, secret }: ServiceParts,
  owner: IdentityName,
): CodeBudget => ({
  shortCodes: budgetOf('shortCodesPerIdentity', limits.shortCodesPerIdentity, owner),
  failures: budgetOf('failuresPerIdentity', limits.failuresPerIdentity, owner),
  all: budgetOf('shortCodeFailures', limits.shortCodeFailures, secret.everybody),
});

/** The same for an identity whose codes are always long: nothing is left for short ones. */
export const withoutShortCodes = (budget: CodeBudget, owner: IdentityName): CodeBudget => ({
  ...budget,
  shortCodes: budgetOf('shortCodesPerIdentity', { limit: 0, window: 1 }, owner),
});

/** Reports a limit and makes its refusal. */
export const refuseLimited = (
  { emit }: ServiceParts,
  limited: Limited,
  ip: string | null,
  identity: string,
): AuthError<'TOO_MANY_REQUESTS'> => {
  const retryAfter = retryAfterSeconds(limited.retryAfter);
  emit({ type: 'limit.reached', ip, identity, limit: limited.limit, retryAfter });
  return new AuthError('TOO_MANY_REQUESTS', { retryAfter });
};
