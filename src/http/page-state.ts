import type { CookieJar } from '../cookie/cookie-jar.js';
import { parseAddress } from '../core/address.js';
import type { PageRequest } from '../core/page-request.js';
import type { AuthState } from '../token/auth-state.js';
import { createFindCredentials } from './credentials.js';
import { type HostContext, socketAddressOf } from './host-context.js';
import { callerOfRequest } from './request-caller.js';
import type { Authenticate } from './request-state.js';

const isFetch = (request: PageRequest): request is NonNullable<HostContext['request']> & PageRequest =>
  typeof request.headers.get === 'function';

const contextOf = (request: PageRequest): HostContext => (isFetch(request) ? { request } : { req: request });

/**
 * The state of a request for a page. It is not remembered: the same Request may be answered by GraphQL afterwards, where
 * opening a page by a link does not count.
 */
export const createStateOfPage = <Extra extends object>(
  authenticate: Authenticate<Extra>,
  jar: CookieJar | undefined,
): ((request: PageRequest) => Promise<AuthState<Extra>>) => {
  const findCredentials = createFindCredentials(jar?.readForPage);
  return (request) => {
    const context = contextOf(request);
    const credentials = findCredentials(context);
    const address = parseAddress(socketAddressOf(context));
    const caller = callerOfRequest(address, { context, credentials, reply: undefined, jar });
    return authenticate(credentials.token, caller);
  };
};
