import { type Argument, readCall } from './read-call.js';
import { contentOf } from './text-at.js';
import type { Token } from './tokens.js';
import { unreadable } from './unreadable.js';
import { code, type Entry, type Value } from './value.js';

/** The words, and how many of them have been read. */
interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

const sourceAt = ({ tokens, at }: Reader, ahead = 0): string | undefined => tokens[at + ahead]?.source;
const isMark = (reader: Reader, mark: string): boolean =>
  reader.tokens[reader.at]?.kind === 'mark' && sourceAt(reader) === mark;
const lineOf = ({ tokens, at }: Reader): number => (tokens[at] ?? tokens.at(-1))?.line ?? 1;

const isOver = (reader: Reader): boolean =>
  isMark(reader, ',') || (reader.tokens[reader.at]?.kind ?? 'close') === 'close';

/** Steps over what is not understood, up to the next comma or closing bracket. */
const skip = (reader: Reader): void => {
  for (let depth = 0; depth > 0 || !isOver(reader); reader.at += 1) {
    const kind = reader.tokens[reader.at]?.kind;
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    if (depth === 0 && isMark(reader, ':') && reader.tokens[reader.at - 1]?.kind === 'text') {
      throw unreadable(reader.tokens[reader.at - 1]?.line ?? 1, 'a comma is missing before this name.');
    }
  }
};

/** Texts that stand side by side are one. */
const readText = (reader: Reader): Value => {
  const parts: (string | undefined)[] = [];
  for (let token = reader.tokens[reader.at]; token?.kind === 'text'; token = reader.tokens[reader.at]) {
    parts.push(contentOf(token.source, token.line));
    reader.at += 1;
  }
  return parts.includes(undefined) ? code : { kind: 'text', text: parts.join('') };
};

const readNumber = (reader: Reader, sign: 1 | -1): Value => {
  const number = Number(sourceAt(reader)?.replaceAll('_', ''));
  reader.at += 1;
  return Number.isFinite(number) ? { kind: 'number', number: sign * number } : code;
};

/** Reads what stands in a bracket, up to its end. */
const readItems = <Item>(reader: Reader, readItem: () => Item): readonly Item[] => {
  const items: Item[] = [];
  reader.at += 1;
  while (reader.tokens[reader.at]?.kind !== 'close') {
    items.push(readItem());
    if (isMark(reader, ',')) reader.at += 1;
  }
  reader.at += 1;
  return items;
};

const listOf = (items: readonly Value[]): Value =>
  items.some(({ kind }) => kind === 'code') ? code : { kind: 'list', items };

/** One thing in parentheses, without a comma, is that thing. */
const readTuple = (reader: Reader): Value => {
  const items = readItems(reader, () => readValue(reader));
  const [first] = items;
  const isOne = items.length === 1 && reader.tokens[reader.at - 2]?.source !== ',';
  return isOne && first ? first : listOf(items);
};

const readEntry = (reader: Reader): Entry => {
  const line = lineOf(reader);
  if (isMark(reader, '**')) throw unreadable(line, 'what ** brings in is not read. Write its settings out.');
  const key = reader.tokens[reader.at]?.kind === 'text' ? readText(reader) : code;
  if (key.kind !== 'text') throw unreadable(line, 'a name in quotes is missing.');
  if (!isMark(reader, ':')) throw unreadable(lineOf(reader), 'a colon is missing after a name.');
  reader.at += 1;
  return { key: key.text, line, value: readValue(reader) };
};

const readArgument = (reader: Reader): Argument => {
  const name = reader.tokens[reader.at];
  if (name?.kind !== 'name' || sourceAt(reader, 1) !== '=') return { value: readValue(reader) };
  reader.at += 2;
  return { name: name.source, value: readValue(reader) };
};

const words: Readonly<Record<string, Value>> = {
  ...{ True: { kind: 'truth', truth: true }, False: { kind: 'truth', truth: false }, None: { kind: 'none' } },
  // Those of JSON.
  ...{ true: { kind: 'truth', truth: true }, false: { kind: 'truth', truth: false }, null: { kind: 'none' } },
};

const readName = (reader: Reader): Value => {
  let name = sourceAt(reader) ?? '';
  for (reader.at += 1; sourceAt(reader) === '.'; reader.at += 2) name += `.${sourceAt(reader, 1)}`;
  if (Object.hasOwn(words, name)) return words[name] ?? code;
  if (sourceAt(reader) !== '(' && sourceAt(reader) !== '[') return code;
  return readCall(
    name,
    readItems(reader, () => readArgument(reader)),
  );
};

const brackets: Readonly<Record<string, (reader: Reader) => Value>> = {
  '(': readTuple,
  '[': (reader) => listOf(readItems(reader, () => readValue(reader))),
  '{': (reader) => ({ kind: 'dict', entries: readItems(reader, () => readEntry(reader)) }),
};

const readSigned = (reader: Reader): Value => {
  const sign = { '-': -1, '+': 1 }[sourceAt(reader) ?? ''] as 1 | -1 | undefined; // Boundary: a literal is widened.
  reader.at += 1;
  return sign && reader.tokens[reader.at]?.kind === 'number' ? readNumber(reader, sign) : code;
};

const readStart = (reader: Reader): Value => {
  const { kind, source } = reader.tokens[reader.at] ?? { kind: 'mark', source: '' };
  if (kind === 'text') return readText(reader);
  if (kind === 'number') return readNumber(reader, 1);
  if (kind === 'name') return readName(reader);
  return kind === 'open' ? (brackets[source]?.(reader) ?? code) : readSigned(reader);
};

const readValue = (reader: Reader): Value => {
  if (isOver(reader)) throw unreadable(lineOf(reader), 'a value is missing.');
  const value = readStart(reader);
  if (isOver(reader)) return value;
  skip(reader);
  return code;
};

/**
 * Reads a value of Python, or of JSON. Nothing is run: what Python would have to compute is `code`.
 *
 * @param tokens - a bracket with all that stands in it
 * @throws {Error} `unreadable`
 */
export const readPython = (tokens: readonly Token[]): Value => readValue({ tokens, at: 0 });
