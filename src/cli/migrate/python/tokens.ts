import { textAt } from './text-at.js';
import { unreadable } from './unreadable.js';

/** A word of Python. */
export interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'open' | 'close' | 'mark';
  readonly source: string;
  readonly line: number;
}

type Kind = Token['kind'] | 'space';

// Each takes what it finds without going back, so the whole is read in linear time.
const patterns: readonly (readonly [kind: Kind, pattern: RegExp])[] = [
  ['space', /[\s\ufeff]+|\\\r?\n|#[^\n]*/y],
  ['number', /0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?/iy],
  ['name', /[a-z_\u0080-\uffff][\w\u0080-\uffff]*/iy],
  ['open', /[([{]/y],
  ['close', /[)\]}]/y],
  ['mark', /\*\*|[\s\S]/y],
];

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const deepest = 100;

const next = (text: string, at: number, line: number): { readonly kind: Kind; readonly source: string } => {
  const source = textAt(text, at, line);
  if (source !== undefined) return { kind: 'text', source };
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found) return { kind, source: found };
  }
  throw unreadable(line, 'the text ends here, and should not.');
};

const close = (open: readonly Token[], { source, line }: Token): void => {
  const opener = open.at(-1);
  if (!opener || closers[opener.source] !== source) {
    throw unreadable(line, `this ${source} does not close what line ${opener?.line ?? line} opens.`);
  }
};

const countLines = (source: string): number => (source.includes('\n') ? source.split('\n').length - 1 : 0);

/**
 * Reads one bracket with all that stands in it.
 *
 * @param from - where it begins, or the space in front of it
 * @param firstLine - the line of that place
 * @returns its words, and where it ends
 * @throws {Error} `unreadable`
 */
export const readTokens = (
  text: string,
  from: number,
  firstLine: number,
): { readonly tokens: readonly Token[]; readonly end: number } => {
  const tokens: Token[] = [];
  const open: Token[] = [];
  let line = firstLine;
  let at = from;
  while (at < text.length) {
    const { kind, source } = next(text, at, line);
    at += source.length;
    if (kind !== 'space') {
      const token = { kind, source, line };
      tokens.push(token);
      if (kind === 'open') open.push(token);
      if (open.length > deepest) throw unreadable(line, 'so many brackets in one another are not read.');
      if (kind === 'close') {
        close(open, token);
        open.pop();
      }
      if (open.length === 0) return { tokens, end: at };
    }
    line += countLines(source);
  }
  const [unclosed] = open.slice(-1);
  throw unclosed
    ? unreadable(unclosed.line, `this ${unclosed.source} is never closed.`)
    : unreadable(line, 'the settings are missing: a dict, in {}.');
};
