import leven from 'leven';

/** A check of one value: throws a TypeError that names the option, or returns. */
export type Check = (value: unknown, option: string) => void;

/** The known name that a misspelt one is nearest to, if any is near. */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const far = Math.max(2, Math.floor(name.length / 2));
  return known
    .map((candidate) => ({ candidate, far: leven(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter((entry) => entry.far <= far)
    .sort((a, b) => a.far - b.far)[0]?.candidate;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
};

const wrong = (option: string, expected: string, value: unknown): TypeError =>
  // Strings are not shown: an option may hold a key or a password.
  new TypeError(`${option} must be ${expected}, not ${show(value)}`);

/**
 * Checks a whole record of options: unknown keys are refused with the nearest known one, undefined counts as absent.
 *
 * @throws {TypeError} naming the option
 */
export const checkRecord = <Options extends object>(
  value: unknown,
  option: string,
  // Complete by type: a new option cannot be forgotten here.
  checks: { readonly [Key in keyof Required<Options>]: Check },
): void => {
  if (!isRecord(value)) throw wrong(option, 'an object', value);
  const known = checks as Readonly<Record<string, Check>>;
  for (const [key, entry] of Object.entries(value)) {
    const name = option === 'options' ? key : `${option}.${key}`;
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!check) {
      const hint = nearest(key, Object.keys(known));
      const path = name.slice(0, -key.length);
      throw new TypeError(`${name} is not an option${hint ? `; did you mean ${path}${hint}?` : ''}`);
    }
    if (entry !== undefined) check(entry, name);
  }
};

/** A nested record. */
export const record =
  <Options extends object>(checks: { readonly [Key in keyof Required<Options>]: Check }): Check =>
  (value, option) =>
    checkRecord<Options>(value, option, checks);

/** The check, or `false`. */
export const orFalse =
  (check: Check): Check =>
  (value, option) => {
    if (value !== false) check(value, option);
  };

/** A whole number within bounds, both included. */
export const integer =
  (min: number, max: number): Check =>
  (value, option) => {
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      throw wrong(option, `a whole number from ${min} to ${max}`, value);
    }
  };

/** A number of seconds within bounds, both included; fractions are allowed. */
export const seconds =
  (min: number, max: number): Check =>
  (value, option) => {
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      throw wrong(option, `a number of seconds from ${min} to ${max}`, value);
    }
  };

/** `true` or `false`. */
export const boolean: Check = (value, option) => {
  if (typeof value !== 'boolean') throw wrong(option, 'true or false', value);
};

/** A function. */
export const callable: Check = (value, option) => {
  if (typeof value !== 'function') throw wrong(option, 'a function', value);
};

/** A string with something in it. */
export const text: Check = (value, option) => {
  if (typeof value !== 'string' || value.trim() === '')
    throw wrong(option, 'a string that is not empty', value);
};

/** One of a few strings. */
export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, option) => {
    if (!allowed.includes(value as string)) {
      throw wrong(option, allowed.map((entry) => `'${entry}'`).join(' or '), value);
    }
  };

/** A string that matches a pattern. */
export const matching =
  (pattern: RegExp, expected: string): Check =>
  (value, option) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw wrong(option, expected, value);
  };
