import type { CookieJar, FoundCookies } from '../cookie/cookie-jar.js';
import type { Address } from '../core/address.js';
import {
  type Caller,
  createCaller,
  type HeaderLookup,
  type ParsedCaller,
  type Reply,
} from '../core/caller.js';
import type { SetCookies } from '../core/http-words.js';
import type { TokenCookies } from '../core/token-cookies.js';
import type { Credentials } from './credentials.js';
import { type HostContext, headerTextOf, nodeResponseOf } from './host-context.js';
import { departureOf } from './replies.js';
import { sayOn } from './words-as-headers.js';

const ignore = (): void => {};

/** What a host says of its answer, whose getters may throw. */
const said = <Answer>(ask: () => Answer): Answer | undefined => {
  try {
    return ask();
  } catch {
    return undefined;
  }
};

/** When the answer has left; undefined where nobody tells. It neither throws nor rejects. */
const leftOf = (context: HostContext, reply: Reply | undefined): Promise<void> | undefined =>
  said(() => {
    const left = reply ? reply.replied : departureOf(context);
    return left && Promise.resolve(left).then(ignore, ignore);
  });

/** Where nobody else writes headers: not Yoga, which has an object of its own for them. */
const sayOnNode = (context: HostContext): Reply['say'] => {
  const response = nodeResponseOf(context);
  return response && sayOn(response);
};

/** The refresh tokens that answers will put into cookies; null where they take them away. */
const answered = new WeakMap<FoundCookies, string | null>();

/**
 * What the cookies of a request are, and how its answer is told of others. What one field has set counts for the next: a
 * logout after a login is that of the new session.
 */
const tokenCookies = (
  jar: CookieJar | undefined,
  { cookies, byCookie }: Credentials,
  say: Reply['say'],
): TokenCookies | undefined => {
  if (!jar || !cookies) return undefined;
  const write = (refreshToken: string | null, setCookies: SetCookies): void => {
    answered.set(cookies, refreshToken);
    say?.({ setCookies });
  };
  return {
    ownSite: cookies.ownSite,
    wanted: cookies.wanted,
    get refreshToken() {
      const latest = answered.get(cookies);
      return latest === undefined ? cookies.refreshToken : latest;
    },
    authenticates: byCookie,
    canSet: say !== undefined && !cookies.onSocket,
    set: (tokens) => write(tokens.refreshToken, jar.set(tokens)),
    clear: () => write(null, jar.cleared),
  };
};

/** What is known of a request beside its address. */
export interface RequestParts {
  readonly context: HostContext;
  readonly credentials: Credentials;
  readonly reply: Reply | undefined;
  readonly jar: CookieJar | undefined;
}

/**
 * What a request says of its caller. When the answer leaves is found out only where somebody waits for it, which most
 * requests never do.
 */
class RequestCaller implements Omit<Caller, 'ip' | 'args'>, Reply {
  readonly #parts: RequestParts;
  #left: Promise<void> | undefined;
  #say: Reply['say'];

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  get userAgent() {
    return this.headers.get('user-agent');
  }

  get locale() {
    return this.headers.get('accept-language');
  }

  get headers(): HeaderLookup {
    return { get: (name) => headerTextOf(this.#parts.context, name) };
  }

  get replied() {
    this.#left ??= leftOf(this.#parts.context, this.#parts.reply);
    return this.#left;
  }

  get waitUntil() {
    return said(() => this.#parts.reply?.waitUntil);
  }

  get say() {
    this.#say ??= this.#saidByHost ?? sayOnNode(this.#parts.context);
    return this.#say;
  }

  get cookies() {
    // Not on Node's response alone: an answer with cookies has more to say (`Vary`, who may keep it), which only Yoga writes.
    return tokenCookies(this.#parts.jar, this.#parts.credentials, this.#saidByHost);
  }

  get #saidByHost() {
    return said(() => this.#parts.reply?.say);
  }
}

/** The caller of a request. */
export const callerOfRequest = (address: Address, parts: RequestParts): ParsedCaller =>
  createCaller(address, new RequestCaller(parts));
