import type { CookieJar, FoundCookies } from '../cookie/cookie-jar.js';
import type { CookieRequest } from '../cookie/own-site.js';
import { tokenOfRequest } from './bearer.js';
import { type HostContext, headerOf, headerTextOf } from './host-context.js';

/** What a request brings to say who asks. */
export interface Credentials {
  /** The access token; null where there is none, empty where what is there is none. */
  readonly token: string | null;
  /** Whether it has come in a cookie. */
  readonly byCookie: boolean;
  /** Undefined where tokens do not travel in cookies. */
  readonly cookies?: FoundCookies | undefined;
}

/** Finds the credentials of a request. */
export type FindCredentials = (context: HostContext) => Credentials;

const cookieRequestOf = (context: HostContext): CookieRequest => ({
  header: (name) => headerTextOf(context, name),
  method: (context.request ?? context.req)?.method ?? '',
  isSocket:
    'connectionParams' in context || headerTextOf(context, 'upgrade')?.trim().toLowerCase() === 'websocket',
});

/** The password of a proxy, which browsers send along by themselves, says nothing about the caller. */
const isBasic = (header: unknown): boolean => typeof header === 'string' && /^\s*basic\b/i.test(header);

/**
 * Finds the token of a request: a bearer token, valid or not, goes before a cookie.
 *
 * @param read - the method of the jar; undefined where tokens do not travel in cookies
 */
export const createFindCredentials =
  (read: CookieJar['read'] | undefined): FindCredentials =>
  (context) => {
    const header = headerOf(context, 'authorization');
    if (!read) return { token: tokenOfRequest(header, context.connectionParams), byCookie: false };
    const cookies = read(cookieRequestOf(context));
    const bearer = tokenOfRequest(isBasic(header) ? null : header, context.connectionParams);
    const byCookie = bearer === null && cookies.accessToken !== null;
    return { token: byCookie ? cookies.accessToken : bearer, byCookie, cookies };
  };
