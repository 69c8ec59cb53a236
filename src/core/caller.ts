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

/** A caller whose address is parsed, once for all who want to know it. Only this file makes one. */
export interface ParsedCaller extends Caller {
  readonly address: Address;
}

// The mark of those that are made here. Nobody can copy it: whoever only has an `address` is parsed like all others.
const parsed = new WeakSet<object>();

const isParsed = (caller: Caller): caller is ParsedCaller => parsed.has(caller);

/**
 * Makes the caller of a request out of what was found.
 *
 * @param rest - what else is known; the object becomes the caller
 */
export const createCaller = (address: Address, rest: Omit<Caller, 'ip'>): ParsedCaller => {
  // Not enumerable: a host that hands on a copy with another `ip` means that one.
  const caller = Object.defineProperties(rest, {
    ip: { value: address.ip, enumerable: true },
    address: { value: address },
  });
  parsed.add(caller);
  // Boundary: its two missing properties have just been defined.
  return Object.freeze(caller) as ParsedCaller;
};

/**
 * Parses a caller at the door of the service; one that is parsed already is taken as it is. What else a host says of its
 * caller is asked where it is needed: its getters may throw.
 *
 * @param caller - whoever leaves it out, in plain JavaScript, means nobody that is known
 */
export const parseCaller = (caller: Caller = { ip: null }): ParsedCaller =>
  isParsed(caller)
    ? caller
    : createCaller(parseAddress(caller.ip), {
        get userAgent() {
          return caller.userAgent ?? null;
        },
        get replied() {
          return caller.replied;
        },
        get waitUntil() {
          return caller.waitUntil;
        },
      });

/** The same caller, with another place to look for the host's `waitUntil`, once it is needed and where there is none. */
export const withWaitUntil = (caller: ParsedCaller, find: () => WaitUntil | undefined): ParsedCaller =>
  createCaller(caller.address, {
    get userAgent() {
      return caller.userAgent;
    },
    get replied() {
      return caller.replied;
    },
    get waitUntil() {
      return caller.waitUntil ?? find();
    },
  });
