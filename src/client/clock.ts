/** Milliseconds since 1970 by the clock of this device, which may be wrong and may be moved. */
export const wallClock = (): number => Date.now();

/**
 * Counts the seconds since something was received. The server's clock is never asked: it may differ from this one.
 *
 * The steady clock of a page cannot be moved, but stands still while a device sleeps. The wall clock goes on, and can be
 * moved. So the later of the two counts: too late an age costs one refresh, too early an age would be a stale token.
 *
 * @param receivedAt - by the wall clock; from before a reload, or just now
 * @returns the age in seconds; below 0 where the clock was set back since, and nobody knows
 */
export const startAge = (receivedAt: number = wallClock()): (() => number) => {
  const seenAt = performance.now();
  const ageThen = wallClock() - receivedAt;
  if (ageThen < 0) return () => -1;
  return () => Math.max(ageThen + performance.now() - seenAt, wallClock() - receivedAt) / 1000;
};
