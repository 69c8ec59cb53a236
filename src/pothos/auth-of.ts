import type { AuthState } from '../core/auth-state.js';

// The programmer's mistake, not the caller's: a plain error, which Yoga logs and masks.
const missing = () =>
  new Error(
    'The context has no `auth`, so nobody can be authenticated. Add useEmailAuth(auth) to the plugins of Yoga, ' +
      'or spread `await auth.context(yogaContext)` into the context that you build.',
  );

const isAuthState = (auth: unknown): auth is AuthState =>
  typeof auth === 'object' && auth !== null && 'claims' in auth && 'failure' in auth;

/**
 * The state of a request. Only this function asks whether it is there, so that its absence always means no.
 *
 * @throws {Error} where the context has no `auth`
 */
export const authOf = (context: unknown): AuthState => {
  const auth =
    typeof context === 'object' && context !== null && 'auth' in context ? context.auth : undefined;
  if (!isAuthState(auth)) throw missing();
  return auth;
};
