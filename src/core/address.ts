import { isIPv4, isIPv6 } from 'node:net';

/** RFC 5952, as the URL parser writes it; a dotted tail becomes two groups. */
const canonicalIpv6 = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

/**
 * IPv6 that stands for one IPv4 address, in canonical form: mapped `::ffff:0:0/96` (RFC 4291, section 2.5.5.2), SIIT
 * `::ffff:0:0:0/96` (RFC 2765, section 2.1), and NAT64 `64:ff9b::/96` (RFC 6052, section 2.1). Left out are:
 * - `::a.b.c.d` (IPv4-compatible, deprecated): no packet comes from there, and `::1` is one of them.
 * - 6to4 and Teredo: senders choose the IPv4 address in them, so one caller could fill the limits of another. What
 *   one IPv4 address gets by 6to4 is a /48, which counts as one customer anyway.
 * - `64:ff9b:1::/48` (RFC 8215): each network decides for itself where in it the IPv4 address stands.
 */
const ipv4InIpv6 = /^(?:::ffff:(?:0:)?|64:ff9b::)([\da-f]{1,4}):([\da-f]{1,4})$/;

const dotted = (groups: readonly string[]): string =>
  groups
    .map((group) => Number.parseInt(group, 16))
    .map((group) => `${group >> 8}.${group & 255}`)
    .join('.');

/**
 * Stands for callers who have hung up before they were asked where they are (RFC 1122, section 3.2.1.3: nobody's
 * address). They share the limits of one caller.
 */
export const hungUp = '0.0.0.0';

/** No address is longer, with a zone of 15 characters. */
const longestAddress = 64;

/**
 * The one spelling of an IP address: without zone, IPv4 in IPv6 as IPv4, IPv6 by RFC 5952.
 *
 * @returns the address, or null for anything else
 */
export const parseIp = (input: unknown): string | null => {
  if (typeof input !== 'string' || input.length > longestAddress) return null;
  if (isIPv4(input)) return input;
  const [address = ''] = input.split('%', 1);
  if (!isIPv6(address)) return null;
  const canonical = canonicalIpv6(address);
  const within = ipv4InIpv6.exec(canonical);
  return within ? dotted(within.slice(1)) : canonical;
};

/** The eight groups of a canonical IPv6 address, in hexadecimal without leading zeros. */
export const ipv6Groups = (ipv6: string): string[] => {
  const [head = '', tail] = ipv6.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after];
};

const prefixOf = (ipv6: string, count: number): string =>
  `${ipv6Groups(ipv6).slice(0, count).join(':')}::/${count * 16}`;

const shownPrefix = (ipv6: string, count: number): string =>
  `${canonicalIpv6(`${ipv6Groups(ipv6).slice(0, count).join(':')}::`)}/${count * 16}`;

/** A set of addresses that counts as one caller. */
export interface Network {
  /** The network's name: an IPv4 address, an IPv6 prefix, or `unknown`. */
  readonly name: string;
  /** How many times the limit of a single caller it is allowed. */
  readonly factor: number;
}

/** The networks that an address counts for, the smallest first. */
type Networks = readonly [Network, ...Network[]];

const networksOf = (ip: string | null): Networks => {
  if (ip === null) return [{ name: 'unknown', factor: 100 }];
  if (!isIPv6(ip)) return [{ name: ip, factor: 1 }];
  return [
    { name: prefixOf(ip, 4), factor: 1 },
    { name: prefixOf(ip, 3), factor: 10 },
  ];
};

/** A caller's address, parsed. Only `parseAddress` makes one: nothing else has its private part. */
class Address {
  /** The address in its one spelling; null where it is not known. */
  readonly ip: string | null;
  #networks: Networks | undefined;

  constructor(ip: string | null) {
    this.ip = ip;
    Object.freeze(this);
  }

  static isParsed(value: unknown): value is Address {
    return typeof value === 'object' && value !== null && #networks in value;
  }

  /**
   * The networks that it counts for: IPv4 by address; IPv6 by /64, which is what one customer gets, and by /48, which is
   * what one customer can get, at ten times the limit. Callers without an address share one, at a hundred times the limit:
   * they are many people, whom the host does not tell apart. Most requests never ask for them.
   */
  get networks(): Networks {
    this.#networks ??= networksOf(this.ip);
    return this.#networks;
  }

  /** Its network, for its owner to recognise: an IPv4 /24, or an IPv6 /48 by RFC 5952; null where there is none. */
  get displayNetwork(): string | null {
    if (this.ip === null) return null;
    return isIPv6(this.ip) ? shownPrefix(this.ip, 3) : `${this.ip.slice(0, this.ip.lastIndexOf('.'))}.0/24`;
  }
}

export type { Address };

/** Parses the address of a caller, once: one that is parsed already is taken as it is. Anything else is not known. */
export const parseAddress = (input: unknown): Address =>
  Address.isParsed(input) ? input : new Address(parseIp(input));
