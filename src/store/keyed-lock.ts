/** Runs work that shares a key one after the other, in the order in which it came. */
export interface KeyedLock {
  run<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result>;
}

const shared = Symbol.for('pothos-plugin-email-auth.lock');

/**
 * The lock of a cache, whoever asks for it: two services over one cache, or two copies of this library (ESM and CJS),
 * must queue together. It stands on the cache itself, unseen, since nothing else is common to them.
 */
export const lockOf = (cache: object & { readonly [shared]?: KeyedLock }): KeyedLock => {
  const lock = cache[shared] ?? createKeyedLock();
  if (!cache[shared]) Object.defineProperty(cache, shared, { value: lock });
  return lock;
};

/**
 * A promise chain per key. Work queues for all of its keys in one synchronous move, so no two pieces of work can wait
 * for each other. A key without waiters takes no memory.
 */
export const createKeyedLock = (): KeyedLock => {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(keys, work) {
      const before = keys.map((key) => tails.get(key)).filter((tail) => tail !== undefined);
      const turn = Promise.all(before).then(work);
      const settled = turn.then(
        () => release(),
        () => release(),
      );
      for (const key of keys) tails.set(key, settled);
      const release = () => {
        for (const key of keys) if (tails.get(key) === settled) tails.delete(key);
      };
      return turn;
    },
  };
};
