import { stringifySetCookie } from 'cookie';
import type { SetCookies } from '../core/http-words.js';
import type { TokenPair } from '../core/token-cookies.js';
import type { CookieSettings } from './cookie-settings.js';
import { asksForCookies, type CookieRequest, isNavigation, isOwnSite } from './own-site.js';
import { readCookies } from './read-cookie.js';

/** The cookies of a request, as far as they count. */
export interface FoundCookies {
  /** Whether the request comes from a page of the own site, and may log in and out. */
  readonly ownSite: boolean;
  /** Whether they have come with the handshake of a WebSocket, whose answers have no headers. */
  readonly onSocket: boolean;
  readonly wanted: boolean;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

/** Reads and writes the cookies of a service. */
export interface CookieJar {
  /** The cookies of a request that is answered by GraphQL. Opening a page is none. */
  read(request: CookieRequest): FoundCookies;
  /** The same for a request that is answered by a page. */
  readForPage(request: CookieRequest): FoundCookies;
  /** Whether some are in a header `Cookie`, whether they count or not. */
  areIn(header: string | null): boolean;
  /** The headers that put a pair into the cookies. */
  set(tokens: TokenPair): SetCookies;
  /** The headers that take the cookies away. */
  readonly cleared: SetCookies;
}

/** @param settings - how tokens travel */
export const createCookieJar = (settings: CookieSettings): CookieJar => {
  const { access, refresh, attributes, transport } = settings;

  // B1: a link on a page of anybody opens a page, and sends cookies that are `Lax`.
  const isOwn = (request: CookieRequest): boolean => !isNavigation(request) && isOwnSite(request, settings);

  const find = (request: CookieRequest, counts: boolean): FoundCookies => {
    const cookies = readCookies(request.header('cookie'));
    const tokenOf = (name: string) => (counts ? cookies.get(name) || null : null);
    return {
      // B2: whoever follows a link is known to a page, and logs nobody in or out.
      ownSite: isOwn(request),
      onSocket: request.isSocket,
      wanted: transport === 'cookie' || asksForCookies(request),
      accessToken: tokenOf(access),
      refreshToken: tokenOf(refresh),
    };
  };

  const line = (name: string, value: string, maxAge: number): string =>
    stringifySetCookie({ name, value, maxAge, ...attributes }, { encode: (text) => text });

  return {
    read: (request) => find(request, isOwn(request)),
    readForPage: (request) => find(request, isNavigation(request) || isOwn(request)),
    areIn: (header) => {
      const cookies = readCookies(header);
      return cookies.has(access) || cookies.has(refresh);
    },
    set: (tokens) => ({
      [access]: line(access, tokens.accessToken, Math.ceil(tokens.expiresIn)),
      [refresh]: line(refresh, tokens.refreshToken, Math.ceil(tokens.refreshExpiresIn)),
    }),
    cleared: { [access]: line(access, '', 0), [refresh]: line(refresh, '', 0) },
  };
};
