import type { Transport } from './cookie/cookie-options.js';
import type { Caller } from './core/caller.js';
import type { Watcher } from './core/watchers.js';
import type { LimitedAction } from './limit/per-request.js';
import type { AuthState, Presentation } from './token/auth-state.js';
import type { ContextKey } from './token/context-key.js';

/** What the headers of answers depend on. */
export interface CookiesForPlugins {
  /** The origins beside the server's own whose pages may send cookies, and read the answers. */
  readonly origins: readonly string[];
  /** Whether some of ours are in a header `Cookie`. */
  readonly areIn: (header: string | null) => boolean;
}

/** What adapters (the Pothos plugin, the Yoga plugin) need to know of the options. */
export interface ForPlugins<Args extends object = object> {
  /** The name of the GraphQL argument that takes the identity; `email` by default. */
  readonly identityArgument: string;
  /** Whether `login` must bring its challenge (`loginCode.binding: 'required'`). */
  readonly challengeRequired: boolean;
  /** The `iss` of the tokens. */
  readonly issuer?: string | undefined;
  /** How tokens travel. */
  readonly transport: Transport;
  /** Undefined where tokens do not travel in cookies. */
  readonly cookies?: CookiesForPlugins | undefined;
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
  /** Ends the session of a refresh token whose cookie a refresh of another session replaces. The id is that of the other. */
  readonly endReplaced: (token: string, session: string, caller: Caller) => Promise<void>;
  /** Where the state stands in a context. */
  readonly contextKey: ContextKey;
  /** Tells the operator, by the `logger` option, what the host's own code has done wrong. */
  readonly reportMistake: (sentence: string) => void;
  /** Has somebody told of every event and of every step of the cache. Answers with what ends it. */
  readonly watch: (watcher: Watcher) => () => void;
  /** Never there: by its type, a schema whose arguments are not those of `guard`, `claims` and the delivery is an error. */
  readonly takes?: (args: Args) => void;
  /** Tells the operator what somebody should look at, by the `logger` option. */
  readonly warn: (sentence: string) => void;
}
