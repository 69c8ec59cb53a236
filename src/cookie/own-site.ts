import type { CookieSettings } from './cookie-settings.js';

/** What a request says of where it comes from. */
export interface CookieRequest {
  /** A header by its name in small letters; null where it was not sent. */
  header(name: string): string | null;
  readonly method: string;
  /** Whether it is the handshake of a WebSocket. */
  readonly isSocket: boolean;
}

/** Asks for cookies; pages of other sites cannot send it without a preflight. */
export const asksForCookies = (request: CookieRequest): boolean =>
  request.header('x-email-auth')?.trim().toLowerCase() === 'cookie';

/** Whether somebody opens a page: by a link, perhaps, on a page of anybody. */
export const isNavigation = (request: CookieRequest): boolean =>
  request.method === 'GET' && request.header('sec-fetch-mode') === 'navigate';

const usualPort = { https: ':443', http: ':80' } as const;

/** The origins (RFC 6454, section 6.2) of pages of this host and this port. */
const originsOf = (host: string, { schemes }: CookieSettings): readonly string[] =>
  schemes.map((scheme) => {
    const port = usualPort[scheme];
    const plain = host.toLowerCase();
    return `${scheme}://${plain.endsWith(port) ? plain.slice(0, -port.length) : plain}`;
  });

const isOfHost = (origin: string, host: string | null, settings: CookieSettings): boolean =>
  host !== null && originsOf(host, settings).includes(origin.toLowerCase());

/**
 * B1: Whether a request comes from a page of the server's own site: then its cookies count, and it may be given some. Browsers
 * write `Origin` and `Sec-Fetch-Site` themselves, and no page can change them (Fetch Metadata, section 2).
 */
export const isOwnSite = (request: CookieRequest, settings: CookieSettings): boolean => {
  const origin = request.header('origin');
  const site = request.header('sec-fetch-site');
  if (origin === 'null') return false;
  if (origin !== null && settings.origins.includes(origin)) return true;
  const isOwnOrigin = origin !== null && isOfHost(origin, request.header('host'), settings);
  if (request.isSocket) return isOwnOrigin;
  if (site === null) return origin === null ? asksForCookies(request) : isOwnOrigin;
  if (site === 'cross-site' || site === 'same-site') return false;
  return site === 'same-origin' || (site === 'none' && request.method === 'GET') || isOwnOrigin;
};
