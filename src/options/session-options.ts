import { checksOf, type OptionTable } from '../core/option-table.js';
import {
  boolean,
  type Check,
  checkRecord,
  integer,
  oneOf,
  seconds,
  wholeSeconds,
  year,
} from '../core/validate.js';

/** The `accessToken` option. */
export interface AccessTokenOptions {
  /** Seconds. Default: 300 (5 minutes). */
  readonly lifetime?: number;
  /** Whether the session must still be alive: a logout then ends its access tokens at once. Default: `true`. */
  readonly checkSession?: boolean;
}

/** The `accessToken` option, row by row. */
export const accessTokenTable = {
  lifetime: { check: wholeSeconds(1, 86_400), default: 300 },
  checkSession: { check: boolean, default: true },
} satisfies OptionTable<AccessTokenOptions>;

/** The `refreshToken` option. */
export interface RefreshTokenOptions {
  /** Seconds from the login to the end of the session. Default: 1,209,600 (14 days). */
  readonly lifetime?: number;
  /** Whether every refresh replaces the refresh token, so that a stolen one is noticed. Default: `true`. */
  readonly rotate?: boolean;
  /**
   * Seconds for which the token just replaced still gets the same successor. After that it gets a new one, as long as
   * nobody has used the old: its answer was lost. Default: 10.
   */
  readonly reuseGrace?: number;
  /** Whether every rotation moves the end of the session to `lifetime` from then. Needs `maxLifetime`. Default: `false`. */
  readonly sliding?: boolean;
  /** Seconds from the login to the absolute end of a sliding session. */
  readonly maxLifetime?: number;
  /** Seconds without a refresh after which the session ends, less than `lifetime`. Needs `rotate`. Default: none. */
  readonly idle?: number;
}

/** The `refreshToken` option, row by row. */
export const refreshTokenTable = {
  lifetime: { check: wholeSeconds(1, year), default: 1_209_600 },
  rotate: { check: boolean, default: true },
  reuseGrace: { check: seconds(0, 300), default: 10 },
  sliding: { check: boolean, default: false },
  // None: there is one where `sliding` is, and nowhere else.
  maxLifetime: { check: wholeSeconds(1, 10 * year), default: 0 },
  // None.
  idle: { check: wholeSeconds(1, year), default: 0 },
} satisfies OptionTable<RefreshTokenOptions>;

/** The `sessions` option, where more is to be said than whether they are kept. */
export interface SessionsOptions {
  /**
   * `stored`: sessions stand in the cache, so they can be listed and ended. `stateless`: nothing about them is kept, and
   * tokens are valid by signature and dates alone: no logout before their time, no rotation, no list. Default: `'stored'`.
   */
  readonly mode?: 'stored' | 'stateless';
  /** Live sessions that an identity may have, 1 to 1000. One more login ends the oldest. Default: 100. */
  readonly max?: number;
}

/** The `sessions` option in its long form, row by row. */
export const sessionsTable = {
  mode: { check: oneOf('stored', 'stateless'), default: 'stored' },
  max: { check: integer(1, 1000), default: 100 },
} satisfies OptionTable<SessionsOptions>;

/** A mode alone, or the long form. */
export const sessionsCheck: Check = (value, option) =>
  typeof value === 'object'
    ? checkRecord<SessionsOptions>(value, option, checksOf(sessionsTable))
    : sessionsTable.mode.check(value, option);
