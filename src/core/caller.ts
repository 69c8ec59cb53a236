import { type Address, parseAddress } from './address.js';
import { callHarmlessly } from './harmless.js';
import type { HttpWords } from './http-words.js';
import type { TokenCookies } from './token-cookies.js';

/** The host's way to keep a process alive for work after the reply (serverless and edge hosts have one). */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Looks up a header of the request by its name, in any case of letters; null where it was not sent. */
export interface HeaderLookup {
  get(name: string): string | null;
}

/** Who asks, and what travels with the question. */
export interface Caller {
  /** The caller's address, or null where it is not known; such callers share limits, a hundred times those of one. */
  readonly ip: string | null;
  /** The caller's `User-Agent`: for the list of sessions, `guard`, `claims` and the mail. */
  readonly userAgent?: string | null | undefined;
  /** The languages that the caller reads, as `Accept-Language` has them (RFC 9110, section 12.5.4): `de` or `de-CH, fr;q=0.8`. */
  readonly locale?: string | null | undefined;
  /** The host's own arguments, for `guard`, `claims` and the delivery. A `locale` among them goes before the other one. */
  readonly args?: object | undefined;
  /** The headers of the request, for `guard`. The `Headers` of the Fetch API fit. */
  readonly headers?: HeaderLookup | undefined;
  /** Resolves when the answer has left; what goes on after it waits for that. Without it: the turn after the answer. */
  readonly replied?: Promise<unknown> | undefined;
  /** Told of the work that goes on after the reply. */
  readonly waitUntil?: WaitUntil | undefined;
}

/** What is known of the answer: for the work that goes on after it, and for its headers. */
export interface Reply extends Pick<Caller, 'replied' | 'waitUntil'> {
  /** Told what the headers of the answer have to say, as often as there is something to say. */
  readonly say?: ((words: HttpWords) => void) | undefined;
}

/** What a host says of a caller beside its address. It is asked where it is needed: getters of a host may throw. */
type Rest = Omit<Caller, 'ip'> & Reply & { readonly cookies?: TokenCookies | undefined };

/**
 * A caller whose address is parsed, once for all who want to know it. Only this file makes one, and nothing else has its
 * private parts. A class, since one is made for every request: getters of its own would cost each some hundred
 * nanoseconds.
 */
class ParsedCaller implements Caller {
  readonly ip: string | null;
  readonly #address: Address;
  readonly #rest: Rest;

  constructor(address: Address, rest: Rest) {
    this.ip = address.ip;
    this.#address = address;
    this.#rest = rest;
  }

  static isParsed(caller: Caller): caller is ParsedCaller {
    return typeof caller === 'object' && caller !== null && #address in caller;
  }

  get address() {
    return this.#address;
  }

  get userAgent() {
    return this.#rest.userAgent ?? null;
  }

  get locale() {
    return this.#rest.locale ?? null;
  }

  get args() {
    return this.#rest.args;
  }

  get headers() {
    return this.#rest.headers;
  }

  get replied() {
    return this.#rest.replied;
  }

  get waitUntil() {
    return this.#rest.waitUntil;
  }

  /** The cookies of the request; undefined where tokens do not travel in cookies, or nobody has looked. */
  get cookies() {
    return this.#rest.cookies;
  }

  /** Tells what the headers of the answer have to say, where somebody writes them. It never throws. */
  say(words: HttpWords): void {
    callHarmlessly(() => this.#rest.say?.(words));
  }
}

export type { ParsedCaller };

/** The caller of a request, out of what was found. */
export const createCaller = (address: Address, rest: Rest): ParsedCaller => new ParsedCaller(address, rest);

/**
 * Parses a caller at the door of the service. One that is parsed already is taken as it is; a copy of one is not, for its
 * address may be another.
 *
 * @param caller - whoever leaves it out, in plain JavaScript, means nobody that is known
 */
export const parseCaller = (caller: Caller = { ip: null }): ParsedCaller =>
  ParsedCaller.isParsed(caller) ? caller : createCaller(parseAddress(caller.ip), caller);

/** What a generated mutation adds to the caller of its request. */
export interface CallerOfField {
  /** The host's own arguments of this field. */
  readonly args: object;
  /** Another place to look for the host's `waitUntil`. */
  readonly findWaitUntil: () => WaitUntil | undefined;
}

/**
 * The same caller in one field of a request. This one leaves our hands: a host may have put something before the service
 * that hands on a copy. So the getters are its own.
 */
export const inField = (caller: ParsedCaller, { args, findWaitUntil }: CallerOfField): ParsedCaller => {
  const rest: Rest = {
    args,
    get userAgent() {
      return caller.userAgent;
    },
    get locale() {
      return caller.locale;
    },
    get headers() {
      return caller.headers;
    },
    get replied() {
      return caller.replied;
    },
    get waitUntil() {
      return caller.waitUntil ?? findWaitUntil();
    },
  };
  const other = createCaller(caller.address, rest);
  Object.freeze(Object.defineProperties(other, Object.getOwnPropertyDescriptors(rest)));
  return other;
};
