import { createSecret } from './code/secret.js';
import { type ParsedCaller, parseCaller } from './core/caller.js';
import { createEmit, type EventListener, tellAll } from './core/events.js';
import { inProduction } from './core/in-production.js';
import type { Logger } from './core/logger.js';
import { createOperatorWarnings } from './core/operator-warnings.js';
import { createCircuitBreaker } from './delivery/circuit-breaker.js';
import { createDeferredWork } from './delivery/deferred-work.js';
import { createDeliveryHealth } from './delivery/delivery-health.js';
import { createMailDurations } from './delivery/mail-durations.js';
import { createMailQueue } from './delivery/mail-queue.js';
import { createMailSchedule } from './delivery/mail-schedule.js';
import { createProbe, type Probe, patienceOf } from './delivery/probe.js';
import type { EmailAuth } from './email-auth.js';
import { authenticate } from './flows/authenticate.js';
import { check } from './flows/check.js';
import { close } from './flows/close.js';
import { guardStore } from './flows/guarded-store.js';
import { guardTokens } from './flows/guarded-tokens.js';
import { listSessions } from './flows/list-sessions.js';
import { login } from './flows/login.js';
import { endSession, logout, logoutEverywhere } from './flows/logout.js';
import { refresh } from './flows/refresh.js';
import { requestLoginCode } from './flows/request-login-code.js';
import type { ServiceParts } from './flows/service-parts.js';
import { updateClaims } from './flows/update-claims.js';
import { askAddress } from './http/ask-address.js';
import { createDeploymentWatch } from './http/deployment-watch.js';
import { describeHost } from './http/host-name.js';
import { addressOfSocket } from './http/proxy.js';
import { createStateOfRequest } from './http/request-state.js';
import { createPerRequestLimit, type LimitedAction } from './limit/per-request.js';
import type { EmailAuthOptions } from './options/email-auth-options.js';
import { readOptions, type Settings } from './options/settings.js';
import { listenForComplaints } from './store/complaints.js';
import { openStore } from './store/open.js';
import { type AuthState, findStanding, standingOf } from './token/auth-state.js';
import { openKeyring } from './token/keyring.js';
import { keyMaterial } from './token/signing-key.js';
import { createTokens } from './token/token.js';

const once = <Result>(make: () => Promise<Result>): (() => Promise<Result>) => {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const createWarning = (logger: Logger, say: () => string): (() => void) => {
  let warned = false;
  return () => {
    if (!warned) logger.warn(say());
    warned = true;
  };
};

const openProbe = <Extra extends object>({ delivery, clock }: Settings<Extra>): Probe | undefined => {
  const { send, timeout } = delivery;
  return send.check && createProbe(async () => send.check?.(), patienceOf(timeout), clock);
};

const createWarnings = (logger: Logger) => ({
  unknownIp: createWarning(
    logger,
    () =>
      "The caller's address is not known, so all such callers share one set of limits, a hundred times that of one. " +
      'Say where your host has it: useEmailAuth(auth, { ip: (ctx) => … }), or caller.ip where you call the service. ' +
      `The host is ${describeHost()}.`,
  ),
  wrongIp: createWarning(
    logger,
    () =>
      "What should tell the caller's address (the option ip of useEmailAuth, or addressOf of auth.context) threw, or " +
      'its answer was neither an address nor null. Such callers count as unknown, and share one set of limits.',
  ),
});

/** When mails start, and who may wait for it. */
const openMail = ({
  clock,
  delivery,
  loginCode,
  limits,
}: Pick<Settings, 'clock' | 'delivery' | 'loginCode' | 'limits'>) => {
  const { concurrency, queue } = delivery;
  const durations = createMailDurations(clock);
  const schedule = createMailSchedule({
    clock,
    durations,
    concurrency,
    queue,
    lifetime: loginCode.lifetime * 1000,
  });
  const requestsPerIp = limits.requestsPerIp ? limits.requestsPerIp.limit : Number.POSITIVE_INFINITY;
  return { durations, queue: createMailQueue({ clock, schedule, places: queue, requestsPerIp }) };
};

/** Whoever listens to events hears what there is to know; sentences as well only where a logger asks for them. */
const openListener = ({ onEvent, hasLogger, logger }: Settings): EventListener => {
  const inSentences = createOperatorWarnings(logger, !inProduction());
  if (onEvent === undefined) return inSentences;
  return hasLogger ? tellAll([onEvent, inSentences]) : onEvent;
};

const openParts = <Extra extends object>(
  settings: Settings<Extra>,
  keyring: ReturnType<typeof openKeys>,
): ServiceParts<Extra> => {
  const emit = createEmit(openListener(settings), settings.clock);
  const [first, ...others] = settings.signingKeys;
  const store = openStore(settings.cache, {
    namespace: settings.namespace,
    timeout: settings.storeTimeout,
    singleProcess: settings.singleProcess,
    warn: settings.logger.warn,
  });
  const breaker = createCircuitBreaker(settings.clock);
  return {
    settings,
    emit,
    store: guardStore(store, emit, listenForComplaints(settings.cache)),
    secret: createSecret([keyMaterial(first), ...others.map(keyMaterial)]),
    tokens: guardTokens(createTokens(keyring, settings.jwt, settings.clock), emit),
    deferred: createDeferredWork(),
    ...openMail(settings),
    breaker,
    health: createDeliveryHealth(breaker, openProbe(settings)),
  };
};

const openKeys = (settings: Settings) => once(() => openKeyring(settings.signingKeys));

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
): EmailAuth<Extra> => {
  const settings = readOptions(options);
  const keyring = openKeys(settings as Settings);
  const parts = openParts(settings, keyring);
  const warnOf = createWarnings(settings.logger);
  const warnIfUnknown = (caller: ParsedCaller): ParsedCaller => {
    if (caller.ip === null) warnOf.unknownIp();
    return caller;
  };
  const own = new WeakSet<object>();
  const resolve = async (token: string | null, caller: ParsedCaller) => {
    const state = await authenticate(parts, token, caller);
    own.add(standingOf(state));
    return state;
  };
  const stateOfRequest = createStateOfRequest(resolve);
  const spend = createPerRequestLimit(settings.limits.perRequest);
  const watch = createDeploymentWatch(settings.logger.warn, inProduction());

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
    jwks: async () => (await keyring()).jwks,
    context: async (yogaContext, addressOf, reply) => {
      const address = askAddress(addressOf ?? addressOfSocket, yogaContext, warnOf.wrongIp);
      const configured = addressOf !== undefined;
      watch(yogaContext, address.ip, configured);
      return { auth: await stateOfRequest(yogaContext, { address, configured }, reply) };
    },
    check: () => check(parts as ServiceParts, keyring),
    close: (options) => close(parts, options),
    surface: Object.freeze({
      identityArgument: settings.identity.argument,
      challengeRequired: settings.loginCode.binding === 'required',
      presentation: Object.freeze({ messages: settings.messages, httpStatus: settings.httpStatus }),
      owns: (value: unknown): value is AuthState => {
        const standing = findStanding(value);
        return standing !== undefined && own.has(standing);
      },
      spend: (state: AuthState, action: LimitedAction) => spend(standingOf(state), action),
    }),
  } satisfies EmailAuth<Extra>);
};
