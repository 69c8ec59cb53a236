import type { Address } from '../core/address.js';
import type { OptionTable } from '../core/option-table.js';
import { plainEntries } from '../core/plain-entries.js';
import { type Check, integer, orFalse, record, wholeSeconds, year } from '../core/validate.js';
import type { LimitedAction, PerRequestLimits } from './per-request.js';

/** One limit: so many within so many seconds. What is left out comes from the default of this limit. */
export interface LimitOptions {
  /** How many are allowed. */
  readonly limit?: number;
  /** Within how many whole seconds, counted from the first. */
  readonly window?: number;
}

/** The `limits` option; any of them may be `false`. */
export interface LimitsOptions {
  /**
   * Failed logins per IP; then it is blocked for `window` seconds. Callers without an address share a hundred times the
   * limit, which holds up nobody who brings a live challenge. Default: 10 in 300 (5 minutes).
   */
  readonly failuresPerIp?: LimitOptions | false;
  /**
   * Requests for a code per IP. Callers without an address share a hundred times the limit.
   * Default: 10 in 600 (10 minutes).
   */
  readonly requestsPerIp?: LimitOptions | false;
  /**
   * Mails per mailbox (`identity.mailbox`); half of them are kept for networks from which the identity has logged in
   * before. Past its half or all of them, a caller shares one mail with a long code per life of a code.
   * Default: 10 in 3600 (1 hour).
   */
  readonly mailsPerIdentity?: LimitOptions | false;
  /** Short codes per identity in any `window`; after that, its codes are long. Default: 10 in 86,400 (1 day). */
  readonly shortCodesPerIdentity?: LimitOptions | false;
  /** Failed logins per identity in any `window`; after that, its codes are long. Default: 50 in 86,400 (1 day). */
  readonly failuresPerIdentity?: LimitOptions | false;
  /** Wrong guesses at short codes in all in any `window`; after that, all codes are long. Default: 10,000 in 86,400 (1 day). */
  readonly shortCodeFailures?: LimitOptions | false;
  /** Logins and requests for a code in one HTTP request. Default: 1 of each. */
  readonly perRequest?: { readonly login?: number; readonly requestLoginCode?: number } | false;
}

/** A limit with both its halves. */
export type Limit = Required<LimitOptions>;

type LimitName = Exclude<keyof LimitsOptions, 'perRequest'>;

/** The limits with their defaults filled in. */
export type Limits = { readonly [Name in LimitName]: Limit | false } & {
  readonly perRequest: PerRequestLimits;
};

const day = 86_400;

/** A half that is there but undefined is a setting that somebody has misspelt. The default would hide that. */
const noneUndefined =
  (check: Check): Check =>
  (value, option) => {
    const entries = plainEntries(value, option);
    const missing = entries.find(([, entry]) => entry === undefined);
    if (!missing) return check(Object.fromEntries(entries), option);
    throw new TypeError(`${option}.${missing[0]} is undefined: give a number, or leave it out`);
  };

// Whole seconds: a fraction of a second times 1000 is not always a whole number of milliseconds.
const limit = orFalse(
  noneUndefined(record<LimitOptions>({ limit: integer(1, 1_000_000_000), window: wholeSeconds(1, year) })),
);

const perRequest = orFalse(
  noneUndefined(
    record<Record<LimitedAction, number>>({ login: integer(1, 1000), requestLoginCode: integer(1, 1000) }),
  ),
);

/** The `limits` option, row by row: the limits L1 to L5 in numbers. */
export const limitsTable = {
  failuresPerIp: { check: limit, default: { limit: 10, window: 300 } },
  requestsPerIp: { check: limit, default: { limit: 10, window: 600 } },
  mailsPerIdentity: { check: limit, default: { limit: 10, window: 3600 } },
  shortCodesPerIdentity: { check: limit, default: { limit: 10, window: day } },
  failuresPerIdentity: { check: limit, default: { limit: 50, window: day } },
  shortCodeFailures: { check: limit, default: { limit: 10_000, window: day } },
  perRequest: { check: perRequest, default: { login: 1, requestLoginCode: 1 } },
} satisfies OptionTable<LimitsOptions>;

/** A counter in the cache and where it is full. */
export interface Counter {
  /** The name of the counter in the cache. */
  readonly name: string;
  /** The name of the option it comes from, for events. */
  readonly option: string;
  readonly limit: number;
  /** Milliseconds. */
  readonly window: number;
  /** Once full, it stays full for a whole window from then on. */
  readonly block?: true;
  /** Whoever brings a challenge with attempts left is not held up by it, only counted. */
  readonly sparesHolders?: true;
}

/** A budget in the cache: in any window, no more than its limit. */
export type Budget = Pick<Counter, 'name' | 'limit' | 'window'>;

/** The budget of one option and one subject; null where the option is off. */
export const budgetOf = (option: string, options: Limit | false, subject: string): Budget | null =>
  options === false
    ? null
    : { name: `${option}:${subject}`, limit: options.limit, window: options.window * 1000 };

/** A counter of its own for one option and one subject. */
export const counterOf = (
  option: string,
  options: Limit | false,
  subject: string,
  more?: Pick<Counter, 'block' | 'sparesHolders'>,
): Counter[] => {
  const budget = budgetOf(option, options, subject);
  return budget === null ? [] : [{ ...budget, option, ...more }];
};

/** A counter of a network, and the network itself, which the cache does not see. */
export interface NetworkCounter {
  /** In clear. */
  readonly network: string;
  readonly counter: Counter;
}

/** A counter for each of the networks that an address counts for. */
export const countersOfAddress = (
  option: string,
  options: Limit | false,
  address: Address,
  networkName: (network: string) => string,
  more?: Pick<Counter, 'block' | 'sparesHolders'>,
): NetworkCounter[] =>
  options === false
    ? []
    : address.networks.flatMap(({ name, factor }) =>
        counterOf(option, { ...options, limit: options.limit * factor }, networkName(name), more).map(
          (counter) => ({ network: name, counter }),
        ),
      );
