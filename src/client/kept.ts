import { isObject, parseJson } from './answers.js';
import { startAge } from './clock.js';
import type { WebStorage } from './safe-storage.js';

/** A thing that was received, and its age in seconds: below 0 where the clock was set back since. */
export interface Aged<Thing> {
  readonly thing: Thing;
  readonly age: () => number;
}

/** One thing in a storage, as JSON, and when it was received. */
export interface Kept<Thing> {
  /** Looks into the storage each time, and answers with the same object as long as nothing has changed there. */
  read(): Aged<Thing> | null;
  /** @param receivedAt - by the wall clock */
  write(thing: Thing, receivedAt: number): void;
  remove(): void;
}

/**
 * @param readThing - null where it is not what it should be
 */
export const createKept = <Thing extends object>(
  storage: WebStorage,
  key: string,
  readThing: (value: unknown) => Thing | null,
): Kept<Thing> => {
  let text: string | null = null;
  let held: Aged<Thing> | null = null;

  const parse = (found: string): Aged<Thing> | null => {
    const value = parseJson(found);
    if (!isObject(value) || typeof value.receivedAt !== 'number') return null;
    const thing = readThing(value);
    return thing && { thing, age: startAge(value.receivedAt) };
  };

  return {
    read() {
      const found = storage.getItem(key);
      if (found !== text) {
        text = found;
        held = found === null ? null : parse(found);
      }
      return held;
    },
    write(thing, receivedAt) {
      storage.setItem(key, JSON.stringify({ ...thing, receivedAt }));
    },
    remove: () => storage.removeItem(key),
  };
};
