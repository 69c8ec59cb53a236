import type Keyv from 'keyv';

/** What the connection of a cache complains of, while its steps only see that no answer comes. */
export interface Complaints {
  /** The last one since the cache answered; undefined where there is none. */
  last(): unknown;
  /** The cache has answered. */
  forget(): void;
}

interface Emitter {
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

const isEmitter = (value: unknown): value is Emitter =>
  typeof value === 'object' && value !== null && 'on' in value && typeof value.on === 'function';

const storeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'store' in value ? value.store : undefined;

/** A client that connects again and again rejects nothing, but it says each time why: to its listeners. */
export const listenForComplaints = (cache: Keyv | undefined): Complaints => {
  let last: unknown;
  const listener = (error: unknown) => {
    last = error;
  };
  // A Keyv can be told to keep the errors of its adapter to itself, and keyv 6 wraps the adapters of keyv 5.
  const adapter = storeOf(cache);
  for (const emitter of [cache, adapter, storeOf(adapter)]) {
    if (isEmitter(emitter)) emitter.on('error', listener);
  }
  return {
    last: () => last,
    forget: () => {
      last = undefined;
    },
  };
};
