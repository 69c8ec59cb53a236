import { type CookieJar, createCookieJar } from './cookie/cookie-jar.js';
import { type ParsedCaller, parseCaller } from './core/caller.js';
import { inProduction } from './core/in-production.js';
import type { EmailAuth } from './email-auth.js';
import { authenticate } from './flows/authenticate.js';
import { check } from './flows/check.js';
import { close } from './flows/close.js';
import { exportData } from './flows/export-data.js';
import { forget } from './flows/forget.js';
import { listSessions } from './flows/list-sessions.js';
import { login } from './flows/login.js';
import { endByToken, endSession, logout, logoutEverywhere } from './flows/logout.js';
import { openKeys } from './flows/open-keys.js';
import { openParts } from './flows/open-parts.js';
import { refresh } from './flows/refresh.js';
import { renew } from './flows/renew.js';
import { reportDelivery } from './flows/report-delivery.js';
import { requestLoginCode } from './flows/request-login-code.js';
import type { ClosedParts, ServiceParts } from './flows/service-parts.js';
import { createKeyWatch } from './flows/shared-keys.js';
import { updateByCookie } from './flows/update-by-cookie.js';
import { updateClaims } from './flows/update-claims.js';
import type { ForPlugins } from './for-plugins.js';
import { createAddressWarnings } from './http/address-warnings.js';
import { createFindCredentials } from './http/credentials.js';
import { createFindAddress } from './http/find-address.js';
import { createStateOfPage } from './http/page-state.js';
import { createStateOfRequest } from './http/request-state.js';
import { createSockets } from './http/sockets.js';
import { createPerRequestLimit } from './limit/per-request.js';
import type { EmailAuthOptions } from './options/email-auth-options.js';
import { readOptions } from './options/settings.js';
import { type AuthState, type Claims, standingOf } from './token/auth-state.js';
import { type ContextKey, createContextKey } from './token/context-key.js';
import { isStateOf } from './token/own-states.js';
import type { SocketToken } from './token/socket-token.js';

const openForPlugins = (
  { settings, watchers }: ClosedParts,
  open: () => Promise<ServiceParts>,
  jar: CookieJar | undefined,
  owns: ForPlugins['owns'],
  contextKey: ContextKey,
): ForPlugins => {
  const countAction = createPerRequestLimit(settings.limits.perRequest);
  return Object.freeze({
    identityArgument: settings.identity.argument,
    challengeRequired: settings.loginCode.binding === 'required',
    issuer: settings.jwt.issuer,
    transport: settings.transport,
    cookies: settings.cookies && jar && { origins: settings.cookies.origins, areIn: jar.areIn },
    presentation: Object.freeze({ messageFor: settings.messageFor, httpStatus: settings.httpStatus }),
    owns,
    contextKey,
    countAction: (state, action) => countAction(standingOf(state), action),
    endReplaced: async (token, session, caller) => {
      const parsed = parseCaller(caller);
      await endByToken(await open(), token, parsed, 'login', session);
    },
    reportMistake: settings.logger.error,
    warn: settings.logger.warn,
    watch: watchers.add,
  } satisfies ForPlugins);
};

/**
 * Makes the service: everything about codes, tokens and sessions, with nothing about GraphQL or HTTP.
 *
 * @throws {TypeError} naming the option that is wrong
 * @example
 * const auth = createEmailAuth({
 *   delivery: nodemailerDelivery({ transport: process.env.SMTP_URL, from: 'Example <login@example.com>' }),
 *   claims: async (email) => (await findUser(email)) && { role: 'admin' as const },
 * });
 */
export const createEmailAuth = <Extra extends object = object, Args extends object = object>(
  options: EmailAuthOptions<Extra, Args> = {},
): EmailAuth<NoInfer<Extra>, NoInfer<Args>> => {
  // Boundary: what the host's arguments are, only the types of the schema say.
  const settings = readOptions(options as EmailAuthOptions<Extra>);
  const parts = openParts(settings);
  const open = openKeys(parts);
  const watchKeys = createKeyWatch(settings);
  const warnings = createAddressWarnings(settings.logger.warn);
  const warnIfUnknown = (caller: ParsedCaller): ParsedCaller => {
    if (caller.ip === null) warnings.unknown();
    return caller;
  };
  const owns = (value: unknown): value is AuthState => isStateOf(parts, value);
  const contextKey = createContextKey();
  const resolve = (token: string | null, caller: ParsedCaller, socket?: SocketToken<Claims<Extra>>) =>
    authenticate(parts, open, token, caller, socket);
  const findAddress = createFindAddress(settings.logger.warn, warnings.wrong, inProduction());
  const jar = settings.cookies && createCookieJar(settings.cookies);
  const findCredentials = createFindCredentials(jar?.read);
  const sockets = createSockets<Extra>(findCredentials, (socket, token) => renew(open, socket, token));
  const stateOfRequest = createStateOfRequest({
    authenticate: resolve,
    findCredentials,
    findSocket: sockets.find,
    jar,
  });
  const stateOfPage = createStateOfPage(resolve, jar);

  return Object.freeze({
    requestLoginCode: async (identity, caller, options) => {
      const parsed = warnIfUnknown(parseCaller(caller));
      return requestLoginCode(await open(), identity, parsed, options);
    },
    login: async (input, caller) => {
      const parsed = warnIfUnknown(parseCaller(caller));
      return login(await open(), input, parsed);
    },
    refresh: async (token, caller) => {
      const parsed = parseCaller(caller);
      return refresh(await open(), token, parsed);
    },
    logout: async (token, caller) => {
      const parsed = parseCaller(caller);
      return logout(await open(), token, parsed);
    },
    logoutEverywhere: async (identity, caller) => {
      const parsed = parseCaller(caller);
      return logoutEverywhere(await open(), identity, parsed);
    },
    sessions: async (identity) => listSessions(await open(), identity),
    endSession: async (identity, session, caller) => {
      const parsed = parseCaller(caller);
      return endSession(await open(), identity, session, parsed);
    },
    forget: async (identity, caller) => {
      const parsed = parseCaller(caller);
      return forget(await open(), identity, parsed);
    },
    export: async (identity) => exportData(await open(), identity),
    updateClaims: async (by, claims, caller) => {
      // Boundary: a state of this service has the claims of this service.
      if (owns(by)) return updateByCookie(await open(), by as AuthState<Extra>, claims);
      const parsed = parseCaller(caller);
      // Boundary: anything else is verified as a token, and is none.
      return updateClaims(await open(), by as string, claims, parsed);
    },
    authenticate: async (token, caller) => resolve(token, parseCaller(caller)),
    reportDelivery: async (messageId, report, recipient) =>
      reportDelivery(await open(), messageId, report, recipient),
    jwks: async () => (await (await open()).keyring()).jwks,
    context: async (yogaContext, addressOf, reply) => {
      const address = findAddress(yogaContext, addressOf);
      const state = await stateOfRequest(yogaContext, address, reply);
      // Boundary: by type it is `auth`; whoever chooses another key says so in the types of the schema.
      return { [contextKey.current()]: state } as { auth: typeof state };
    },
    fromRequest: async (request) => stateOfPage(request),
    graphqlWs: sockets.hooks,
    check: () => check(parts, async () => watchKeys(await (await open()).keyring())),
    status: () => ({ queueLength: parts.queue.length(), breakerOpen: parts.breaker.isOpen() }),
    close: (options) => close(parts, options),
    forPlugins: openForPlugins(parts, open, jar, owns, contextKey),
  } satisfies EmailAuth<Extra>);
};
