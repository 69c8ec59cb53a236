import type { ForPlugins } from '../for-plugins.js';
import { type AuthState, findStanding, isAuthState } from '../token/auth-state.js';
import { defaultContextKey } from '../token/context-key.js';

/** The service of a schema, as far as it says whose states count there. */
export type Owner = Partial<Pick<ForPlugins, 'owns' | 'contextKey'>>;

// The programmer's mistakes, not the caller's: plain errors, which Yoga logs and masks.
const missing = (key: string) =>
  new Error(
    `The context has no \`${key}\`, so nobody can be authenticated. Add useEmailAuth(auth) to the plugins of Yoga, ` +
      'or spread `await auth.context(yogaContext)` into the context that you build.',
  );
const byHand = (key: string) =>
  new Error(
    `The \`${key}\` of the context was made by hand, or is a copy such as { ...ctx.auth }, so it counts nowhere. Hand on ` +
      'what useEmailAuth(auth), `await auth.context(yogaContext)` or `await auth.authenticate(token, caller)` has made: ' +
      'the object itself, and what you want to add beside it.',
  );
const foreign = (key: string) =>
  new Error(
    `The \`${key}\` of the context was made by another service than the one of this schema, so it does not count here. ` +
      'Give useEmailAuth(auth) and the option `emailAuth` of the schema builder the same service.',
  );

/** Whatever stands at the place of a state in a context. */
export const authIn = (context: unknown, owner?: Owner): unknown =>
  typeof context === 'object' && context !== null
    ? // Boundary: whatever a host has put there. Every marked field asks, and `Reflect.get` takes three times as long.
      (context as Readonly<Record<string, unknown>>)[owner?.contextKey?.current() ?? defaultContextKey]
    : undefined;

const looksLikeState = (auth: unknown): auth is Pick<AuthState, 'claims' | 'failure'> =>
  typeof auth === 'object' && auth !== null && 'claims' in auth && 'failure' in auth;

const explain = (auth: unknown, owner: Owner | undefined): Error => {
  const key = owner?.contextKey?.current() ?? defaultContextKey;
  if (isAuthState(auth)) return foreign(key);
  return looksLikeState(auth) ? byHand(key) : missing(key);
};

/** How the caller of a request stands, where a service, whichever it is, has made its state. */
export const findStandingOf = (context: unknown, owner?: Owner): ReturnType<typeof findStanding> =>
  findStanding(authIn(context, owner));

// S7: a state of another service does not count. One that stands in for a real one in a test need not know whose states are its own.
const counts = (auth: unknown, owner: Owner | undefined): auth is AuthState =>
  owner?.owns ? owner.owns(auth) : isAuthState(auth);

/** A context made by hand that says that nobody is authenticated: that much can be believed. */
export const isNobody = (context: unknown, owner?: Owner): boolean => {
  const auth = authIn(context, owner);
  return looksLikeState(auth) && !isAuthState(auth) && auth.claims === null;
};

/**
 * The state of a request. Only this function asks whether it is there and counts, so that its absence always means no.
 *
 * @param owner - the service of the schema; without it, a state of any service counts
 * @throws {Error} where the context has none that counts
 */
export const authOf = (context: unknown, owner?: Owner): AuthState => {
  const auth = authIn(context, owner);
  if (!counts(auth, owner)) throw explain(auth, owner);
  return auth;
};
