import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import type { WaitUntil } from '../core/caller.js';
import type { HttpWords } from '../core/http-words.js';
import { callable, checkRecord } from '../core/validate.js';
import type { EmailAuth } from '../email-auth.js';
import { createAddressOf, type ProxyOptions } from '../http/proxy.js';
import { createReplies } from '../http/replies.js';
import { type AuthState, isAuthState } from '../token/auth-state.js';
import { writeBrowserWords } from './browser-words.js';
import { checkService } from './check-service.js';
import type { EndpointService } from './endpoints/endpoints.js';
import { type EndpointOptions, endpointChecks } from './endpoints/options.js';
import { useEndpoints } from './endpoints/use-endpoints.js';
import { createFindWaitUntil } from './find-wait-until.js';
import { goFirst } from './go-first.js';
import { createReplyHeaders } from './reply-headers.js';

/** Options of `useEmailAuth`. */
export interface UseEmailAuthOptions<Context extends object = YogaInitialContext> extends EndpointOptions {
  /** The proxies in front of the server. Default: none, the caller's address is the socket's. */
  readonly proxy?: ProxyOptions;
  /**
   * Tells the caller's address on a host that gives no socket, from the context of an operation. Null or undefined:
   * not known. Where it throws, or answers something else, the address is not known either, and one warning says so.
   * Not together with `proxy`. What other plugins put into the context is not there yet; what Yoga's option `context`
   * puts there is.
   *
   * @example
   * useEmailAuth(auth, { ip: (ctx) => ctx.request.headers.get('cf-connecting-ip') })
   */
  readonly ip?: (context: Context) => string | null | undefined;
  /**
   * Finds the host's `waitUntil`, which keeps a process alive for the mail after the reply: that function, or the
   * object that has it (which it is then called on). Default: `context.waitUntil`, where it is a function.
   *
   * @example
   * useEmailAuth(auth, { waitUntil: (ctx: { executionCtx: ExecutionContext }) => ctx.executionCtx })
   */
  readonly waitUntil?: (context: Context) => WaitUntil | { readonly waitUntil: WaitUntil } | null | undefined;
}

const checkOptions = <Context extends object>(options: unknown): UseEmailAuthOptions<Context> =>
  checkRecord<UseEmailAuthOptions<Context>>(options, 'options', {
    // What is wrong with the proxies, createAddressOf says.
    proxy: () => {},
    ip: callable,
    waitUntil: callable,
    ...endpointChecks,
  });

// The programmer's mistake: a plain error, which Yoga logs and masks.
const refuseTaken = (context: object, made: object): void => {
  const taken = Object.keys(made).find((key) => {
    const there: unknown = Reflect.get(context, key);
    return there !== undefined && !isAuthState(there);
  });
  if (taken !== undefined) {
    throw new Error(
      `The context has a \`${taken}\` already, from the option context of Yoga or another plugin. Rename that one, or choose ` +
        'another place for that of this package: emailAuth: { auth, contextKey: … } in the schema builder.',
    );
  }
};

/**
 * Adds `ctx.auth` to the context of every operation: who asks, resolved once per HTTP request. It never makes an
 * operation fail; protected fields do. The order of plugins does not matter: it comes before all others that build the
 * context.
 *
 * @throws {TypeError} naming the option that is wrong
 * @example
 * createYoga({ schema, plugins: [useEmailAuth(auth, { proxy: { trust: ['10.0.0.0/8'] } })] });
 */
export const useEmailAuth = <Extra extends object, Context extends object = YogaInitialContext>(
  auth: Pick<EmailAuth<Extra>, 'context'> & Partial<EndpointService>,
  options: UseEmailAuthOptions<Context> = {},
): Plugin<{ auth: AuthState<Extra> }> => {
  checkService(auth);
  const { proxy, ip, waitUntil, ...endpointOptions } = checkOptions<Context>(options);
  if (proxy !== undefined && ip)
    throw new TypeError('proxy and ip exclude each other: both tell the address of the caller');
  // Boundary: what is in the context beside Yoga's own, the host's types say.
  const addressOf = (proxy === undefined ? ip : createAddressOf(proxy)) as
    | ((context: object) => string | null | undefined)
    | undefined;
  const findWaitUntil = createFindWaitUntil(waitUntil as ((context: object) => unknown) | undefined);
  const replies = createReplies();
  const endpoints = useEndpoints(auth, endpointOptions);
  const headers = createReplyHeaders(endpoints.resourceMetadata);
  const plugin: Plugin<{ auth: AuthState<Extra> }> = {
    onPluginInit({ plugins }) {
      goFirst(plugins, plugin);
    },
    onYogaInit: endpoints.onYogaInit,
    onRequest: endpoints.onRequest,
    async onContextBuilding({ context, extendContext }) {
      const reply = {
        get replied() {
          return replies.replied(context);
        },
        get waitUntil() {
          return findWaitUntil(context);
        },
        // A WebSocket has one request for all its answers, which have no headers.
        ...(context.request && { say: (words: HttpWords) => headers.note(context, words) }),
      };
      const made = await auth.context(context, addressOf, reply);
      refuseTaken(context, made);
      extendContext(made);
      return () => refuseTaken(context, made);
    },
    onResponse(payload) {
      const { request, response } = payload;
      endpoints.onResponse(payload);
      headers.write(request, response);
      if (!endpoints.hasAnswered(request)) writeBrowserWords(auth.forPlugins?.cookies, payload);
      replies.responded(request);
    },
  };
  return plugin;
};
