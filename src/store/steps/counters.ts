import type { Counter } from '../../core/limits.js';
import type { Limited, ReleaseStep } from '../port.js';
import { type CounterRecord, keys } from '../records.js';
import type { Transaction } from '../transaction.js';

/** Counts, and answers whether that has filled it. */
export const count = async (tx: Transaction, counter: Counter, known = false): Promise<boolean> => {
  const key = keys.counter(counter.key);
  const running = await tx.get<CounterRecord>(key);
  const n = (running?.n ?? 0) + 1;
  const filled = n === counter.limit;
  const restart = !running || (filled && counter.block);
  const x = restart ? tx.now + counter.window : running.x;
  const s = counter.strangers !== undefined && { s: (running?.s ?? 0) + (known ? 0 : 1) };
  tx.set(key, { n, x, ...s } satisfies CounterRecord, x);
  return filled;
};

const isReached = (counter: Counter, running: CounterRecord, known: boolean): boolean =>
  running.n >= counter.limit ||
  (!known && counter.strangers !== undefined && (running.s ?? 0) >= counter.strangers);

/** The fullest of the limits, by the time until it ends; null where all have room. */
export const findLimited = async (
  tx: Transaction,
  limits: readonly Counter[],
  known = false,
): Promise<Limited | null> => {
  let worst: Limited | null = null;
  for (const counter of limits) {
    const running = await tx.get<CounterRecord>(keys.counter(counter.key));
    if (!running || !isReached(counter, running, known)) continue;
    const retryAfter = running.x - tx.now;
    if (!worst || retryAfter > worst.retryAfter)
      worst = { outcome: 'limited', limit: counter.name, retryAfter };
  }
  return worst;
};

/** Takes back what a request that came to nothing has counted. What has been counted anew since looks the same. */
export const release = async (tx: Transaction, step: Pick<ReleaseStep, 'counters'>): Promise<void> => {
  for (const name of step.counters) {
    const key = keys.counter(name);
    const running = await tx.get<CounterRecord>(key);
    if (running && running.n > 0)
      tx.set(key, { ...running, n: running.n - 1 } satisfies CounterRecord, running.x);
  }
};
