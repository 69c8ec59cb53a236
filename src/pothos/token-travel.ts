import { endsSession } from '../core/errors.js';
import type { TokenCookies, TokenPair } from '../core/token-cookies.js';
import type { ForPlugins } from '../for-plugins.js';
import { type AuthState, callerOf } from '../token/auth-state.js';
import type { AnsweredTokens } from './objects.js';
import { RequestRefusedError } from './refusals.js';
import type { ServiceCall } from './service-resolver.js';

/** What is asked of the service of a schema here. */
type Travel = Pick<ForPlugins, 'transport' | 'presentation'>;

const sentences = {
  origin:
    "Cookies are for pages of this server's own site: name the origin of other pages in cookies.origins. " +
    'Over plain http, they need cookies.insecure. A program sends the header x-email-auth: cookie.',
  transport:
    'Cookies cannot be set here. Send this over HTTP and not on a WebSocket, to a server with useEmailAuth(auth).',
};

/** For whoever writes the client or the server: a plain sentence, and nothing is spent. */
const refused = (reason: keyof typeof sentences, { presentation: { httpStatus } }: Travel): Error =>
  new RequestRefusedError({ reason }, { message: sentences[reason], httpStatus });

/**
 * The cookies of a call, where they count.
 *
 * @throws {RequestRefusedError} where the request is not of the own site
 */
const ownCookies = (cookies: TokenCookies | undefined, travel: Travel): TokenCookies => {
  if (cookies === undefined) throw refused('transport', travel);
  // B2: or a page of somebody else could log its visitor in as somebody else, or out.
  if (!cookies.ownSite) throw refused('origin', travel);
  return cookies;
};

/** The same, where the answer is to set some. It comes before anything is spent. */
const settableCookies = (cookies: TokenCookies | undefined, travel: Travel): TokenCookies => {
  const own = ownCookies(cookies, travel);
  if (!own.canSet) throw refused('transport', travel);
  return own;
};

/** Whether tokens are wanted in cookies. */
const inCookies = ({ transport }: Travel, cookies: TokenCookies | undefined): boolean =>
  transport === 'cookie' || (transport === 'either' && (cookies?.wanted ?? false));

/** In which cookies a login is to be answered; null: in the body. */
export const cookiesOfLogin = (auth: AuthState, travel: Travel): TokenCookies | null => {
  const { cookies } = callerOf(auth);
  return inCookies(travel, cookies) ? settableCookies(cookies, travel) : null;
};

/** B3: what travels in cookies stands in no body, nor in what other fields of the type could read. */
export const answerWith = (
  { accessToken, expiresIn, refreshToken, refreshExpiresIn }: TokenPair,
  cookies: TokenCookies | null,
): AnsweredTokens => {
  const lifetimes = { expiresIn, refreshExpiresIn };
  if (cookies === null) return { accessToken, refreshToken, ...lifetimes };
  cookies.set({ accessToken, refreshToken, ...lifetimes });
  return { accessToken: null, refreshToken: null, ...lifetimes };
};

/** Refreshes by the argument of the field or, where there is none, by the cookie. */
export const refreshBy = async ({ text, auth, caller, service }: ServiceCall): Promise<AnsweredTokens> => {
  const given = text('token');
  const { cookies } = callerOf(auth);
  const { forPlugins } = service;
  const byArgument = forPlugins.transport === 'bearer' || given !== null;
  const answered =
    byArgument && !inCookies(forPlugins, cookies) ? null : settableCookies(cookies, forPlugins);
  try {
    const replaced = answered?.refreshToken ?? null;
    const pair = await service.refresh((byArgument ? given : replaced) ?? '', caller);
    // As at a login: nobody would have the tokens of the session whose cookies this one replaces.
    if (byArgument && replaced !== null) await forPlugins.endReplaced(replaced, pair.claims.sid, caller);
    return answerWith(pair, answered);
  } catch (error) {
    if (!byArgument && endsSession(error)) answered?.clear();
    throw error;
  }
};

/** Logs out by the argument of the field or, where there is none, by the cookie. */
export const logOutBy = async ({ text, auth, caller, service }: ServiceCall): Promise<true> => {
  const given = text('token');
  const { cookies } = callerOf(auth);
  const { forPlugins } = service;
  const byArgument = forPlugins.transport === 'bearer' || given !== null;
  const own = byArgument && !inCookies(forPlugins, cookies) ? null : ownCookies(cookies, forPlugins);
  // Both: the cookies go, and nobody would have the tokens of their session.
  for (const token of new Set([given, own?.refreshToken])) if (token) await service.logout(token, caller);
  own?.clear();
  return true;
};

/** Takes the cookies of a caller away who is known by them. */
export const clearOwn = (auth: AuthState): void => {
  const { cookies } = callerOf(auth);
  if (cookies?.authenticates) cookies.clear();
};
