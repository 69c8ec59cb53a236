import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../core/validate.js';
import type { Call, Command } from './command.js';
import { showWord } from './show-word.js';

type Options = Command['options'];

/** An option as it was written. */
interface OptionToken {
  readonly name: string;
  /** With its hyphens. */
  readonly rawName: string;
  readonly value?: string | undefined;
  /** Whether the value stands behind `=`. */
  readonly inlineValue?: boolean | undefined;
}

/** A sentence about a word that nobody knows. */
export const unknownWord = (what: string, word: string, known: readonly string[]): Error => {
  const near = nearest(word, known);
  const hint = near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return new Error(`${showWord(word)} is not ${what}. ${hint}`);
};

const isOption = (value: string): boolean => value.startsWith('-') && value !== '-';

const checkOption = (options: Options, { name, rawName, value, inlineValue }: OptionToken): void => {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    throw unknownWord(
      'an option',
      rawName,
      [...Object.keys(options), 'help'].map((known) => `--${known}`),
    );
  }
  const isMissing = value === undefined || value === '' || (!inlineValue && isOption(value));
  if (option.type === 'string' && isMissing) throw new Error(`${rawName} needs a value.`);
  if (option.type === 'boolean' && value !== undefined) throw new Error(`${rawName} takes no value.`);
};

/**
 * Reads the arguments of a command.
 *
 * @throws {Error} with a sentence that names what is wrong, and the nearest option there is
 */
export const readArguments = (args: readonly string[], options: Options): Call => {
  const config = { args: [...args], options, strict: false, allowPositionals: true, tokens: true } as const;
  const { values, positionals, tokens } = parseArgs(config satisfies ParseArgsConfig);
  for (const token of tokens) if (token.kind === 'option') checkOption(options, token);
  // Boundary: no option of ours is given more than once.
  return { values: values as Call['values'], positionals };
};

/** The value of an option; undefined where it was not given. */
export const textOption = ({ values }: Call, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** @throws {Error} where a command that takes no arguments has some */
export const noArguments = ({ positionals }: Call): void => {
  const [first] = positionals;
  if (first !== undefined) throw new Error(`${showWord(first)} is not an option. Options begin with --.`);
};

/**
 * The entry of a record that an argument names.
 *
 * @param what - what there are entries of: `a format`
 * @throws {Error} with the nearest name, where there is none
 */
export const entryOf = <Entry>(
  record: Readonly<Record<string, Entry>>,
  what: string,
  name: string,
): Entry => {
  const entry = Object.hasOwn(record, name) ? record[name] : undefined;
  if (entry === undefined) throw unknownWord(what, name, Object.keys(record));
  return entry;
};
