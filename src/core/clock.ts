/** Milliseconds since 1970. Everything that knows time asks one of these. */
export type Clock = () => number;

/** The machine's clock: the only place that reads it. */
export const systemClock: Clock = () => Date.now();

let moment: number | undefined;
const forget = (): void => {
  moment = undefined;
};

/** The machine's clock, read once until all that runs now has run. */
const clockOfRun: Clock = () => {
  if (moment === undefined) {
    moment = systemClock();
    queueMicrotask(forget);
  }
  return moment;
};

/**
 * A clock for those who ask many times without a pause, such as the marked fields of a list: to read the machine's takes
 * longer than all else that such a field asks. T2: after the next `await` it is read anew. A clock of the host's is asked
 * each time.
 */
export const readOncePerRun = (clock: Clock): Clock => (clock === systemClock ? clockOfRun : clock);

/**
 * Milliseconds until an end; 0 where it is over. An end further away than it can be was reckoned by a clock that has been
 * set back since: it is not believed.
 *
 * @param longest - milliseconds that it was away at most when it was reckoned
 */
export const timeLeft = (end: number, longest: number, now: number): number =>
  end - now > longest ? 0 : Math.max(0, end - now);

/** Seconds since it was made, in fractions. It knows no time of day, so that nobody can set it back. */
export const stopwatch = (): (() => number) => {
  const began = performance.now();
  return () => (performance.now() - began) / 1000;
};
