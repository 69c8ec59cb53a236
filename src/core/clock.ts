/** Milliseconds since 1970. Everything that knows time asks one of these. */
export type Clock = () => number;

/** The machine's clock: the only place that reads it. */
export const systemClock: Clock = () => Date.now();

/**
 * Milliseconds until an end; 0 where it is over. An end further away than it can be was reckoned by a clock that has been
 * set back since: it is not believed.
 *
 * @param longest - milliseconds that it was away at most when it was reckoned
 */
export const timeLeft = (end: number, longest: number, now: number): number =>
  end - now > longest ? 0 : Math.max(0, end - now);
