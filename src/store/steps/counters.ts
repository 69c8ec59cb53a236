import type { Counter } from '../../limit/limits.js';
import { toleranceOf } from '../bounds.js';
import type { Limited, ReleaseStep } from '../code-steps.js';
import { recordNames } from '../record-names.js';
import type { CounterRecord } from '../records.js';
import type { Records } from '../step.js';

/**
 * The record of a counter; undefined where it has not begun. An end further away than its window was written by a clock
 * that has been set back since: it is not believed.
 */
const runningOf = (records: Records, counter: Counter): CounterRecord | undefined => {
  const running = records.get<CounterRecord>(recordNames.counter(counter.name));
  const latest = records.now + counter.window + toleranceOf(counter.window);
  return running !== undefined && running.endsAt <= latest ? running : undefined;
};

/** How much is counted; 0 where it has not begun. */
export const countedOf = (records: Records, counter: Counter): number =>
  runningOf(records, counter)?.count ?? 0;

/** Counts, and answers whether that has filled it. */
export const count = (records: Records, counter: Counter): boolean => {
  const recordName = recordNames.counter(counter.name);
  const running = runningOf(records, counter);
  const counted = (running?.count ?? 0) + 1;
  const filled = counted === counter.limit;
  // L2: a block lasts a whole window, and nothing that comes in it is counted.
  const restart = !running || (filled && counter.block);
  const endsAt = restart ? records.now + counter.window : running.endsAt;
  records.set(recordName, { count: counted, endsAt } satisfies CounterRecord, endsAt);
  return filled;
};

/** The record of a counter that is full; undefined where it has room. */
export const fullCounter = (records: Records, counter: Counter): CounterRecord | undefined => {
  const running = runningOf(records, counter);
  return running !== undefined && running.count >= counter.limit ? running : undefined;
};

/** The fullest of the limits, by the time until it ends; null where all have room. */
export const findLimited = (records: Records, limits: readonly Counter[]): Limited | null => {
  let worst: Limited | null = null;
  for (const counter of limits) {
    const full = fullCounter(records, counter);
    if (full !== undefined && (worst === null || full.endsAt - records.now > worst.retryAfter))
      worst = { outcome: 'limited', limit: counter.option, retryAfter: full.endsAt - records.now };
  }
  return worst;
};

const takeBack = (records: Records, name: string, latestEnd: number | undefined): void => {
  const recordName = recordNames.counter(name);
  const running = records.get<CounterRecord>(recordName);
  if (!running || running.count <= 0 || (latestEnd !== undefined && running.endsAt > latestEnd)) return;
  records.set(recordName, { ...running, count: running.count - 1 } satisfies CounterRecord, running.endsAt);
};

/** Takes back what a request that came to nothing has counted. A pause that has begun anew since looks the same. */
export const release = (records: Records, step: Pick<ReleaseStep, 'counters' | 'mail'>): void => {
  for (const name of step.counters) takeBack(records, name, undefined);
  if (step.mail === undefined) return;
  for (const name of step.mail.counters) takeBack(records, name, step.mail.expiresAt);
};
