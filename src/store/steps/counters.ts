import type { Counter } from '../../core/limits.js';
import type { Limited, ReleaseStep } from '../port.js';
import { type CounterRecord, keys } from '../records.js';
import type { Records } from '../step.js';

/** Counts, and answers whether that has filled it. */
export const count = (records: Records, counter: Counter, known = false): boolean => {
  const key = keys.counter(counter.key);
  const running = records.get<CounterRecord>(key);
  const n = (running?.n ?? 0) + 1;
  const filled = n === counter.limit;
  const restart = !running || (filled && counter.block);
  const x = restart ? records.now + counter.window : running.x;
  const s = counter.strangers !== undefined && { s: (running?.s ?? 0) + (known ? 0 : 1) };
  records.set(key, { n, x, ...s } satisfies CounterRecord, x);
  return filled;
};

const isReached = (counter: Counter, running: CounterRecord, known: boolean): boolean =>
  running.n >= counter.limit ||
  (!known && counter.strangers !== undefined && (running.s ?? 0) >= counter.strangers);

/** The fullest of the limits, by the time until it ends; null where all have room. */
export const findLimited = (records: Records, limits: readonly Counter[], known = false): Limited | null => {
  let worst: Limited | null = null;
  for (const counter of limits) {
    const running = records.get<CounterRecord>(keys.counter(counter.key));
    if (!running || !isReached(counter, running, known)) continue;
    const retryAfter = running.x - records.now;
    if (!worst || retryAfter > worst.retryAfter)
      worst = { outcome: 'limited', limit: counter.name, retryAfter };
  }
  return worst;
};

/** Takes back what a request that came to nothing has counted. What has been counted anew since looks the same. */
export const release = (records: Records, step: Pick<ReleaseStep, 'counters'>): void => {
  for (const name of step.counters) {
    const key = keys.counter(name);
    const running = records.get<CounterRecord>(key);
    if (running && running.n > 0)
      records.set(key, { ...running, n: running.n - 1 } satisfies CounterRecord, running.x);
  }
};
