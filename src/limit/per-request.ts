import { AuthError } from '../core/errors.js';

/** What one request may do once: an attacker cannot multiply it with aliases or an array batch. */
export type LimitedAction = 'login' | 'requestLoginCode';

/** The `limits.perRequest` option. */
export type PerRequestLimits = Readonly<Record<LimitedAction, number>> | false;

/** Counts one action of a request, which is any object that all operations of one HTTP request share. */
export type CountAction = (request: object, action: LimitedAction) => void;

/**
 * L3: counts actions per request. It is synchronous, so the operations of an array batch, which run concurrently, cannot
 * slip between the check and the count.
 *
 * @throws {AuthError} `TOO_MANY_REQUESTS` from the first action over the limit on.
 */
export const createPerRequestLimit = (limits: PerRequestLimits): CountAction => {
  const requests = new WeakMap<object, Record<LimitedAction, number>>();
  return (request, action) => {
    if (limits === false) return;
    const counts = requests.get(request) ?? { login: 0, requestLoginCode: 0 };
    requests.set(request, counts);
    if (counts[action] >= limits[action]) throw new AuthError('TOO_MANY_REQUESTS', { retryAfter: 1 });
    counts[action] += 1;
  };
};
