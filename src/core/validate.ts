import leven from 'leven';
import { nameOf, plainEntries, reading } from './plain-entries.js';
import { wrongString, wrongValue } from './wrong-value.js';

/**
 * Looks at one value of the options: throws a TypeError that names the option, or returns. Where the value could be
 * changed later, it answers with a frozen copy of it; with undefined where the value itself can be kept.
 */
export type Check = (value: unknown, option: string) => unknown;

/** A check for each option. Complete by type: a new option cannot be forgotten here. */
export type Checks<Options extends object> = { readonly [Name in keyof Required<Options>]: Check };

/** The known name that a misspelt one is nearest to, if any is near. */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const far = Math.max(2, Math.floor(name.length / 2));
  return known
    .map((candidate) => ({ candidate, far: leven(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter((entry) => entry.far <= far)
    .sort((a, b) => a.far - b.far)[0]?.candidate;
};

const unknownOption = (option: string, key: string, known: readonly string[]): TypeError => {
  const near = nearest(key, known);
  const hint = near ? `did you mean ${nameOf(option, near)}?` : `known: ${known.join(', ')}`;
  return new TypeError(`${nameOf(option, key)} is not an option; ${hint}`);
};

/**
 * Checks a whole record of options: unknown keys are refused with the nearest known one, undefined counts as absent.
 *
 * @returns a frozen copy. It has no prototype: what somebody adds to `Object.prototype` is no option
 * @throws {TypeError} naming the option
 */
export const checkRecord = <Options extends object>(
  value: unknown,
  option: string,
  checks: Checks<Options>,
): Options => {
  const known = checks as Readonly<Record<string, Check>>;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of plainEntries(value, option)) {
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!check) throw unknownOption(option, key, Object.keys(known));
    if (entry !== undefined) copy[key] = check(entry, nameOf(option, key)) ?? entry;
  }
  // Boundary: the checks have just said so.
  return Object.freeze(copy) as Options;
};

/**
 * A nested record.
 *
 * @param required - what may not be left out
 */
export const record =
  <Options extends object>(
    checks: Checks<Options>,
    required: readonly (keyof Options & string)[] = [],
  ): Check =>
  (value, option) => {
    const copy = checkRecord<Options>(value, option, checks);
    for (const name of required) {
      if (copy[name] === undefined) checks[name](undefined, nameOf(option, name));
    }
    return copy;
  };

/** A record of which only some keys are known here: copied, and then looked at as a whole. */
export const openRecord =
  (check: Check): Check =>
  (value, option) => {
    const copy = Object.freeze(Object.fromEntries(plainEntries(value, option)));
    check(copy, option);
    return copy;
  };

/** How many entries a list may have. */
export interface ListBounds {
  readonly min: number;
  readonly max: number;
}

/**
 * A list, copied, in which nothing stands twice.
 *
 * @param expected - what it is a list of: `names of claims`
 */
export const list = (check: Check, expected: string, { min, max }: ListBounds): Check => {
  const copyOf = (value: unknown): readonly unknown[] | undefined =>
    Array.isArray(value) && value.length >= min && value.length <= max
      ? Array.from({ length: value.length }, (_, index) => value[index])
      : undefined;
  return (value, option) => {
    const entries = reading(option, () => copyOf(value));
    if (!entries) throw wrongValue(option, `a list of ${min} to ${max} ${expected}`, value);
    const copies = entries.map((entry, index) => {
      const copy = check(entry, `${option}[${index}]`) ?? entry;
      const first = entries.indexOf(entry);
      if (first < index) throw new TypeError(`${option}[${index}] is the same as ${option}[${first}]`);
      return copy;
    });
    return Object.freeze(copies);
  };
};

/** The check, or `false`. */
export const orFalse =
  (check: Check): Check =>
  (value, option) =>
    value === false ? undefined : check(value, option);

/** A whole number within bounds, both included. */
export const integer =
  (min: number, max: number, unit = ''): Check =>
  (value, option) => {
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      throw wrongValue(option, `a whole number${unit} from ${min} to ${max}`, value);
    }
  };

/** The same of whole seconds. */
export const wholeSeconds = (min: number, max: number): Check => integer(min, max, ' of seconds');

/** Seconds: few durations may be longer. */
export const year = 366 * 86_400;

/** A number of seconds within bounds, both included; fractions are allowed. */
export const seconds =
  (min: number, max: number): Check =>
  (value, option) => {
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      throw wrongValue(option, `a number of seconds from ${min} to ${max}`, value);
    }
  };

/** `true` or `false`. */
export const boolean: Check = (value, option) => {
  if (typeof value !== 'boolean') throw wrongValue(option, 'true or false', value);
};

/** A function. */
export const callable: Check = (value, option) => {
  if (typeof value !== 'function') throw wrongValue(option, 'a function', value);
};

/** A string with something in it. */
export const text: Check = (value, option) => {
  if (typeof value !== 'string' || value.trim() === '')
    throw wrongValue(option, 'a string that is not empty', value);
};

/** One of a few strings. */
export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, option) => {
    if (allowed.includes(value as string)) return;
    const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
    const wrong = wrongString(option, allowed.map((entry) => `'${entry}'`).join(' or '), value);
    throw near === undefined ? wrong : new TypeError(`${wrong.message}; did you mean '${near}'?`);
  };

/** A string that matches a pattern. */
export const matching =
  (pattern: RegExp, expected: string): Check =>
  (value, option) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw wrongString(option, expected, value);
  };
