import { isIP, isIPv6 } from 'node:net';

const ipv6Groups = (address: string): number[] => {
  const [head = '', tail] = address.split('::');
  const parse = (part: string): number[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => (group.includes('.') ? ipv4Groups(group) : [parseInt(group, 16)]));
  const before = parse(head);
  if (tail === undefined) return before;
  const after = parse(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
};

const ipv4Groups = (address: string): number[] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
};

const mappedIpv4 = (groups: readonly number[]): string | null => {
  const [a, b, c, d, e, f, high = 0, low = 0] = groups;
  if (a || b || c || d || e || f !== 0xffff) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

const prefixOf = (ipv6: string, count: number): string => {
  const groups = ipv6Groups(ipv6).slice(0, count);
  return `${groups.map((group) => group.toString(16)).join(':')}::/${count * 16}`;
};

/** RFC 5952, as the URL parser writes it. */
const canonicalIpv6 = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

/**
 * The one spelling of an IP address: without zone, IPv4-mapped IPv6 as IPv4 (RFC 4291, section 2.5.5.2), IPv6 by
 * RFC 5952.
 *
 * @returns the address, or null for anything else
 */
export const parseIp = (input: unknown): string | null => {
  if (typeof input !== 'string') return null;
  const address = input.replace(/%.*$/s, '');
  if (!isIP(address)) return null;
  return isIPv6(address) ? (mappedIpv4(ipv6Groups(address)) ?? canonicalIpv6(address)) : address;
};

/** The network of an address, for its owner to recognise: an IPv4 /24 or an IPv6 /48; null where there is none. */
export const displayNetworkOf = (ip: string | null): string | null => {
  if (ip === null) return null;
  return isIPv6(ip) ? prefixOf(ip, 3) : `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`;
};

/** A set of addresses that counts as one caller. */
export interface Network {
  /** The network's name: an IPv4 address, an IPv6 prefix, or `unknown`. */
  readonly name: string;
  /** How many times the limit of a single caller it is allowed. */
  readonly factor: number;
}

/**
 * The networks that an address counts for: IPv4 by address; IPv6 by /64, which is what one customer gets, and by /48,
 * which is what one customer can get, at ten times the limit. Callers without an address share one.
 */
export const networksOf = (ip: string | null): readonly [Network, ...Network[]] => {
  if (ip === null) return [{ name: 'unknown', factor: 1 }];
  if (!isIPv6(ip)) return [{ name: ip, factor: 1 }];
  return [
    { name: prefixOf(ip, 4), factor: 1 },
    { name: prefixOf(ip, 3), factor: 10 },
  ];
};
