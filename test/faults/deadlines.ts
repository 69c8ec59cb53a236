/** Seconds that no other timer of these tests has: a step that may take so long ends when it is told to. */
export const untilTold = 19.999;

/**
 * Deadlines that pass when a test says so: a server that hangs costs no time, and a busy machine is never late. Whoever
 * makes them puts the timers back.
 */
export const holdDeadlines = () => {
  const [setReal, clearReal] = [globalThis.setTimeout, globalThis.clearTimeout];
  const pending = new Map<object, () => void>();
  const hold = (pass: () => void): object => {
    const timer = { ref: () => timer, unref: () => timer, hasRef: () => false };
    pending.set(timer, pass);
    return timer;
  };
  // Boundary: the same calls, one delay apart.
  globalThis.setTimeout = ((pass: () => void, delay?: number, ...args: unknown[]) =>
    delay === untilTold * 1000 ? hold(pass) : setReal(pass, delay, ...args)) as typeof setTimeout;
  globalThis.clearTimeout = ((timer?: NodeJS.Timeout) => {
    if (timer === undefined || !pending.delete(timer)) clearReal(timer);
  }) as typeof clearTimeout;
  return {
    /** The deadlines of all steps that are under way pass. */
    pass: (): void => {
      const passing = [...pending.values()];
      pending.clear();
      for (const pass of passing) pass();
    },
    putBack: (): void => {
      globalThis.setTimeout = setReal;
      globalThis.clearTimeout = clearReal;
    },
  };
};

export type HeldDeadlines = ReturnType<typeof holdDeadlines>;
