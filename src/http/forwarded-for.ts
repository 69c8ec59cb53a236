import { parseIp } from '../core/address.js';

/**
 * The hops that a header names, the nearest first, read no further than they are asked for: null where one names no
 * address. Empty elements are no hops (RFC 9110, section 5.6.1.2).
 */
export type ReadHops = (value: string) => Iterable<string | null>;

/** IPv4, or IPv6 in brackets, and perhaps a port or the name of a hidden one (RFC 7239, section 6). */
const withPort = /^(?:\[([^\]]*)\]|([^:]*))(?::(?:\d{1,5}|_[\w.-]+))?$/;

/** An address as proxies write it. */
const addressOf = (text: string): string | null => {
  const match = withPort.exec(text);
  // Without brackets, colons belong to an IPv6 address.
  return parseIp(match ? (match[1] ?? match[2]) : text);
};

/** Whether the character at an index is taken literally: an odd number of backslashes stands before it. */
const isEscaped = (text: string, index: number): boolean => {
  let start = index;
  while (text[start - 1] === '\\') start -= 1;
  return (index - start) % 2 === 1;
};

/** Where the quoted string begins that ends at an index; -1 where none does. */
const openingQuote = (text: string, closing: number): number => {
  if (isEscaped(text, closing)) return -1;
  let index = closing - 1;
  while (index >= 0 && (text[index] !== '"' || isEscaped(text, index))) index -= 1;
  return index;
};

/**
 * A1: cuts a text at the separators outside of quotes, the last piece first. It is read from the right because that end is
 * what the nearest proxy wrote: a quote that somebody has left open to the left of it spoils the piece that it stands
 * in and what lies further left, which come as one null.
 */
function* piecesFromRight(text: string, separator: ',' | ';'): Generator<string | null> {
  let end = text.length;
  for (let index = end - 1; index >= 0; index -= 1) {
    if (text[index] === '"') {
      index = openingQuote(text, index);
      if (index < 0) return yield null;
    } else if (text[index] === separator) {
      yield text.slice(index + 1, end);
      end = index;
    }
  }
  yield text.slice(0, end);
}

const unquote = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;

/** The value of `for=…`; null for another parameter. */
const valueOfFor = (pair: string): string | null => {
  const [name = ''] = pair.split('=', 1);
  return name.trim().toLowerCase() === 'for' ? pair.slice(name.length + 1).trim() : null;
};

/** The address in one element of `Forwarded`; null where it says none, or several, or something hidden. */
const forOf = (element: string): string | null => {
  const values = [];
  // Quotes come in pairs here, so no pair is null: that element would not have been one.
  for (const pair of piecesFromRight(element, ';')) values.push(valueOfFor(pair ?? ''));
  const [value, ...more] = values.filter((text) => text !== null);
  return value === undefined || more.length > 0 ? null : addressOf(unquote(value));
};

/** `Forwarded` (RFC 7239, section 4). */
function* readForwarded(value: string): Generator<string | null> {
  for (const element of piecesFromRight(value, ',')) {
    if (element === null) yield null;
    else if (element.trim() !== '') yield forOf(element);
  }
}

/** `X-Forwarded-For`: a list, in which nothing is quoted. */
function* readForwardedFor(value: string): Generator<string | null> {
  for (const element of value.split(',').reverse()) {
    const text = element.trim();
    if (text !== '') yield addressOf(text);
  }
}

/** How to read a header of proxies: `forwarded`, `x-forwarded-for`, or any other as one single address. */
export const readHops = (header: string): ReadHops => {
  if (header === 'forwarded') return readForwarded;
  if (header === 'x-forwarded-for') return readForwardedFor;
  return (value) => [addressOf(value.trim())];
};
