import { unreadable } from './unreadable.js';

const start = /([rubf]{0,2})('''|"""|'|")/iy;

/** Where a text ends that has begun with these quotes. */
const endOf = (text: string, from: number, quotes: string): number | undefined => {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(quotes, at)) return at + quotes.length;
    else if (text[at] === '\n' && quotes.length === 1) return undefined;
  }
  return undefined;
};

/**
 * The text in quotes that begins here, with its prefix and its quotes; undefined where none does.
 *
 * @throws {Error} `unreadable` where it does not end
 */
export const textAt = (text: string, at: number, line: number): string | undefined => {
  start.lastIndex = at;
  const [begun, , quotes] = start.exec(text) ?? [];
  if (begun === undefined || quotes === undefined) return undefined;
  const end = endOf(text, at + begun.length, quotes);
  if (end === undefined) throw unreadable(line, `this text has no closing ${quotes}.`);
  return text.slice(at, end);
};

const named: Readonly<Record<string, string>> = {
  ...{ '\n': '', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f' },
  // Python keeps the backslash of the last one; JSON does not.
  ...{ n: '\n', r: '\r', t: '\t', v: '\v', '/': '/' },
};

const escaped = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;

const decode = (body: string, line: number): string =>
  body.replace(escaped, (whole, ...[x, u, long, octal, other]: (string | undefined)[]) => {
    const hex = x ?? u ?? long;
    if (hex === undefined && octal === undefined) {
      if (/[xuUN]/.test(other ?? '')) throw unreadable(line, `this \\${other} is not complete, or not read.`);
      return named[other ?? ''] ?? whole;
    }
    const point = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
    if (point > 0x10ffff) throw unreadable(line, 'there is no such character.');
    return String.fromCodePoint(point);
  });

/**
 * What a text in quotes says; undefined for bytes, and for a text that Python computes.
 *
 * @throws {Error} `unreadable`
 */
export const contentOf = (source: string, line: number): string | undefined => {
  start.lastIndex = 0;
  const [begun = '', prefix = '', quotes = ''] = start.exec(source) ?? [];
  if (/[bf]/i.test(prefix)) return undefined;
  const body = source.slice(begun.length, -quotes.length).replaceAll('\r\n', '\n');
  return /r/i.test(prefix) ? body : decode(body, line);
};
