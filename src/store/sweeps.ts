/** Milliseconds between two sweeps. */
const interval = 60_000;

/**
 * Begins a sweep of what has expired where one is due and none goes on: as part of a step, so that no timer keeps the
 * process alive. Nobody waits for it; what it could not delete, the next one will.
 */
export const createSweeps = (sweep: (now: number) => Promise<void>): ((now: number) => void) => {
  let next = 0;
  let isSweeping = false;
  return (now) => {
    // A clock that was set back does not put the next sweep off.
    const isDue = now >= next || next - now > interval;
    if (!isDue || isSweeping) return;
    next = now + interval;
    isSweeping = true;
    sweep(now)
      .catch(() => {})
      .finally(() => {
        isSweeping = false;
      });
  };
};
