import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../src/options/settings.js';
import { optionAt, optionKinds, recordPaths } from '../support/option-kinds.js';
import { signingKey } from '../support/service.js';

const given = { signingKey, delivery: async () => {} };

/** What is data in the settings. */
const dataOf = (settings: object | undefined): string => JSON.stringify(settings);

/** Everything that JavaScript has, and what looks like an option most of all. */
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.double(),
  fc.integer({ min: -10, max: 1_000_000 }),
  fc.integer({ min: -10, max: 1_000_000 }).map(String),
  fc.constantFrom('stored', 'stateless', 'optional', 'required', 'background', 'await', 'true', '', ' '),
  fc.func(fc.anything()),
  fc.constantFrom(null, undefined, true, false, Symbol.iterator, Promise.resolve(1)),
);

/** The options that came of it, or what was said. */
const outcomeOf = (options: object): { readonly settings?: object; readonly refusal?: string } => {
  try {
    return { settings: readOptions({ ...given, ...options }) };
  } catch (error) {
    if (error instanceof TypeError) return { refusal: error.message };
    throw error;
  }
};

/** Halves of a limit are the only options that must not be undefined. */
const isHalf = (path: string): boolean => path.startsWith('limits.') && path.split('.').length === 3;

const names = (path: string, refusal: string): boolean =>
  refusal.startsWith(path) && /[.[ ]/.test(refusal.charAt(path.length));

const isEmptyRecord = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  [null, Object.prototype].includes(Object.getPrototypeOf(value)) &&
  Reflect.ownKeys(value).length === 0;

/** What records can be short for. */
const isShort = (path: string, value: unknown): boolean =>
  value === undefined ||
  (path.startsWith('limits.') && value === false) ||
  (path === 'sessions' && (value === 'stored' || value === 'stateless')) ||
  ((path === 'delivery' || path === 'messages') && typeof value === 'function');

const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && Array.from(value).every((entry) => typeof entry === 'string' && entry.trim());

const isWord = (value: unknown): boolean => typeof value === 'string' && /^[\w.-]+$/.test(value);

const never = () => false;
/** Some answer with what is right. */
const isFunction = (value: unknown): boolean => typeof value === 'function';

/** Options that are neither a value of a simple kind nor a record. */
const otherKinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  signingKey: isFunction,
  cache: never,
  clock: isFunction,
  'loginCode.generate': isFunction,
  updatableClaims: isListOfTexts,
  'jwt.audience': (value) => (typeof value === 'string' ? value.trim() !== '' : isListOfTexts(value)),
  namespace: isWord,
  'identity.argument': isWord,
  'mail.locales': isListOfTexts,
  'mail.logo': never,
};

describe('a value of any kind, at any path', () => {
  it('is taken where it is right, and refused by the name of its option where it is wrong', () => {
    const standard = dataOf(outcomeOf({}).settings);
    const withCookies = dataOf(outcomeOf({ transport: 'either' }).settings);
    const property = fc.property(
      fc.constantFrom(...Object.entries(optionKinds)),
      anything,
      ([path, { accepts }], value) => {
        const { refusal, settings } = outcomeOf(optionAt(path, value));
        if (value === undefined && !isHalf(path))
          expect(dataOf(settings)).toBe(path.startsWith('cookies.') ? withCookies : standard);
        else if (refusal !== undefined) expect([accepts(value), names(path, refusal)]).toEqual([false, true]);
        else expect(accepts(value)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 3000 });
  });

  it('is no record, unless it is an empty one', () => {
    const property = fc.property(fc.constantFrom(...recordPaths), anything, (path, value) => {
      const { refusal } = outcomeOf(optionAt(path, value));
      if (refusal !== undefined) expect(names(path, refusal)).toBe(true);
      else expect(isEmptyRecord(value) || isShort(path, value)).toBe(true);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('is no key, no cache, no list, no name and no clock', () => {
    const paths = fc.constantFrom(...Object.entries(otherKinds));
    const property = fc.property(paths, anything, ([path, accepts], value) => {
      fc.pre(value !== undefined);
      const { refusal } = outcomeOf(optionAt(path, value));
      if (refusal !== undefined) expect(names(path, refusal)).toBe(true);
      else expect(accepts(value)).toBe(true);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('has no unknown key beside it', () => {
    const known = /^(?:lifetime|checkSession)$/;
    const keys = fc.oneof(
      fc.string({ minLength: 1 }).filter((key) => !known.test(key)),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'lifetime '),
    );
    const property = fc.property(keys, anything, (key, value) => {
      const accessToken = Object.defineProperty({}, key, { value, enumerable: true });
      const { refusal = '' } = outcomeOf({ accessToken });
      expect(refusal.startsWith(`accessToken.${key} is not an option`)).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
