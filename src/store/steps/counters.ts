import type { Counter } from '../../core/limits.js';
import type { Limited, ReleaseStep } from '../port.js';
import { type CounterRecord, keys } from '../records.js';
import type { Transaction } from '../transaction.js';

/** Counts, and answers whether that has filled it. */
export const count = async (tx: Transaction, counter: Counter): Promise<boolean> => {
  const key = keys.counter(counter.key);
  const running = await tx.get<CounterRecord>(key);
  const n = (running?.n ?? 0) + 1;
  const filled = n === counter.limit;
  const restart = !running || (filled && counter.block);
  const x = restart ? tx.now + counter.window : running.x;
  tx.set(key, { n, x } satisfies CounterRecord, x);
  return filled;
};

/** The fullest of the limits, by the time until it ends; null where all have room. */
export const findLimited = async (tx: Transaction, limits: readonly Counter[]): Promise<Limited | null> => {
  let worst: Limited | null = null;
  for (const counter of limits) {
    const running = await tx.get<CounterRecord>(keys.counter(counter.key));
    if (!running || running.n < counter.limit) continue;
    const retryAfter = running.x - tx.now;
    if (!worst || retryAfter > worst.retryAfter)
      worst = { outcome: 'limited', limit: counter.name, retryAfter };
  }
  return worst;
};

/** Takes back what a request that came to nothing has counted; what has started anew since is left alone. */
export const release = async (tx: Transaction, step: Pick<ReleaseStep, 'counters'>): Promise<void> => {
  for (const name of step.counters) {
    const key = keys.counter(name);
    const running = await tx.get<CounterRecord>(key);
    if (running && running.n > 0)
      tx.set(key, { ...running, n: running.n - 1 } satisfies CounterRecord, running.x);
  }
};
