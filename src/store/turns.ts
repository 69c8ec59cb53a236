/** Milliseconds of work before other work gets its turn. */
const slice = 2;

/** Cuts long work into slices of time, whatever its pieces cost. */
export const createTurns = () => {
  let end = performance.now() + slice;
  return {
    /** Lets other work have its turn where a slice is over. */
    next(): Promise<void> | undefined {
      if (performance.now() < end) return undefined;
      return new Promise((resolve) => {
        setImmediate(() => {
          end = performance.now() + slice;
          resolve();
        });
      });
    },
  };
};
