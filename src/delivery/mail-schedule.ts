import type { Clock } from '../core/clock.js';
import type { MailDurations } from './mail-durations.js';

/** Gives every mail its start time. */
export interface MailSchedule {
  /** Gives away the next start time. Answers with the milliseconds until then. */
  next(): number;
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

/** Milliseconds. Somebody with many domains that swallow mails can slow a small site down to a mail a second. */
const longestInterval = 1000;

/**
 * E1: start times are one interval apart, whatever becomes of the mails. A limiter that waits for a mail to end would tell
 * the next caller whether there was a mail at all.
 *
 * The interval is what a mail usually takes, divided by the number of mails that are meant to be under way. Where mails
 * wait for a tenth of the life of their codes, start times come closer: a full queue starts within half of that life.
 */
export const createMailSchedule = ({
  clock,
  durations,
  concurrency,
  queue,
  lifetime,
}: MailScheduleOptions): MailSchedule => {
  const patience = lifetime / 10;
  const latest = lifetime / 2;
  const hurried = (latest - patience) / queue;
  let interval = 0;
  let setAt = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  const current = (now: number): number => {
    // A clock that was set back begins a new period too.
    if (now - setAt >= period || now < setAt) {
      interval = Math.min((durations.median() ?? 0) / concurrency, longestInterval);
      setAt = now;
    }
    return interval;
  };

  return {
    next() {
      const now = clock();
      const usual = current(now);
      const step = last - now < patience ? usual : Math.min(usual, hurried);
      // The bound holds where the clock was set back, too.
      last = Math.min(Math.max(now, last + step), now + latest);
      return last - now;
    },
    restart() {
      last = Math.min(last, clock());
    },
  };
};
