import { BlockList, isIP, isIPv6 } from 'node:net';
import { parseIp } from '../core/client-ip.js';
import { type Check, checkRecord, integer, matching } from '../core/validate.js';
import { readHops } from './forwarded-for.js';
import { type HostContext, headerOf, socketAddressOf } from './host-context.js';

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
         * read from right to left, up to the first hop that is not among them. A number is the same as `hops`.
         */
        readonly trust: readonly string[] | number;
        readonly hops?: never;
      }
    | {
        /** How many proxies every request comes over. Only where nobody can reach the server past them. */
        readonly hops: number;
        readonly trust?: never;
      }
  );

/** Tells the caller's address from the context of a host; null where it is not known. */
export type AddressOf = (context: object) => string | null;

type IsTrusted = (address: string | null, hop: number) => boolean;

/** The networks that go by a name (RFC 1122, 3927, 1918, 4193, 4291). */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

const addNetwork = (list: BlockList, network: string, option: string): void => {
  const [address = '', prefix, ...more] = network.split('/');
  const bits = isIPv6(address) ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  const wellFormed = more.length === 0 && (prefix === undefined || /^\d{1,3}$/.test(prefix));
  if (!isIP(address) || !wellFormed || length > bits) {
    throw new TypeError(
      `${option} must be an address, a network such as 10.0.0.0/8, or one of ${Object.keys(named).join(', ')}`,
    );
  }
  list.addSubnet(address, length, familyOf(address));
};

const trustNetworks = (networks: readonly string[]): IsTrusted => {
  const list = new BlockList();
  for (const [index, name] of networks.entries()) {
    for (const network of named[name] ?? [name]) addNetwork(list, network, `proxy.trust[${index}]`);
  }
  return (address) => address !== null && list.check(address, familyOf(address));
};

const trustHops =
  (hops: number): IsTrusted =>
  (_, hop) =>
    hop < hops;

const hopCount = integer(1, 100);

const trustCheck: Check = (value, option) => {
  if (typeof value === 'number') return hopCount(value, option);
  if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string')) return;
  throw new TypeError(`${option} must be a list of addresses and networks, or a number of hops`);
};

const checkProxy = (proxy: ProxyOptions): void => {
  checkRecord<{ trust: unknown; hops: unknown; header: unknown }>(proxy, 'proxy', {
    trust: trustCheck,
    hops: hopCount,
    header: matching(/^[\w-]+$/, 'the name of a header'),
  });
  if ((proxy.trust === undefined) === (proxy.hops === undefined)) {
    throw new TypeError('proxy must have either trust or hops');
  }
};

/**
 * The address of the caller: the socket's, unless a trusted proxy says that it speaks for somebody else.
 *
 * @throws {TypeError} naming the option
 */
export const createAddressOf = (proxy: ProxyOptions | undefined): AddressOf => {
  if (proxy === undefined) return (context) => parseIp(socketAddressOf(context));
  checkProxy(proxy);
  const trust = proxy.hops ?? proxy.trust ?? [];
  const isTrusted = typeof trust === 'number' ? trustHops(trust) : trustNetworks(trust);
  const header = (proxy.header ?? 'x-forwarded-for').toLowerCase();
  const read = readHops(header);
  return (context: HostContext) => {
    const value = headerOf(context, header);
    const hops = typeof value === 'string' && value !== '' ? [...read(value)].reverse() : [];
    const chain = [parseIp(socketAddressOf(context)), ...hops];
    const end = chain.findIndex((address, hop) => !isTrusted(address, hop));
    // Where every hop is trusted, the farthest of them asks for itself.
    return chain.at(end) ?? null;
  };
};
