import { fillIn } from '../core/option-table.js';
import { refuseIf } from '../core/refuse-if.js';
import {
  type AccessTokenOptions,
  accessTokenTable,
  type RefreshTokenOptions,
  refreshTokenTable,
  type SessionsOptions,
  sessionsTable,
} from './session-options.js';

/** What is given, each option by itself. */
interface GivenSessions {
  readonly sessions: 'stored' | 'stateless' | SessionsOptions;
  readonly accessToken: AccessTokenOptions;
  readonly refreshToken: RefreshTokenOptions;
  readonly updatableClaims: readonly string[];
}

/** What is kept about sessions, and how long their tokens live. */
export interface SessionSettings {
  readonly sessions: 'stored' | 'stateless';
  /** Live sessions that an identity may have. */
  readonly maxSessions: number;
  readonly accessToken: Required<AccessTokenOptions>;
  readonly refreshToken: Required<RefreshTokenOptions>;
  /** From the login to the end of a session that is not refreshed. Seconds. */
  readonly firstLifetime: number;
  /** What a refresh moves the end to: so many seconds from then, at most so many from the login. Null: nothing. */
  readonly slide: { readonly lifetime: number; readonly maxLifetime: number } | null;
}

/** The long form of `sessions`. Without a prototype: what somebody adds to `Object.prototype` is no option. */
const asSessionsOptions = (given: 'stored' | 'stateless' | SessionsOptions): SessionsOptions =>
  typeof given === 'string' ? Object.assign(Object.create(null), { mode: given }) : given;

const readRefreshToken = (given: RefreshTokenOptions, stored: boolean) => {
  const refresh = fillIn(refreshTokenTable, stored ? given : { ...given, rotate: false });
  const { lifetime, rotate, sliding, maxLifetime, idle } = refresh;
  refuseIf(sliding && !rotate, 'refreshToken.sliding needs refreshToken.rotate');
  refuseIf(sliding !== maxLifetime > 0, 'refreshToken.sliding and refreshToken.maxLifetime need each other');
  refuseIf(
    sliding && maxLifetime < lifetime,
    'refreshToken.maxLifetime must be at least refreshToken.lifetime',
  );
  refuseIf(idle > 0 && !rotate, 'refreshToken.idle needs refreshToken.rotate');
  refuseIf(idle >= lifetime, 'refreshToken.idle must be less than refreshToken.lifetime');
  refuseIf(
    idle > 0 && (given.reuseGrace ?? 0) >= idle,
    'refreshToken.reuseGrace must be less than refreshToken.idle: no theft would ever be noticed',
  );
  // Only what was asked for: a session may be shorter than the default.
  refuseIf(
    rotate && (given.reuseGrace ?? 0) >= lifetime,
    'refreshToken.reuseGrace must be less than refreshToken.lifetime: no theft would ever be noticed',
  );
  return refresh;
};

/** An end after inactivity is an end that slides, up to the end that there is in any case. */
const endsOf = ({ lifetime, sliding, maxLifetime, idle }: Required<RefreshTokenOptions>) => {
  const firstLifetime = idle > 0 ? idle : lifetime;
  const last = sliding ? maxLifetime : lifetime;
  return {
    firstLifetime,
    slide: sliding || idle > 0 ? { lifetime: firstLifetime, maxLifetime: last } : null,
  };
};

/**
 * The options about sessions, which depend on one another.
 *
 * @throws {TypeError} where they contradict each other
 */
export const readSessions = ({
  sessions,
  accessToken,
  refreshToken,
  updatableClaims,
}: GivenSessions): SessionSettings => {
  const given = asSessionsOptions(sessions);
  const { mode, max } = fillIn(sessionsTable, given);
  const stored = mode === 'stored';
  const nothing = "where sessions is 'stateless': nothing is kept that could tell";
  refuseIf(
    !stored && accessToken.checkSession === true,
    `accessToken.checkSession cannot be true ${nothing}`,
  );
  refuseIf(!stored && refreshToken.rotate === true, `refreshToken.rotate cannot be true ${nothing}`);
  refuseIf(!stored && updatableClaims.length > 0, `updatableClaims cannot be given ${nothing}`);
  refuseIf(!stored && refreshToken.idle !== undefined, `refreshToken.idle cannot be given ${nothing}`);
  refuseIf(!stored && given.max !== undefined, `sessions.max cannot be given ${nothing}`);
  const refresh = readRefreshToken(refreshToken, stored);
  // Only what was asked for: a session of a minute has access tokens of a minute, whatever their default is.
  refuseIf(
    (accessToken.lifetime ?? 0) > refresh.lifetime,
    'accessToken.lifetime must be at most refreshToken.lifetime: an access token ends with its session',
  );
  const ends = endsOf(refresh);
  refuseIf(
    (accessToken.lifetime ?? 0) > ends.firstLifetime,
    'accessToken.lifetime must be at most refreshToken.idle: an access token ends with its session',
  );
  return {
    sessions: mode,
    maxSessions: max,
    accessToken: fillIn(accessTokenTable, stored ? accessToken : { ...accessToken, checkSession: false }),
    refreshToken: refresh,
    ...ends,
  };
};
