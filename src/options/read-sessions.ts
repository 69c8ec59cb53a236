import type { AccessTokenOptions, EmailAuthOptions, RefreshTokenOptions } from './email-auth-options.js';
import { withDefaults } from './with-defaults.js';

/** What is kept about sessions, and how long their tokens live. */
export interface SessionSettings {
  readonly sessions: 'stored' | 'stateless';
  readonly accessToken: Required<AccessTokenOptions>;
  readonly refreshToken: Required<RefreshTokenOptions>;
}

const refuse = (wrong: boolean, message: string): void => {
  if (wrong) throw new TypeError(message);
};

/**
 * The options about sessions, which depend on one another.
 *
 * @throws {TypeError} where they contradict each other
 */
export const readSessions = <Extra extends object>({
  sessions = 'stored',
  accessToken,
  refreshToken,
  updatableClaims = [],
}: EmailAuthOptions<Extra>): SessionSettings => {
  const stored = sessions === 'stored';
  const nothing = "where sessions is 'stateless': nothing is kept that could tell";
  refuse(!stored && accessToken?.checkSession === true, `accessToken.checkSession cannot be true ${nothing}`);
  refuse(!stored && refreshToken?.rotate === true, `refreshToken.rotate cannot be true ${nothing}`);
  refuse(!stored && updatableClaims.length > 0, `updatableClaims cannot be given ${nothing}`);
  const refresh = withDefaults<Required<RefreshTokenOptions>>(
    { lifetime: 1_209_600, rotate: stored, reuseGrace: 10, sliding: false, maxLifetime: 0 },
    refreshToken,
  );
  refuse(refresh.sliding && !refresh.rotate, 'refreshToken.sliding needs refreshToken.rotate');
  refuse(
    refresh.sliding !== refresh.maxLifetime > 0,
    'refreshToken.sliding and refreshToken.maxLifetime need each other',
  );
  refuse(
    refresh.sliding && refresh.maxLifetime < refresh.lifetime,
    'refreshToken.maxLifetime must be at least refreshToken.lifetime',
  );
  return {
    sessions,
    accessToken: withDefaults({ lifetime: 300, checkSession: stored }, accessToken),
    refreshToken: refresh,
  };
};
