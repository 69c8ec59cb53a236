import { AuthError, endsSession } from '../core/errors.js';
import { type AuthState, callerOf, claimsOf } from '../token/auth-state.js';
import type { AuthTokens } from '../token/auth-tokens.js';
import type { ServiceParts } from './service-parts.js';
import { updateClaims } from './update-claims.js';

/**
 * B5: The two cookies need not be of one session: a program can send the access token that the host has looked at with the
 * refresh token of another account.
 *
 * @throws {AuthError} `UNAUTHENTICATED`, or `INVALID_REFRESH_TOKEN`
 */
const requireSameSession = async (
  { tokens }: Pick<ServiceParts, 'tokens'>,
  state: AuthState,
  refreshToken: string,
): Promise<void> => {
  const { sid } = claimsOf(state);
  const found = await tokens.verify('rt+jwt', refreshToken);
  if (found.ok && found.claims.sid !== sid)
    throw new AuthError('INVALID_REFRESH_TOKEN', { reason: 'invalid' });
};

/**
 * Changes claims of the session of a caller who is known by a cookie, and answers with the next tokens in cookies.
 *
 * @throws {TypeError} where the caller is not known by a cookie, or the answer can carry none
 * @throws {AuthError} where the access token is not valid, or the refresh token is refused
 */
export const updateByCookie = async <Extra extends object>(
  parts: ServiceParts<Extra>,
  state: AuthState<Extra>,
  claims: Partial<Extra>,
): Promise<AuthTokens<Extra>> => {
  const caller = callerOf(state);
  const { cookies } = caller;
  if (!cookies?.authenticates || !cookies.canSet) {
    throw new TypeError(
      'updateClaims: an auth state is enough only where its caller is known by a cookie, over HTTP with useEmailAuth(auth). ' +
        'Give the refresh token',
    );
  }
  // The browser may have dropped it, or it has come twice: no mistake of the host's.
  const refreshToken = cookies.refreshToken ?? '';
  await requireSameSession(parts, state, refreshToken);
  try {
    const tokens = await updateClaims(parts, refreshToken, claims, caller);
    cookies.set(tokens);
    return tokens;
  } catch (error) {
    if (endsSession(error)) cookies.clear();
    throw error;
  }
};
