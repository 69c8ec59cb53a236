import { createHash } from 'node:crypto';
import type { EmailAuth } from '../email-auth.js';
import type { HostContext } from '../http/host-context.js';
import type { AuthState } from '../token/auth-state.js';
import { checkService } from './check-service.js';

/** Tells a response cache whose answer it may serve. */
export type ResponseCacheSession = (request: NonNullable<HostContext['request']>) => Promise<string | null>;

/**
 * An answer depends on the token and on what has become of it: a refusal that a resolver answers as data says so in
 * words. The claims of a token never change, so they need not be in the key.
 */
const keyOf = ({ token, failure }: AuthState): string | null => {
  if (failure === 'missing') return null;
  // The key goes to wherever the cache keeps its entries. Nobody gets from the digest to the token.
  const digest = createHash('sha256')
    .update(token ?? '', 'utf8')
    .digest('base64url');
  return `${failure ?? 'valid'}:${digest}`;
};

/**
 * The option `session` of `@graphql-yoga/plugin-response-cache`: answers are cached for one token, as long as it is valid
 * and its session is alive, which is looked up at every request. Callers without a token share one cache. A token that is
 * refused, or that cannot be checked now, is never served what a valid one was.
 *
 * Answers that depend on something else (the caller's address, a cookie, `accept-language`) are for you to keep apart.
 *
 * @throws {TypeError} where `auth` is no service
 * @example
 * useResponseCache({ session: responseCacheSession(auth), ttl: 60_000 })
 */
export const responseCacheSession = (auth: Pick<EmailAuth, 'context'>): ResponseCacheSession => {
  checkService(auth);
  return async (request) => {
    const [state] = Object.values(await auth.context({ request }));
    return state ? keyOf(state) : null;
  };
};
