import { isPlainObject } from './plain-object.js';
import { wrongValue } from './wrong-value.js';

/**
 * Reads what may be a getter or a proxy of the host's.
 *
 * @throws {TypeError} naming the option, with what was thrown as its cause
 */
export const reading = <Value>(option: string, read: () => Value): Value => {
  try {
    return read();
  } catch (cause) {
    throw new TypeError(`${option} cannot be read: it throws`, { cause });
  }
};

const look = (value: unknown): 'no object' | 'inherits' | readonly PropertyKey[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no object';
  return isPlainObject(value) ? Reflect.ownKeys(value) : 'inherits';
};

const keysOf = (value: unknown, option: string): string[] => {
  const keys = reading(option, () => look(value));
  if (keys === 'no object') throw wrongValue(option, 'an object', value);
  if (keys === 'inherits') {
    throw new TypeError(`${option} must be a plain object, { … }: what it inherits would not count`);
  }
  return keys.map((key) => {
    if (typeof key === 'string') return key;
    throw new TypeError(`${option} must not have a symbol as a key`);
  });
};

/** The whole name of a nested option. The options of a function have no name of their own. */
export const nameOf = (option: string, key: string): string =>
  option === 'options' ? key : `${option}.${key}`;

/**
 * The properties of a plain object, each read once: what a getter answers the next time, nobody has checked. What is not
 * enumerable counts too, since whoever asks for an option by its name finds it.
 *
 * @throws {TypeError} for arrays, instances of classes, objects that inherit, symbols as keys, and getters that throw
 */
export const plainEntries = (value: unknown, option: string): (readonly [key: string, value: unknown])[] => {
  const own = value as Readonly<Record<string, unknown>>;
  return keysOf(value, option).map((key) => [key, reading(nameOf(option, key), () => own[key])] as const);
};
