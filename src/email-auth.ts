import type { JWK } from 'jose';
import type { Caller, Reply } from './core/caller.js';
import type { LimitedAction } from './limit/per-request.js';
import type { SessionOrigin } from './session/origin.js';
import type { AuthState, Claims, Presentation } from './token/auth-state.js';
import type { ContextKey } from './token/context-key.js';

/** The answer to every request for a code, whether the address is known or not. */
export interface LoginCodeRequest {
  /** Proof that this caller asked for the code. A login that brings it has attempts of its own. */
  readonly challenge: string;
  /** Seconds for which the code is valid. */
  readonly expiresIn: number;
  /** Seconds after which the same caller may ask for another code. */
  readonly resendAfter: number;
  /** Characters of the code: `loginCode.length`, or 10 letters and digits where the address is attacked. */
  readonly codeLength: number;
}

/** What a request for a code may bring along. */
export interface RequestOptions {
  /**
   * The challenge that the caller has from a request before this one. It is answered again, and stands for the new code
   * too, if a live code of this identity has it. Else it is ignored, and a new one is given.
   */
  readonly challenge?: string | null | undefined;
}

/** What a login sends. */
export interface LoginInput {
  /** The address that the code was sent to. */
  readonly identity: string;
  /** The code as the user typed it: spaces, hyphens, lower case and full-width characters are forgiven. */
  readonly code: string;
  /** The challenge that `requestLoginCode` answered with. */
  readonly challenge?: string | null | undefined;
}

/** A pair of tokens, as a login and a refresh answer with. */
export interface AuthTokens<Extra extends object = object> {
  /** Signed JWT (RFC 9068 style, `typ` is `at+jwt`) for the `Authorization: Bearer` header. */
  readonly accessToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
  /** Signed JWT (`typ` is `rt+jwt`) that `refreshToken` swaps for a new pair. */
  readonly refreshToken: string;
  /** Seconds until the session ends, however often it is refreshed. */
  readonly refreshExpiresIn: number;
  /** The claims of the access token. */
  readonly claims: Claims<Extra>;
}

/** A live session of an identity. */
export interface SessionInfo extends SessionOrigin {
  /** The `sid` claim of its tokens. */
  readonly id: string;
  /** When it began, in seconds since 1970. */
  readonly createdAt: number;
  /** When its tokens were last made, in seconds since 1970. */
  readonly refreshedAt: number;
  /** When it ends, in seconds since 1970. */
  readonly expiresAt: number;
}

/** Options of `close`. */
export interface CloseOptions {
  /** Seconds after which what is still under way is aborted: 0 to 3600. Default: 10. */
  readonly timeout?: number;
}

/** What adapters (the Pothos plugin, the Yoga plugin) need to know of the options. */
export interface ForPlugins {
  /** The name of the GraphQL argument that takes the identity; `email` by default. */
  readonly identityArgument: string;
  /** Whether `login` must bring its challenge (`loginCode.binding: 'required'`). */
  readonly challengeRequired: boolean;
  /** How refusals are put into words. */
  readonly presentation: Presentation;
  /** Whether this is a state that this service has made: one of another service, or made by hand, does not count. */
  readonly owns: (value: unknown) => value is AuthState;
  /**
   * Counts one login or one request for a code of the HTTP request that a state was made for.
   *
   * @throws {AuthError} `TOO_MANY_REQUESTS`
   */
  readonly countAction: (state: AuthState, action: LimitedAction) => void;
  /** Where the state stands in a context. */
  readonly contextKey: ContextKey;
  /** Tells the operator, by the `logger` option, what the host's own code has done wrong. */
  readonly reportMistake: (sentence: string) => void;
}

/**
 * The service behind the mutations; it knows neither GraphQL nor HTTP. All refusals are `AuthError`s.
 * Made by `createEmailAuth`.
 */
export interface EmailAuth<Extra extends object = object> {
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
   * @throws {AuthError} `SERVICE_UNAVAILABLE`
   */
  logout(token: string): Promise<true>;
  /**
   * Ends every session of an identity and answers how many there were.
   *
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  logoutEverywhere(identity: string): Promise<number>;
  /**
   * The live sessions of an identity, oldest first.
   *
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  sessions(identity: string): Promise<readonly SessionInfo[]>;
  /**
   * Ends one session of an identity, and answers whether there was one.
   *
   * @throws {AuthError} `BAD_USER_INPUT`, `SERVICE_UNAVAILABLE`
   */
  endSession(identity: string, session: string): Promise<boolean>;
  /**
   * Changes claims in mid-session and answers with new tokens, as `refresh` does. The values hold for the session from
   * then on, over what the `claims` option answers with. Only for names in `updatableClaims`.
   *
   * @param token - the newest refresh token of the session
   * @param claims - values that JSON can hold, up to 256 characters each
   * @throws {TypeError} for other names or values
   * @throws {AuthError} `INVALID_REFRESH_TOKEN`, `SERVICE_UNAVAILABLE`
   */
  updateClaims(token: string, claims: Partial<Extra>, caller?: Caller): Promise<AuthTokens<Extra>>;
  /**
   * Resolves an access token to the state of a request. Never rejects: what is wrong stands in `failure`. Put it into the
   * context as it is, `{ auth: await auth.authenticate(token, caller) }`: a copy counts nowhere.
   */
  authenticate(token: string | null, caller: Caller): Promise<AuthState<Extra>>;
  /** The public keys as a JWK Set (RFC 7517, section 5), for others who verify access tokens. */
  jwks(): Promise<{ readonly keys: readonly JWK[] }>;
  /**
   * The `{ auth }` of a Yoga context (with the option `emailAuth.contextKey` of a schema, under that name), or of a graphql-ws one with the token in `connectionParams.authorization`.
   *
   * @param addressOf - tells the caller's address, as `createAddressOf(proxy)` of the entry `./yoga` does; without it,
   * the address is the socket's. Where it throws, or its answer is no address, the caller's is not known
   * @param reply - when the answer leaves, and the host's `waitUntil`; without it, what node's response or Deno's
   * connection info says
   */
  context(
    yogaContext: object,
    addressOf?: (yogaContext: object) => string | null | undefined,
    reply?: Reply,
  ): Promise<{ readonly auth: AuthState<Extra> }>;
  /**
   * Proves that the cache answers, keeps what it is given and does every step, that the keys can be loaded, and that the
   * delivery's own `check`, where it has one, succeeds; for start-up and health probes. It leaves nothing in the cache,
   * sends no mail, and warns once where a Redis may drop records.
   *
   * @throws {AuthError} `SERVICE_UNAVAILABLE`. Its `cause` is an `OperatorCause`: `part` says what failed first (`cache`,
   * `keys` or `mail`), `code` says why (`ECONNREFUSED`, `WRONGPASS`, `NOPERM`)
   */
  check(): Promise<void>;
  /**
   * Sends at once what waits to be sent, without pauses between tries, and returns in time; call it before the process
   * exits. Mail whose code has expired is dropped, and so is mail that is still under way when the time is over. The
   * service answers and sends afterwards as before, and can be closed again.
   *
   * @throws {TypeError} for a wrong timeout
   */
  close(options?: CloseOptions): Promise<void>;
  /** For adapters. */
  readonly forPlugins: ForPlugins;
}
