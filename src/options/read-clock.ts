import { type Clock, systemClock } from '../core/clock.js';
import { callHarmlessly } from '../core/harmless.js';

/** Milliseconds since 1970 were here in 1973. Seconds will be in the year 5138. */
const earliest = 1e11;
/** Milliseconds will be here in the year 5138. Microseconds were in 1973. */
const latest = 1e14;

const isMilliseconds = (answer: unknown): answer is number =>
  typeof answer === 'number' && answer >= earliest && answer < latest;

const ask = (clock: () => unknown): unknown => {
  try {
    return clock();
  } catch (cause) {
    throw new TypeError('clock must answer with milliseconds since 1970, as Date.now does; it throws', {
      cause,
    });
  }
};

/** Whatever else it answers would be taken for a time in which no limit and no token ends. */
const checked =
  (clock: () => unknown): Clock =>
  () => {
    const answer = ask(clock);
    if (isMilliseconds(answer)) return answer;
    // A promise, perhaps: it must not end the process.
    callHarmlessly(() => answer);
    throw new TypeError(
      'clock must answer with milliseconds since 1970, as Date.now does; its answer is something else',
    );
  };

/**
 * The `clock` option. It is asked once at start, and every answer is looked at.
 *
 * @throws {TypeError} where it answers with seconds, or with anything else
 */
export const readClock = (given: Clock | undefined): Clock => {
  if (given === undefined) return systemClock;
  const clock = checked(given);
  clock();
  return clock;
};
