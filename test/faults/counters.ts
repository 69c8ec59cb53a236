import type { BudgetRecord, CounterRecord } from '../../src/store/records.js';
import type { Kept } from './caches.js';

/** What is counted, by the name of its counter: failures, requests, mails, codes. */
export type Counts = ReadonlyMap<string, number>;

type Records = ReadonlyMap<string, Kept>;

/** A counter, or a budget: what was spent, and when. */
const amountOf = (record: unknown): number => {
  if (Array.isArray(record)) return (record as BudgetRecord).reduce((sum, [, amount]) => sum + amount, 0);
  return record as CounterRecord;
};

const countsOf = (records: Records, now: number): Counts =>
  new Map(
    [...records]
      .filter(([name, { expiresAt }]) => name.startsWith('limit:') && expiresAt > now)
      .map(([name, { value }]) => [name, amountOf(value)]),
  );

/** What was counted between two looks, by the counters that still run at the second. */
export const countedBetween = (before: Records, after: Records, now: number): Counts => {
  const [then, since] = [countsOf(before, now), countsOf(after, now)];
  const names = new Set([...then.keys(), ...since.keys()]);
  return new Map([...names].map((name) => [name, (since.get(name) ?? 0) - (then.get(name) ?? 0)]));
};

/** What attempts may have counted, compared with one that nothing disturbs. */
export interface Bounds {
  readonly usual: Counts;
  /** Attempts that came to nothing: each has counted once or not at all. */
  readonly failed: number;
  /** Attempts that went as usual. */
  readonly succeeded: number;
  /** Attempts whose code turned out to be spent: they count as guesses. */
  readonly spent: number;
  /** Live codes that a guess may have been compared with, where there may be more than usual; else 0. */
  readonly codes: number;
  /** A mail has failed at first, which gave the pause before another code back. */
  readonly pauseIsFreed: boolean;
  /** Tries may have been used up by guesses that nobody was answered. */
  readonly triesAreLost: boolean;
}

/** A guess counts as often as it is compared; for its identity it does once at least. */
const byComparisons = /^limit:(failuresPerIdentity|shortCodeFailures):/;
const ofFailures = /^limit:(failuresPerIp|failuresPerIdentity|shortCodeFailures):/;
const byComparisonsAlone = /^limit:shortCodeFailures:/;

/** What was counted twice, or taken back although it was not counted. */
export const miscounted = (counted: Counts, bounds: Bounds): readonly string[] => {
  const { usual, failed, succeeded, spent, codes, triesAreLost, pauseIsFreed } = bounds;
  const wrong: string[] = [];
  for (const name of new Set([...counted.keys(), ...usual.keys()])) {
    const once = usual.get(name) ?? 0;
    const isPause = name.startsWith('limit:resendAfter:');
    const maybe = (triesAreLost && byComparisonsAlone.test(name)) || (pauseIsFreed && isPause);
    const most = codes > 0 && byComparisons.test(name) ? Math.max(once, 1) * codes : Math.max(once, 0);
    // A login that fails gives the pause before another code back.
    const least = isPause ? -1 : Math.min(once, 0);
    const is = counted.get(name) ?? 0;
    const answered = maybe ? 0 : once;
    const from = failed * least + succeeded * answered;
    const to =
      failed * most +
      succeeded * Math.max(once, most) +
      (ofFailures.test(name) ? spent * Math.max(codes, 1) : 0);
    if (is < from || is > to) wrong.push(`${name.slice(0, 40)} has counted ${is}, not ${from} to ${to}`);
  }
  return wrong;
};
