import { type Address, parseAddress } from './address.js';

/** The host's way to keep a process alive for work after the reply (serverless and edge hosts have one). */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Who asks, as far as the service needs to know. */
export interface Caller {
  /** The caller's address, or null where it is not known; such callers share limits, a hundred times those of one. */
  readonly ip: string | null;
  /** The caller's `User-Agent`, for the list of sessions. */
  readonly userAgent?: string | null | undefined;
  /** Resolves when the answer has left; what goes on after it waits for that. Without it: the turn after the answer. */
  readonly replied?: Promise<unknown> | undefined;
  /** Told of the work that goes on after the reply. */
  readonly waitUntil?: WaitUntil | undefined;
}

/** What is known of the answer, for the work that goes on after it. */
export type Reply = Pick<Caller, 'replied' | 'waitUntil'>;

/** What a host says of a caller beside its address. It is asked where it is needed: getters of a host may throw. */
type Rest = Omit<Caller, 'ip'>;

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

  get replied() {
    return this.#rest.replied;
  }

  get waitUntil() {
    return this.#rest.waitUntil;
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

/**
 * The same caller, with another place to look for the host's `waitUntil`. This one leaves our hands: a host may have put
 * something before the service that hands on a copy. So the getters are its own.
 */
export const withWaitUntil = (caller: ParsedCaller, find: () => WaitUntil | undefined): ParsedCaller => {
  const rest: Rest = {
    get userAgent() {
      return caller.userAgent;
    },
    get replied() {
      return caller.replied;
    },
    get waitUntil() {
      return caller.waitUntil ?? find();
    },
  };
  const other = createCaller(caller.address, rest);
  Object.freeze(Object.defineProperties(other, Object.getOwnPropertyDescriptors(rest)));
  return other;
};
