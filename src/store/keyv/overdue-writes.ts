import { timeLeft } from '../../core/clock.js';

/** Writes that go on although the time of their step is over. */
export interface OverdueWrites {
  /** Notes that a step writes; from the signal on it is overdue. Answers what to call when it has ended. */
  begin(now: number, signal: AbortSignal | undefined): () => void;
  /** @throws where so many are overdue that no more may begin: each holds its records, and memory */
  refuseIfTooMany(): void;
}

/** A cache with so many writes that do not end is of no use. */
const most = 1000;
const minute = 60_000;

/** @param tell - told what the operator should know of them, once a minute at most */
export const createOverdueWrites = (tell: (message: string) => void): OverdueWrites => {
  let overdue = 0;
  let nextWarning = Number.NEGATIVE_INFINITY;
  const warn = (now: number): void => {
    if (timeLeft(nextWarning, minute, now) > 0) return;
    nextWarning = now + minute;
    tell(
      'The cache has not ended a write within storeTimeout. Until it does, its records stay locked, and whoever ' +
        `needs them is refused. Writes like this one: ${overdue}; with ${most} of them everybody is refused.`,
    );
  };
  return {
    begin(now, signal) {
      let isLate = false;
      const onTime = () => {
        isLate = true;
        overdue += 1;
        warn(now);
      };
      signal?.addEventListener('abort', onTime, { once: true });
      return () => {
        signal?.removeEventListener('abort', onTime);
        if (isLate) overdue -= 1;
      };
    },
    refuseIfTooMany() {
      if (overdue >= most) throw new Error('Too many writes to the cache have not ended.');
    },
  };
};
