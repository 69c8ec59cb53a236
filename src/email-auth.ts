import type { JWK } from 'jose';
import type { LoginCodeRequest, RequestOptions } from './code/login-code-request.js';
import type { LoginInput } from './code/login-input.js';
import type { Caller, Reply } from './core/caller.js';
import type { DeliveryReport } from './core/events.js';
import type { PageRequest } from './core/page-request.js';
import type { ForPlugins } from './for-plugins.js';
import type { KeptData } from './session/kept-data.js';
import type { SessionInfo } from './session/session-info.js';
import type { AuthState } from './token/auth-state.js';
import type { AuthTokens } from './token/auth-tokens.js';
import type { GraphQLWsHooks } from './token/socket-hooks.js';

/** What a service knows of itself, in this process. */
export interface ServiceStatus {
  /** Requests for a code whose mails have not begun: those that the option `delivery.queue` limits. */
  readonly queueLength: number;
  /** Mail has failed for everybody and has not succeeded since. Requests for a code are refused, but for a try now and then. */
  readonly breakerOpen: boolean;
}

/** Options of `close`. */
export interface CloseOptions {
  /** Seconds after which what is still under way is aborted: 0 to 3600. Default: 10. */
  readonly timeout?: number;
}

/**
 * The service behind the mutations; it knows neither GraphQL nor HTTP. All refusals are `AuthError`s.
 * Made by `createEmailAuth`. `Args`: the arguments that its `guard`, `claims` and delivery know, beside its own.
 */
// `out` and `in`: so that the compiler compares claims and arguments themselves, and not method by method what uses them.
export interface EmailAuth<out Extra extends object = object, in Args extends object = object> {
  /**
   * Sends a code to an address, after replying. The answer is the same, at the same time, for every address.
   *
   * @throws {AuthError} `BAD_USER_INPUT`, `TOO_MANY_REQUESTS`, `DELIVERY_UNAVAILABLE`, `SERVICE_UNAVAILABLE`
   */
  requestLoginCode(identity: string, caller: Caller, options?: RequestOptions): Promise<LoginCodeRequest>;
  /**
   * Swaps a code for tokens. A code works once, for one caller.
   *
   * @throws {AuthError} `BAD_USER_INPUT`, `INVALID_LOGIN_CODE`, `TOO_MANY_REQUESTS`, `SERVICE_UNAVAILABLE`
   */
  login(input: LoginInput, caller: Caller): Promise<AuthTokens<Extra>>;
  /**
   * Swaps a refresh token for new tokens of the same session.
   *
   * @throws {AuthError} `INVALID_REFRESH_TOKEN`, `SERVICE_UNAVAILABLE`
   */
  refresh(token: string, caller: Caller): Promise<AuthTokens<Extra>>;
  /**
   * Ends the session of a refresh token, expired or already replaced as it may be. Says nothing about whether there
   * was one.
   *
   * @param caller - who asks, for the event. Default: nobody that is known
   * @throws {AuthError} `SERVICE_UNAVAILABLE`
   */
  logout(token: string, caller?: Caller): Promise<true>;
  /**
   * Ends every session of an identity and answers how many there were.
   *
   * @param caller - who asks, for the event. Default: nobody that is known
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  logoutEverywhere(identity: string, caller?: Caller): Promise<number>;
  /**
   * The live sessions of an identity, oldest first.
   *
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  sessions(identity: string): Promise<readonly SessionInfo[]>;
  /**
   * Ends one session of an identity, and answers whether there was one.
   *
   * @param caller - who asks, for the event. Default: nobody that is known
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  endSession(identity: string, session: string, caller?: Caller): Promise<boolean>;
  /**
   * Drops what the cache keeps of an identity: its sessions, its codes and the networks of its logins. Access tokens are
   * refused at once. Counts, pauses and blocks stay until they end: or guessing could begin anew. For the host, when
   * somebody deletes their account; first let `claims` answer null.
   *
   * @param caller - who asks, for the events. Default: nobody that is known
   * @returns how many sessions have ended
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  forget(identity: string, caller?: Caller): Promise<number>;
  /**
   * What the cache keeps of an identity, as plain JSON, without a code, a token or an HMAC. For the host, when somebody asks
   * for their data.
   *
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  export(identity: string): Promise<KeptData>;
  /**
   * Changes claims in mid-session and answers with new tokens, as `refresh` does. The values hold for the session from
   * then on, over what the `claims` option answers with. Only for names in `updatableClaims`.
   *
   * @param token - the newest refresh token of the session; or `ctx.auth`, where its caller is known by a cookie: then the
   * new tokens are set in cookies, and belong in no body. Its session is changed, and no other
   * @param claims - values that JSON can hold, up to 256 characters each
   * @throws {TypeError} for other names or values
   * @throws {AuthError} `INVALID_REFRESH_TOKEN`, `SERVICE_UNAVAILABLE`
   */
  updateClaims(
    token: string | AuthState<Extra>,
    claims: Partial<Extra>,
    caller?: Caller,
  ): Promise<AuthTokens<Extra>>;
  /**
   * Resolves an access token to the state of a request. Never rejects: what is wrong stands in `failure`. Put it into the
   * context as it is, `{ auth: await auth.authenticate(token, caller) }`: a copy counts nowhere.
   */
  authenticate(token: string | null, caller: Caller): Promise<AuthState<Extra>>;
  /**
   * Tells the operator, by the event `mail.reported`, that a provider has reported on a message it had taken: call it from
   * the provider's webhook. It changes nothing else, so that no later answer tells anything about the address.
   *
   * @param messageId - the `id` of the message, alone or as `Message-ID`
   * @param recipient - the address that the provider names. Only together they are known: nothing is kept
   * @returns whether it was a message of this service to this address; if not, there is no event
   * @throws {TypeError} for another report
   * @throws {AuthError} `SERVICE_UNAVAILABLE`, where the keys cannot be loaded
   */
  reportDelivery(messageId: string, report: DeliveryReport, recipient: string): Promise<boolean>;
  /** The public keys as a JWK Set (RFC 7517, section 5), for others who verify access tokens. */
  jwks(): Promise<{ readonly keys: readonly JWK[] }>;
  /**
   * The `{ auth }` of a Yoga context (with the option `emailAuth.contextKey` of a schema, under that name), or of a graphql-ws one with the token in `connectionParams.authorization`.
   *
   * @param addressOf - tells the caller's address, as `createAddressOf(proxy)` of the entry `./yoga` does; without it,
   * the address is the socket's. Where it throws, or its answer is no address, the caller's is not known
   * @param reply - when the answer leaves, and the host's `waitUntil`; without it, what node's response or Deno's
   * connection info says. Its `say` is told what the headers of the answer have to say, cookies among it: without it, nobody
   * can log in by cookies
   */
  context(
    yogaContext: object,
    addressOf?: (yogaContext: object) => string | null | undefined,
    reply?: Reply,
  ): Promise<{ readonly auth: AuthState<Extra> }>;
  /**
   * Who asks for a page, in the loader of a framework: by the cookies of the request, or its bearer token. Never rejects, as
   * `authenticate`. Whoever opens the page by a link anywhere counts here, and nowhere else: a loader must change nothing.
   * It refreshes nothing, for a page may be loaded in parallel with others.
   *
   * @param request - the Request of the Fetch API, or node's IncomingMessage
   * @example
   * // Remix, React Router
   * export const loader = async ({ request }) => ({ email: (await auth.fromRequest(request)).claims?.email });
   */
  fromRequest(request: PageRequest): Promise<AuthState<Extra>>;
  /**
   * `onSubscribe` and `onPing` for the server of graphql-ws. With them, a client keeps its streams alive: before its token
   * ends, it sends a new one on the open socket, as `extensions.authorization` of any operation, or as `authorization` in
   * the payload of a ping. From then on, the new claims hold for everything that runs on the socket. The new token counts
   * only if it is valid, of the same session and identity, and ends later. Anything else changes nothing.
   *
   * @example
   * useServer({ schema, context: ({ connectionParams, extra }) => auth.context({ connectionParams, req: extra.request }), ...auth.graphqlWs }, server);
   * @example
   * // Beside an `onSubscribe` of your own: call this one first.
   * onSubscribe: async (ctx, id, payload) => {
   *   await auth.graphqlWs.onSubscribe(ctx, id, payload);
   * }
   */
  readonly graphqlWs: GraphQLWsHooks;
  /**
   * Proves that the cache answers, keeps what it is given and does every step, that the keys can be loaded, and that the
   * delivery's own `check`, where it has one, succeeds; for start-up and health probes. It leaves nothing in the cache,
   * sends no mail, and warns once where a Redis may drop records.
   *
   * @throws {AuthError} `SERVICE_UNAVAILABLE`. Its `cause` is an `OperatorCause`: `part` says what failed first (`cache`,
   * `keys` or `mail`), `code` says why (`ECONNREFUSED`, `WRONGPASS`, `NOPERM`)
   */
  check(): Promise<void>;
  /** How long the mail queue is, and whether mail can be sent, as far as is known. It is not async, and asks nobody. */
  status(): ServiceStatus;
  /**
   * Sends at once what waits to be sent, without pauses between tries, and returns in time; call it before the process
   * exits. Mail whose code has expired is dropped, and so is mail that is still under way when the time is over. The
   * service answers and sends afterwards as before, and can be closed again.
   *
   * @throws {TypeError} for a wrong timeout
   */
  close(options?: CloseOptions): Promise<void>;
  /** For adapters. */
  readonly forPlugins: ForPlugins<Args>;
}
