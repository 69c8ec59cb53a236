import { mistake } from '../core/mistake.js';
import { isObjectPrototype, isPlainObject } from '../core/plain-object.js';
import { readProperty } from '../core/read-error.js';

/** Deeper values are refused, and with them values that hold themselves. */
const maxDepth = 32;
/** One value takes one character at least, and a token has 8,000: more can only come from values that hold one another. */
const maxValues = 8000;

interface Walk {
  /** What is being checked, for the error. It quotes no value and no name inside one: those may be addresses. */
  readonly what: string;
  readonly depth: number;
  readonly count: { values: number };
}

const refuse = (what: string, without: string): never => {
  throw mistake(`${what} must be plain JSON, without ${without}`);
};

const loneSurrogate = /\p{Surrogate}/u;

const isPlainArray = (value: object): value is readonly unknown[] => {
  const prototype: object | null = Object.getPrototypeOf(value);
  return Array.isArray(value) && prototype !== null && isObjectPrototype(Object.getPrototypeOf(prototype));
};

const className = (value: object): string => {
  const name = readProperty(readProperty(value, 'constructor'), 'name');
  return typeof name === 'string' && /^\w{1,64}$/.test(name)
    ? `an object of class ${name}`
    : 'a special object';
};

/** The value of a property, without calling any code of the object's. */
const readOwn = (object: object, key: PropertyKey, what: string): unknown => {
  const property = Object.getOwnPropertyDescriptor(object, key);
  if (!property) return refuse(what, 'a gap in a list');
  if (!('value' in property)) return refuse(what, 'a getter or setter');
  if (!property.enumerable) return refuse(what, 'a hidden property');
  return property.value;
};

/**
 * The properties of a plain object, but those that are undefined: JSON leaves them out.
 *
 * @param whatOf - names a property in an error
 * @throws {TypeError} for an object of a class, getters, symbols and `__proto__`
 */
export const readEntries = (
  object: object,
  what: string,
  whatOf: (name: string) => string = () => what,
): (readonly [string, unknown])[] => {
  if (!isPlainObject(object)) return refuse(what, className(object));
  return Reflect.ownKeys(object)
    .map((name) => {
      if (typeof name === 'symbol') return refuse(what, 'a symbol as a name');
      if (name === '__proto__') return refuse(what, 'the name __proto__');
      if (loneSurrogate.test(name)) return refuse(what, 'half a character (a lone surrogate) in a name');
      return [name, readOwn(object, name, whatOf(name))] as const;
    })
    .filter(([, value]) => value !== undefined);
};

const copyArray = (array: readonly unknown[], walk: Walk): readonly unknown[] => {
  if (array.length > maxValues) return refuse(walk.what, `a list of more than ${maxValues} values`);
  const copy = Array.from({ length: array.length }, (_, index) =>
    copyValue(readOwn(array, index, walk.what), walk),
  );
  // The other key is `length`.
  if (Reflect.ownKeys(array).length > array.length + 1) return refuse(walk.what, 'a list with properties');
  return Object.freeze(copy);
};

const copyObject = (object: object, walk: Walk): object => {
  if (walk.depth > maxDepth)
    return refuse(walk.what, `more than ${maxDepth} levels, or a value that holds itself`);
  const inside = { ...walk, depth: walk.depth + 1 };
  if (isPlainArray(object)) return copyArray(object, inside);
  const entries = readEntries(object, walk.what).map(([name, value]) => [name, copyValue(value, inside)]);
  return Object.freeze(Object.fromEntries(entries));
};

const copyValue = (value: unknown, walk: Walk): unknown => {
  walk.count.values += 1;
  if (walk.count.values > maxValues) return refuse(walk.what, `more than ${maxValues} values`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'object') return copyObject(value, walk);
  if (typeof value === 'string') {
    return loneSurrogate.test(value) ? refuse(walk.what, 'half a character (a lone surrogate)') : value;
  }
  if (typeof value !== 'number') return refuse(walk.what, `a value of type ${typeof value}`);
  if (!Number.isFinite(value)) return refuse(walk.what, 'NaN or Infinity');
  // JSON has no negative zero.
  return value === 0 ? 0 : value;
};

/**
 * A frozen copy of a value that JSON holds and gives back the same.
 *
 * @param what - what the value is, for the error
 * @throws {TypeError} for everything that JSON would change, leave out or ask for its own spelling: dates, sets, maps,
 * objects of classes, getters, `undefined` in a list, `NaN`, gaps, lone surrogates. It never quotes the value
 */
export const copyPlainJson = (value: unknown, what: string): unknown =>
  copyValue(value, { what, depth: 1, count: { values: 0 } });
