/** Runs work that shares a key one after the other, in the order in which it came. */
export interface KeyedLock {
  run<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result>;
}

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
