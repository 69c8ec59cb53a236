import { type Claims, claimsOf, presentationOf } from '../token/auth-state.js';
import { authOf } from './auth-of.js';
import type { AuthContext } from './context.js';
import { refuse } from './refuse.js';

/**
 * The claims of the caller, for code that is called by resolvers or that builds contexts. The expiry is compared with
 * the clock at every call. In a subscription the session is looked at before each event is resolved, so `resolve` is the
 * place for it. In `subscribe` it knows what the event before has found; an event that was made so is left out where
 * that no longer holds.
 *
 * @throws {Error} where the context has no `auth` that a service has made
 * @throws {NotAuthenticatedError} `UNAUTHENTICATED`, with the reason
 * @throws {ServiceUnavailableError} `SERVICE_UNAVAILABLE`, where the cache was unreachable
 * @example
 * const ordersOf = (ctx: AuthContext) => db.orders.findMany({ owner: requireClaims(ctx).sub });
 */
export const requireClaims = <Extra extends object>(context: AuthContext<Extra>): Claims<Extra> => {
  authOf(context);
  try {
    return claimsOf(context.auth);
  } catch (error) {
    throw refuse(context.auth, error, presentationOf(context.auth));
  }
};
