import { parseIp } from '../core/client-ip.js';

/** IPv4 or IPv6 in brackets, and perhaps a port. */
const withPort = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/;

/** An address as proxies write it. */
const addressOf = (text: string): string | null => {
  const match = withPort.exec(text);
  // Without brackets, colons belong to an IPv6 address.
  return parseIp(match ? (match[1] ?? match[2]) : text);
};

const unquote = (text: string): string | null => {
  if (!text.startsWith('"')) return text;
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : null;
};

/** The `for` of one element of `Forwarded`; null where it says nothing, something hidden, or nonsense. */
const forOf = (element: string): string | null => {
  const values = element
    .split(';')
    .map((pair) => /^\s*for\s*=\s*(.*?)\s*$/i.exec(pair)?.[1])
    .filter((value) => value !== undefined);
  const [value, ...more] = values;
  const text = value === undefined || more.length > 0 ? null : unquote(value);
  return text === null ? null : addressOf(text);
};

/** What a header says of the hops that a request came over, the nearest last; null where it does not name one. */
export type ReadHops = (value: string) => readonly (string | null)[];

/**
 * How to read a header of proxies: `forwarded` (RFC 7239), `x-forwarded-for`, or any other as one single address.
 *
 * Lists are cut at every comma, quoted or not: addresses hold none, and a quote that the caller leaves open must not
 * swallow what the proxy has added behind it.
 */
export const readHops = (header: string): ReadHops => {
  if (header === 'forwarded') return (value) => value.split(',').map(forOf);
  if (header === 'x-forwarded-for') return (value) => value.split(',').map((text) => addressOf(text.trim()));
  return (value) => [addressOf(value.trim())];
};
