import { type Clock, timeLeft } from '../core/clock.js';
import { inTime } from '../core/deadline.js';

/** How a probe ended; `early`: it was not made, because the last one is not long ago. */
export type ProbeResult = 'passed' | 'failed' | 'early';

/** Finds out whether mail can be sent at all, without sending any. */
export interface Probe {
  /** Milliseconds until the next one may be made; 0 where it may be made now, or is under way. */
  wait(): number;
  /** Makes one, or joins the one that is under way. It never rejects, and ends in time. */
  run(): Promise<ProbeResult>;
}

/**
 * Milliseconds that the check of a delivery may take. It is the beginning of a mail: what takes it longer than a mail may
 * take, no mail gets through.
 *
 * @param timeout - seconds that a mail may take
 */
export const patienceOf = (timeout: number): number => Math.min(Math.max(0.25, timeout), 10) * 1000;

/** Strangers can be the reason for a probe. They must not make us knock at our own mail server all the time. */
const rest = 5000;

/**
 * @param check rejects where mail cannot be sent; it may do worse
 * @param milliseconds what one may take
 */
export const createProbe = (check: () => Promise<void>, milliseconds: number, clock: Clock): Probe => {
  let next = Number.NEGATIVE_INFINITY;
  let underWay: Promise<ProbeResult> | null = null;
  const make = async (): Promise<ProbeResult> => {
    try {
      await inTime(async () => check(), milliseconds, { unref: true });
      return 'passed';
    } catch {
      return 'failed';
    } finally {
      underWay = null;
    }
  };
  const wait = () => (underWay ? 0 : timeLeft(next, rest, clock()));
  return {
    wait,
    async run() {
      if (underWay) return underWay;
      if (wait() > 0) return 'early';
      next = clock() + rest;
      underWay = make();
      return underWay;
    },
  };
};
