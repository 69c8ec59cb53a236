import { BlockList, isIPv6 } from 'node:net';
import { ipv6Groups, parseIp } from '../core/address.js';

/** Whether an address, in its one spelling, belongs to a proxy that is trusted. */
export type IsTrusted = (address: string) => boolean;

type Family = 'ipv4' | 'ipv6';

interface Subnet {
  readonly address: string;
  readonly length: number;
  readonly family: Family;
}

/** The networks that go by a name (RFC 1122, 3927, 1918, 4193, 4291). */
const named: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

const familyOf = (address: string): Family => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** One network, written as callers are: in IPv4 where its IPv6 stands for that. */
const parseSubnet = (network: string, option: string): Subnet => {
  const [text = '', prefix, ...more] = network.split('/');
  const address = parseIp(text);
  const bits = familyOf(text) === 'ipv6' ? 128 : 32;
  const family = familyOf(address ?? '');
  // 96 bits stand in front of an IPv4 address in IPv6.
  const shift = family === 'ipv4' ? bits - 32 : 0;
  const length = (prefix === undefined ? bits : Number(prefix)) - shift;
  const wellFormed = more.length === 0 && (prefix === undefined || /^\d{1,3}$/.test(prefix));
  if (address === null || !wellFormed || length < 0 || length > bits - shift) {
    throw new TypeError(
      `${option} must be an address, a network such as 10.0.0.0/8, or one of ${[...named.keys()].join(', ')}`,
    );
  }
  return { address, length, family };
};

const bitsOf = ({ address, length, family }: Subnet): string => {
  const [groups, radix, width] =
    family === 'ipv6' ? ([ipv6Groups(address), 16, 16] as const) : ([address.split('.'), 10, 8] as const);
  const bits = groups.map((group) => Number.parseInt(group, radix).toString(2).padStart(width, '0'));
  return bits.join('').slice(0, length);
};

/** Whether all addresses that begin with some bits are in one of the networks. */
const isCovered = (bits: string, networks: readonly string[]): boolean =>
  networks.some((network) => bits.startsWith(network)) ||
  (networks.some((network) => network.startsWith(bits)) &&
    isCovered(`${bits}0`, networks) &&
    isCovered(`${bits}1`, networks));

/** Where callers come from: IPv4 below multicast (RFC 5771), and global unicast IPv6 (RFC 4291, section 2.4). */
const everybody: Readonly<Record<Family, readonly string[]>> = { ipv4: ['0', '10', '110'], ipv6: ['001'] };

const refuseEverybody = (subnets: readonly Subnet[], family: Family): void => {
  const networks = subnets.filter((subnet) => subnet.family === family).map(bitsOf);
  if (everybody[family].every((bits) => isCovered(bits, networks))) {
    throw new TypeError(
      `proxy.trust must not hold all ${family === 'ipv4' ? 'IPv4' : 'IPv6'} addresses: every caller could say that it ` +
        'is somebody else. Name the networks of your proxies, or count them with proxy.hops',
    );
  }
};

/**
 * Compiles the networks whose addresses are believed.
 *
 * @throws {TypeError} naming the entry that is no network, or where together they are all addresses there are
 */
export const trustNetworks = (networks: readonly string[]): IsTrusted => {
  const subnets = networks.flatMap((name, index) =>
    (named.get(name) ?? [name]).map((network) => parseSubnet(network, `proxy.trust[${index}]`)),
  );
  // One list for each family: BlockList would find an IPv4 address in an IPv6 network such as ::/64 too.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const family of ['ipv4', 'ipv6'] as const) refuseEverybody(subnets, family);
  for (const { address, length, family } of subnets) lists[family].addSubnet(address, length, family);
  return (address) => {
    const family = familyOf(address);
    return lists[family].check(address, family);
  };
};
