import { isDeepStrictEqual } from 'node:util';
import { flag, type Kind } from './kinds.js';
import { readPython } from './python/read-value.js';
import { readTokens } from './python/tokens.js';
import type { Value } from './python/value.js';

/** What a setting becomes. */
export type Change =
  /** An option, such as `accessToken.lifetime`, with its value as TypeScript. */
  | { readonly option: string; readonly code: string }
  /** What is left to do, in a sentence. */
  | { readonly todo: string }
  /** Lines of an option to fill in. They stay comments until then. */
  | { readonly stub: readonly string[] };

/** All settings of a file, by name. */
export type Given = ReadonlyMap<string, Value>;

/** A setting of jwt-email-auth. */
export interface Setting {
  /** Its default there, in Python. */
  readonly standard: string;
  /** What takes its place here, in Markdown: the row of docs/from-jwt-email-auth.md. */
  readonly ours: string;
  /** What its value must be. */
  readonly is: string;
  /** What becomes of a value; undefined where it is of another kind. */
  readonly convert: (value: Value, given: Given) => readonly Change[] | undefined;
}

interface Description<Read> extends Pick<Setting, 'standard' | 'ours'> {
  readonly kind: Kind<Read>;
  /** What a value becomes that is not the default. */
  readonly become: (read: Read, given: Given) => readonly Change[];
  /** What the default becomes where somebody has written it out. Default: nothing. */
  readonly spelledOut?: readonly Change[];
}

/** The value of a default. */
const readDefault = (python: string): Value => {
  const read = readPython(readTokens(`[${python}]`, 0, 1).tokens);
  const [value] = read.kind === 'list' ? read.items : [];
  if (!value) throw new TypeError('a default is missing');
  return value;
};

/** A setting that is read as one kind of value. */
export const setting = <Read>(described: Description<Read>): Setting => {
  const { standard, ours, kind, become, spelledOut = [] } = described;
  return {
    ...{ standard, ours, is: kind.is },
    convert: (value, given) => {
      const read = kind.read(value);
      if (read === undefined) return undefined;
      return isDeepStrictEqual(read, kind.read(readDefault(standard))) ? spelledOut : become(read, given);
    },
  };
};

/** An option with its value. */
export const option = (name: string, code: string): Change => ({ option: name, code });
/** What is left to do. */
export const todo = (sentence: string): Change => ({ todo: sentence });

/** Another setting, for one that depends on it; undefined where it is not there, or of another kind. */
export const readIn = <Read>(given: Given, name: string, kind: Kind<Read>): Read | undefined => {
  const value = given.get(name);
  return value && kind.read(value);
};

/** Whether a setting is there, and `True`. */
export const isTrue = (given: Given, name: string): boolean => readIn(given, name, flag) === true;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
}

/** A whole number for an option: where it does not fit, the nearest that does, and a sentence. */
export const fitted = (name: string, number: number, { min, max, unit = '' }: Bounds): readonly Change[] => {
  const fit = Math.min(max, Math.max(min, Math.ceil(number)));
  const changed = todo(
    `It is ${number} there. ${name} is a whole number from ${min} to ${max}${unit}: now ${fit}.`,
  );
  return [option(name, String(fit)), ...(fit === number ? [] : [changed])];
};
