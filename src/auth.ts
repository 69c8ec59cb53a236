import type { Caller } from './core/caller.js';
import { createCircuitBreaker } from './core/circuit-breaker.js';
import { createDeferredWork } from './core/deferred-work.js';
import { createDeliveryHealth } from './core/delivery-health.js';
import { createEmit } from './core/events.js';
import { openKeyring } from './core/keyring.js';
import { createMailDurations } from './core/mail-durations.js';
import { createMailQueue } from './core/mail-queue.js';
import { createMailSchedule } from './core/mail-schedule.js';
import { createProbe, type Probe } from './core/probe.js';
import { createRequestBudget } from './core/request-budget.js';
import { createSecret } from './core/secret.js';
import { keyMaterial } from './core/signing-key.js';
import { terminal } from './core/terminal.js';
import { createTokens } from './core/token.js';
import { createOperatorWarnings } from './core/warn-operator.js';
import type { EmailAuth } from './email-auth.js';
import { authenticate } from './flows/authenticate.js';
import { close } from './flows/close.js';
import { guardStore } from './flows/guarded-store.js';
import { login } from './flows/login.js';
import { ipOf } from './flows/parse-caller.js';
import type { Parts } from './flows/parts.js';
import { refresh } from './flows/refresh.js';
import { requestLoginCode } from './flows/request-login-code.js';
import { endSession, logout, logoutEverywhere, sessions } from './flows/sessions.js';
import { updateClaims } from './flows/update-claims.js';
import { askAddress } from './http/ask-address.js';
import { createDeploymentWatch } from './http/deployment-watch.js';
import { describeHost } from './http/host-name.js';
import { createAddressOf } from './http/proxy.js';
import { createStateOfRequest } from './http/request-state.js';
import type { EmailAuthOptions } from './options/email-auth-options.js';
import { inProduction } from './options/in-production.js';
import { readOptions, type Settings } from './options/settings.js';
import { openStore } from './store/open.js';

const once = <Result>(make: () => Promise<Result>): (() => Promise<Result>) => {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const createWarning = (say: () => string): (() => void) => {
  let warned = false;
  return () => {
    if (!warned) terminal.warn(say());
    warned = true;
  };
};

/** A check is the beginning of a mail: what takes it longer than a mail may take, no mail gets through. */
const openProbe = <Extra extends object>({ delivery, clock }: Settings<Extra>): Probe | undefined => {
  const { send, timeout } = delivery;
  const seconds = Math.min(Math.max(0.25, timeout), 10);
  return send.check && createProbe(async () => send.check?.(), seconds * 1000, clock);
};

const createWarnings = () => ({
  unknownIp: createWarning(
    () =>
      "The caller's address is not known, so all such callers share one set of limits, a hundred times that of one. " +
      'Say where your host has it: useEmailAuth(auth, { ip: (ctx) => … }), or caller.ip where you call the service. ' +
      `The host is ${describeHost()}.`,
  ),
  wrongIp: createWarning(
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

const openParts = <Extra extends object>(
  settings: Settings<Extra>,
  keyring: ReturnType<typeof openKeys>,
): Parts<Extra> => {
  const emit = createEmit(settings.onEvent ?? createOperatorWarnings(terminal), settings.clock);
  const [first, ...others] = settings.signingKeys;
  const store = openStore(settings.cache, {
    namespace: settings.namespace,
    timeout: settings.storeTimeout,
    singleProcess: settings.singleProcess,
  });
  const breaker = createCircuitBreaker(settings.clock);
  return {
    settings,
    emit,
    store: guardStore(store, emit),
    secret: createSecret([keyMaterial(first), ...others.map(keyMaterial)]),
    tokens: createTokens(keyring, settings.jwt, settings.clock),
    deferred: createDeferredWork(),
    ...openMail(settings),
    breaker,
    health: createDeliveryHealth(breaker, openProbe(settings)),
  };
};

/** Whoever forgets to say who asks, in plain JavaScript, means nobody that is known. */
const nobody: Caller = { ip: null };

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
  const warnOf = createWarnings();
  const seen = (caller: Caller = nobody): Caller => {
    if (ipOf(caller) === null) warnOf.unknownIp();
    return caller;
  };
  const resolve = (token: string | null, caller: Caller = nobody) => authenticate(parts, token, caller);
  const stateOfRequest = createStateOfRequest(resolve);
  const socketAddress = createAddressOf(undefined);
  const watch = createDeploymentWatch(terminal.warn, inProduction());

  return Object.freeze({
    requestLoginCode: (identity: string, caller: Caller) => requestLoginCode(parts, identity, seen(caller)),
    login: (input, caller) => login(parts, input, seen(caller)),
    refresh: (token, caller = nobody) => refresh(parts, token, caller),
    logout: (token) => logout(parts, token),
    logoutEverywhere: (identity) => logoutEverywhere(parts, identity),
    sessions: (identity) => sessions(parts, identity),
    endSession: (identity, session) => endSession(parts, identity, session),
    updateClaims: (token, claims, caller = nobody) => updateClaims(parts, token, claims, caller),
    authenticate: resolve,
    jwks: async () => (await keyring()).jwks,
    context: async (yogaContext, addressOf, reply) => {
      const ip = askAddress(addressOf ?? socketAddress, yogaContext, warnOf.wrongIp);
      watch(yogaContext, ip, addressOf !== undefined);
      return { auth: await stateOfRequest(yogaContext, ip, reply) };
    },
    check: () => parts.store.check(),
    close: (options) => close(parts, options),
    surface: Object.freeze({
      identityArgument: settings.identity.argument,
      challengeRequired: settings.loginCode.binding === 'required',
      presentation: { messages: settings.messages, httpStatus: settings.httpStatus },
      spend: createRequestBudget(settings.limits.perRequest),
    }),
  } satisfies EmailAuth<Extra>);
};
