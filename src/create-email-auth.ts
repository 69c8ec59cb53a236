import { type ParsedCaller, parseCaller } from './core/caller.js';
import { inProduction } from './core/in-production.js';
import type { EmailAuth, ForPlugins } from './email-auth.js';
import { authenticate } from './flows/authenticate.js';
import { check } from './flows/check.js';
import { close } from './flows/close.js';
import { listSessions } from './flows/list-sessions.js';
import { login } from './flows/login.js';
import { endSession, logout, logoutEverywhere } from './flows/logout.js';
import { openParts } from './flows/open-parts.js';
import { refresh } from './flows/refresh.js';
import { requestLoginCode } from './flows/request-login-code.js';
import { updateClaims } from './flows/update-claims.js';
import { createAddressWarnings } from './http/address-warnings.js';
import { createFindAddress } from './http/find-address.js';
import { createStateOfRequest } from './http/request-state.js';
import { createPerRequestLimit } from './limit/per-request.js';
import type { EmailAuthOptions } from './options/email-auth-options.js';
import { readOptions, type Settings } from './options/settings.js';
import { standingOf } from './token/auth-state.js';
import { type ContextKey, createContextKey } from './token/context-key.js';
import { createOwnStates, type OwnStates } from './token/own-states.js';

const openForPlugins = (settings: Settings, own: OwnStates, contextKey: ContextKey): ForPlugins => {
  const countAction = createPerRequestLimit(settings.limits.perRequest);
  return Object.freeze({
    identityArgument: settings.identity.argument,
    challengeRequired: settings.loginCode.binding === 'required',
    presentation: Object.freeze({ messages: settings.messages, httpStatus: settings.httpStatus }),
    owns: own.has,
    contextKey,
    countAction: (state, action) => countAction(standingOf(state), action),
    reportMistake: settings.logger.error,
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
export const createEmailAuth = <Extra extends object = object>(
  options: EmailAuthOptions<Extra> = {},
): EmailAuth<NoInfer<Extra>> => {
  const settings = readOptions(options);
  const parts = openParts(settings);
  const warnings = createAddressWarnings(settings.logger.warn);
  const warnIfUnknown = (caller: ParsedCaller): ParsedCaller => {
    if (caller.ip === null) warnings.unknown();
    return caller;
  };
  const own = createOwnStates();
  const contextKey = createContextKey();
  const resolve = async (token: string | null, caller: ParsedCaller) => {
    const state = await authenticate(parts, token, caller);
    own.add(state);
    return state;
  };
  const findAddress = createFindAddress(settings.logger.warn, warnings.wrong, inProduction());
  const stateOfRequest = createStateOfRequest(resolve);

  return Object.freeze({
    requestLoginCode: async (identity, caller, options) =>
      requestLoginCode(parts, identity, warnIfUnknown(parseCaller(caller)), options),
    login: async (input, caller) => login(parts, input, warnIfUnknown(parseCaller(caller))),
    refresh: async (token, caller) => refresh(parts, token, parseCaller(caller)),
    logout: (token) => logout(parts, token),
    logoutEverywhere: (identity) => logoutEverywhere(parts, identity),
    sessions: (identity) => listSessions(parts, identity),
    endSession: (identity, session) => endSession(parts, identity, session),
    updateClaims: async (token, claims, caller) => updateClaims(parts, token, claims, parseCaller(caller)),
    authenticate: async (token, caller) => resolve(token, parseCaller(caller)),
    jwks: async () => (await parts.keyring()).jwks,
    context: async (yogaContext, addressOf, reply) => {
      const address = findAddress(yogaContext, addressOf);
      const state = await stateOfRequest(yogaContext, address, reply);
      // Boundary: by type it is `auth`; whoever chooses another key says so in the types of the schema.
      return { [contextKey.current()]: state } as { auth: typeof state };
    },
    check: () => check(parts, parts.keyring),
    close: (options) => close(parts, options),
    forPlugins: openForPlugins(settings, own, contextKey),
  } satisfies EmailAuth<Extra>);
};
