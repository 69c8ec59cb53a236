import { type Address, parseAddress, parseIp } from '../core/address.js';
import { reading } from '../core/plain-entries.js';
import { type Check, checkRecord, integer, matching } from '../core/validate.js';
import { readHops } from './forwarded-for.js';
import { type HostContext, headerOf, socketAddressOf } from './host-context.js';
import { type IsTrusted, trustNetworks } from './trusted-networks.js';

interface ProxyHeader {
  /**
   * The header that the proxies write: `'x-forwarded-for'`, `'forwarded'` (RFC 7239), or one that holds a single
   * address, such as `'cf-connecting-ip'`. Default: `'x-forwarded-for'`.
   */
  readonly header?: string;
}

/** Which proxies are believed when they say who asks. */
export type ProxyOptions = ProxyHeader &
  (
    | {
        /**
         * Addresses and networks (CIDR) of the proxies, or `'loopback'`, `'linklocal'`, `'uniquelocal'`. The header is
         * read from right to left, up to the first hop that is not among them. All addresses there are cannot be trusted.
         * A number is the same as `hops`.
         */
        readonly trust: readonly string[] | number;
        readonly hops?: never;
      }
    | {
        /** How many proxies every request comes over, 1 to 20. Only where nobody can reach the server past them. */
        readonly hops: number;
        readonly trust?: never;
      }
  );

/** Tells the caller's address from the context of a host; null where it is not known. */
export type AddressOf = (context: object) => string | null;

const hopCount = integer(1, 20);

const trustCheck: Check = (value, option) => {
  if (typeof value === 'number') return hopCount(value, option);
  // A copy, in which a hole is an entry too.
  const entries: readonly unknown[] = reading(option, () => (Array.isArray(value) ? [...value] : []));
  if (entries.length > 0 && entries.every((entry) => typeof entry === 'string')) return entries;
  throw new TypeError(`${option} must be a list of addresses and networks, or a number of hops`);
};

interface CheckedProxy {
  readonly trust?: readonly string[] | number;
  readonly hops?: number;
  readonly header?: string;
}

const checkProxy = (given: ProxyOptions): CheckedProxy => {
  const proxy = checkRecord<CheckedProxy>(given, 'proxy', {
    trust: trustCheck,
    hops: hopCount,
    header: matching(/^[\w-]+$/, 'the name of a header'),
  });
  if ((proxy.trust === undefined) === (proxy.hops === undefined)) {
    throw new TypeError('proxy must have either trust or hops');
  }
  return proxy;
};

/** Finds the caller among the socket's address and the hops behind it, nearest first. */
type FindCaller = (socket: string | null, hops: Iterable<string | null>) => string | null;

/**
 * A1: the first hop that is no proxy of ours. Where a proxy does not say who asked it, or hides it, it asks for itself: so
 * does the farthest of them where all are ours.
 */
const firstStranger =
  (isTrusted: IsTrusted): FindCaller =>
  (socket, hops) => {
    if (socket === null || !isTrusted(socket)) return socket;
    let last = socket;
    for (const hop of hops) {
      if (hop === null) return last;
      last = hop;
      if (!isTrusted(hop)) return last;
    }
    return last;
  };

/** A1: the hop so many proxies away; where that cannot be read, the farthest before it that can. */
const hopAway =
  (count: number): FindCaller =>
  (socket, hops) => {
    let last = socket;
    let away = 0;
    for (const hop of hops) {
      away += 1;
      last = hop ?? last;
      if (away === count) break;
    }
    return last;
  };

/** A1: the address of a caller who comes without proxies. No header is read. */
export const addressOfSocket = (context: HostContext): Address => parseAddress(socketAddressOf(context));

/**
 * Makes the function that finds the address of a caller, for hosts without `useEmailAuth`: the socket's, unless a trusted
 * proxy says that it speaks for somebody else. Its answer is null only where the host gives no socket, and no header is
 * believed there or can be read.
 *
 * @param proxy - as in `useEmailAuth(auth, { proxy })`; undefined: no header is read
 * @throws {TypeError} naming the option
 * @example
 * const addressOf = createAddressOf({ trust: ['10.0.0.0/8'] });
 * const contextOf = (host: { req: IncomingMessage }) => auth.context(host, addressOf);
 */
export const createAddressOf = (proxy: ProxyOptions | undefined): AddressOf => {
  if (proxy === undefined) return (context) => addressOfSocket(context).ip;
  const { trust: trusted = [], hops: count, header: name = 'x-forwarded-for' } = checkProxy(proxy);
  const trust = count ?? trusted;
  const findCaller = typeof trust === 'number' ? hopAway(trust) : firstStranger(trustNetworks(trust));
  const header = name.toLowerCase();
  const read = readHops(header);
  return (context: HostContext) => {
    const socket = parseIp(socketAddressOf(context));
    const value = headerOf(context, header);
    const hops = typeof value === 'string' ? read(value) : [];
    return findCaller(socket, hops);
  };
};
