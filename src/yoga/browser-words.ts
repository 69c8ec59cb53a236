import type { CookiesForPlugins } from '../for-plugins.js';
import { setHeader } from './set-header.js';
import { addVary } from './vary.js';
import { type Answering, writableResponse } from './writable-response.js';

/** What an answer to a request with cookies depends on (RFC 9110, section 12.5.5). */
const dependsOn = ['Cookie', 'Authorization', 'Origin', 'Sec-Fetch-Site', 'x-email-auth'];

/** No cache between may hand on what a cookie has opened. It is not asked whether the cookie counts. */
const keepForOneBrowser = ({ areIn }: CookiesForPlugins, request: Request, response: Response): void => {
  if (!response.headers.has('set-cookie') && !areIn(request.headers.get('cookie'))) return;
  setHeader(response, 'cache-control', 'private, no-store');
  addVary(response, dependsOn);
};

/**
 * Whether the host has an answer kept for a time. What says `no-cache`, as event streams of Yoga do, or `max-age=0`, is kept
 * as well: browsers ask whether it is current.
 */
const saysHowLong = (response: Response): boolean =>
  /\bmax-?age="?0*[1-9]/i.test(response.headers.get('cache-control') ?? '');

/**
 * An answer to GET depends on who asks. A response cache of the host gives it an `ETag`, and calls it current before anybody
 * asks who is there: then the next user of the browser would read what the last one was answered. `Vary` does not help, since
 * browsers ask about the answers of other callers, too. So they keep none, unless the host says how long.
 */
const keepForNobody = (cookies: CookiesForPlugins | undefined, response: Response): void => {
  addVary(response, cookies === undefined ? ['Authorization'] : dependsOn);
  if (!saysHowLong(response)) setHeader(response, 'cache-control', 'private, no-store');
};

/** Only pages of the listed origins may read what cookies open. By default, Yoga lets pages of every origin do so. */
const allowCredentials = ({ origins }: CookiesForPlugins, request: Request, response: Response): void => {
  const origin = request.headers.get('origin');
  if (origin === null) return;
  if (!origins.includes(origin)) {
    response.headers.delete('access-control-allow-credentials');
    return;
  }
  setHeader(response, 'access-control-allow-origin', origin);
  setHeader(response, 'access-control-allow-credentials', 'true');
  addVary(response, ['Origin']);
};

/**
 * What the headers of every answer say to browsers, whoever has made the answer. B1: more of them, where tokens travel in
 * cookies.
 */
export const writeBrowserWords = (
  cookies: CookiesForPlugins | undefined,
  answering: Answering & { readonly request: Request },
): void => {
  const { request } = answering;
  // Browsers keep answers to others only if these say how long (RFC 9110, section 9.3.3).
  const isGet = request.method === 'GET';
  if (cookies === undefined && !isGet) return;
  const response = writableResponse(answering);
  if (isGet) keepForNobody(cookies, response);
  if (cookies === undefined) return;
  keepForOneBrowser(cookies, request, response);
  allowCredentials(cookies, request, response);
};
