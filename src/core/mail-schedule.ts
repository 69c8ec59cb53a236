import type { Clock } from './clock.js';
import type { MailDurations } from './mail-durations.js';

/** Gives every mail its start time. */
export interface MailSchedule {
  /** Gives away the next start time. Answers with the milliseconds until then. */
  next(): number;
  /** Milliseconds between two start times. */
  interval(): number;
  /** Forgets the start times that were given away: all of them have begun. */
  restart(): void;
}

export interface MailScheduleOptions {
  readonly clock: Clock;
  readonly durations: Pick<MailDurations, 'median'>;
  /** Mails that are meant to be on their way at once. */
  readonly concurrency: number;
  /** Mails that may wait for their start time. */
  readonly queue: number;
  /** Milliseconds for which a code is valid. */
  readonly lifetime: number;
}

/** Milliseconds for which an interval holds. */
const period = 10_000;

/**
 * Start times are one interval apart, whatever becomes of the mails. A limiter that waits for a mail to end would tell
 * the next caller whether there was a mail at all.
 *
 * The interval is what a mail usually takes, divided by the number of mails that are meant to be under way. It is never
 * longer than it takes to start a full queue within half the life of a code: whoever slows mails down, with any number
 * of domains, cannot make codes expire before they are sent.
 */
export const createMailSchedule = ({
  clock,
  durations,
  concurrency,
  queue,
  lifetime,
}: MailScheduleOptions): MailSchedule => {
  const longest = lifetime / 2 / queue;
  let interval = 0;
  let setAt = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  const current = (now: number): number => {
    // A clock that was set back begins a new period too.
    if (now - setAt >= period || now < setAt) {
      interval = Math.min((durations.median() ?? 0) / concurrency, longest);
      setAt = now;
    }
    return interval;
  };

  return {
    next() {
      const now = clock();
      const start = Math.max(now, last + current(now));
      // The bound holds for a clock that was set back as well.
      last = Math.min(start, now + queue * longest);
      return last - now;
    },
    interval: () => current(clock()),
    restart() {
      last = Math.min(last, clock());
    },
  };
};
