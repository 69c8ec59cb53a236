import type {
  AccessTokenOptions,
  EmailAuthOptions,
  RefreshTokenOptions,
  SessionsOptions,
} from './email-auth-options.js';
import { none, withDefaults } from './with-defaults.js';

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

/** Short for a mode alone. */
const inFull = (
  given: EmailAuthOptions['sessions'] = none,
): { readonly [Key in keyof SessionsOptions]: SessionsOptions[Key] | undefined } =>
  typeof given === 'string' ? { mode: given, max: undefined } : given;

const readRefreshToken = (given: RefreshTokenOptions | undefined, stored: boolean) => {
  const refresh = withDefaults<Required<RefreshTokenOptions>>(
    { lifetime: 1_209_600, rotate: stored, reuseGrace: 10, sliding: false, maxLifetime: 0 },
    given,
  );
  const { lifetime, rotate, sliding, maxLifetime } = refresh;
  refuse(sliding && !rotate, 'refreshToken.sliding needs refreshToken.rotate');
  refuse(sliding !== maxLifetime > 0, 'refreshToken.sliding and refreshToken.maxLifetime need each other');
  refuse(
    sliding && maxLifetime < lifetime,
    'refreshToken.maxLifetime must be at least refreshToken.lifetime',
  );
  refuse(
    rotate && (given?.reuseGrace ?? 0) >= lifetime,
    'refreshToken.reuseGrace must be less than refreshToken.lifetime: no theft would ever be noticed',
  );
  return refresh;
};

/**
 * The options about sessions, which depend on one another.
 *
 * @throws {TypeError} where they contradict each other
 */
export const readSessions = <Extra extends object>({
  sessions,
  accessToken,
  refreshToken,
  updatableClaims = [],
}: EmailAuthOptions<Extra>): SessionSettings => {
  const { mode = 'stored', max } = inFull(sessions);
  const stored = mode === 'stored';
  const nothing = "where sessions is 'stateless': nothing is kept that could tell";
  refuse(!stored && accessToken?.checkSession === true, `accessToken.checkSession cannot be true ${nothing}`);
  refuse(!stored && refreshToken?.rotate === true, `refreshToken.rotate cannot be true ${nothing}`);
  refuse(!stored && updatableClaims.length > 0, `updatableClaims cannot be given ${nothing}`);
  refuse(!stored && max !== undefined, `sessions.max cannot be given ${nothing}`);
  const refresh = readRefreshToken(refreshToken, stored);
  // Only what was asked for: a session of a minute has access tokens of a minute, whatever their default is.
  refuse(
    (accessToken?.lifetime ?? 0) > refresh.lifetime,
    'accessToken.lifetime must be at most refreshToken.lifetime: an access token ends with its session',
  );
  return {
    sessions: mode,
    maxSessions: max ?? 100,
    accessToken: withDefaults({ lifetime: 300, checkSession: stored }, accessToken),
    refreshToken: refresh,
  };
};
