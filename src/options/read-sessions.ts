import { fillIn } from '../core/option-table.js';
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
}

const refuse = (wrong: boolean, message: string): void => {
  if (wrong) throw new TypeError(message);
};

/** The long form of `sessions`. Without a prototype: what somebody adds to `Object.prototype` is no option. */
const asSessionsOptions = (given: 'stored' | 'stateless' | SessionsOptions): SessionsOptions =>
  typeof given === 'string' ? Object.assign(Object.create(null), { mode: given }) : given;

const readRefreshToken = (given: RefreshTokenOptions, stored: boolean) => {
  const refresh = fillIn(refreshTokenTable, stored ? given : { ...given, rotate: false });
  const { lifetime, rotate, sliding, maxLifetime } = refresh;
  refuse(sliding && !rotate, 'refreshToken.sliding needs refreshToken.rotate');
  refuse(sliding !== maxLifetime > 0, 'refreshToken.sliding and refreshToken.maxLifetime need each other');
  refuse(
    sliding && maxLifetime < lifetime,
    'refreshToken.maxLifetime must be at least refreshToken.lifetime',
  );
  // Only what was asked for: a session may be shorter than the default.
  refuse(
    rotate && (given.reuseGrace ?? 0) >= lifetime,
    'refreshToken.reuseGrace must be less than refreshToken.lifetime: no theft would ever be noticed',
  );
  return refresh;
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
  refuse(!stored && accessToken.checkSession === true, `accessToken.checkSession cannot be true ${nothing}`);
  refuse(!stored && refreshToken.rotate === true, `refreshToken.rotate cannot be true ${nothing}`);
  refuse(!stored && updatableClaims.length > 0, `updatableClaims cannot be given ${nothing}`);
  refuse(!stored && given.max !== undefined, `sessions.max cannot be given ${nothing}`);
  const refresh = readRefreshToken(refreshToken, stored);
  // Only what was asked for: a session of a minute has access tokens of a minute, whatever their default is.
  refuse(
    (accessToken.lifetime ?? 0) > refresh.lifetime,
    'accessToken.lifetime must be at most refreshToken.lifetime: an access token ends with its session',
  );
  return {
    sessions: mode,
    maxSessions: max,
    accessToken: fillIn(accessTokenTable, stored ? accessToken : { ...accessToken, checkSession: false }),
    refreshToken: refresh,
  };
};
