import type { Counter } from '../../limit/limits.js';
import { toleranceOf } from '../bounds.js';
import type { Limited, ReleaseStep } from '../code-steps.js';
import { recordNames } from '../record-names.js';
import type { CounterRecord } from '../records.js';
import type { Records } from '../step.js';

/**
 * How much is counted; undefined where a counter has not begun. An end further away than its window was written by a
 * clock that has been set back since: it is not believed.
 */
const runningOf = (records: Records, counter: Counter): CounterRecord | undefined => {
  const recordName = recordNames.counter(counter.name);
  const counted = records.get<CounterRecord>(recordName);
  if (counted === undefined) return undefined;
  const latest = records.now + counter.window + toleranceOf(counter.window);
  return records.endOf(recordName) <= latest ? counted : undefined;
};

/** How much is counted; 0 where it has not begun. */
export const countedOf = (records: Records, counter: Counter): number => runningOf(records, counter) ?? 0;

/** Counts, and answers whether that has filled it. */
export const count = (records: Records, counter: Counter): boolean => {
  const recordName = recordNames.counter(counter.name);
  const running = runningOf(records, counter);
  const counted: CounterRecord = (running ?? 0) + 1;
  const filled = counted === counter.limit;
  // L2: a block lasts a whole window, and nothing that comes in it is counted.
  const restart = running === undefined || (filled && counter.block);
  records.set(recordName, counted, restart ? records.now + counter.window : records.endOf(recordName));
  return filled;
};

/** When a counter that is full starts anew; undefined where it has room. */
export const fullUntil = (records: Records, counter: Counter): number | undefined => {
  const running = runningOf(records, counter);
  if (running === undefined || running < counter.limit) return undefined;
  return records.endOf(recordNames.counter(counter.name));
};

/** The fullest of the limits, by the time until it ends; null where all have room. */
export const findLimited = (records: Records, limits: readonly Counter[]): Limited | null => {
  let worst: Limited | null = null;
  for (const counter of limits) {
    const full = fullUntil(records, counter);
    if (full !== undefined && (worst === null || full - records.now > worst.retryAfter))
      worst = { outcome: 'limited', limit: counter.option, retryAfter: full - records.now };
  }
  return worst;
};

const takeBack = (records: Records, name: string, latestEnd: number | undefined): void => {
  const recordName = recordNames.counter(name);
  const counted = records.get<CounterRecord>(recordName);
  if (counted === undefined || counted <= 0) return;
  const endsAt = records.endOf(recordName);
  if (latestEnd !== undefined && endsAt > latestEnd) return;
  records.set(recordName, counted - 1, endsAt);
};

/** Takes back what a request that came to nothing has counted. A pause that has begun anew since looks the same. */
export const release = (records: Records, step: Pick<ReleaseStep, 'counters' | 'mail'>): void => {
  for (const name of step.counters) takeBack(records, name, undefined);
  if (step.mail === undefined) return;
  for (const name of step.mail.counters) takeBack(records, name, step.mail.expiresAt);
};
