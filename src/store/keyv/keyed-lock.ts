import { attached } from '../attached.js';

/** Runs work that shares a key one after the other, in the order in which it came. */
export interface KeyedLock {
  /**
   * Runs work when it has all of its keys, and keeps them until it is done.
   *
   * @param signal - work that still waits when it is given leaves the queue, and rejects with its reason
   */
  run<Result>(keys: readonly string[], work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Whether somebody has this key, or waits for it. */
  isTaken(key: string): boolean;
}

const shared = Symbol.for('pothos-plugin-email-auth.lock');

/**
 * The lock of a cache, whoever asks for it: two services over one cache, or two copies of this library (ESM and CJS),
 * must queue together. It stands on the cache itself, unseen, since nothing else is common to them.
 */
export const lockOf = (cache: object): KeyedLock => attached(cache, shared, createKeyedLock);

/** Work in the queues of its keys. */
interface Ticket {
  readonly keys: readonly string[];
  /** Does nothing the second time. */
  start(): void;
}

/**
 * A queue per key. Work enters those of all its keys in one synchronous move, so no two pieces of work can wait for
 * each other. A key that nobody wants takes no memory.
 */
export const createKeyedLock = (): KeyedLock => {
  // A set keeps the order in which they came, and lets them leave from anywhere.
  const queues = new Map<string, Set<Ticket>>();
  const firstOf = (key: string): Ticket | undefined => queues.get(key)?.values().next().value;

  const startIfFirst = (ticket: Ticket): void => {
    if (ticket.keys.every((key) => firstOf(key) === ticket)) ticket.start();
  };
  const enter = (ticket: Ticket): void => {
    for (const key of ticket.keys) {
      const queue = queues.get(key) ?? new Set();
      queues.set(key, queue.add(ticket));
    }
    startIfFirst(ticket);
  };
  const leave = (ticket: Ticket): void => {
    for (const key of ticket.keys) {
      const queue = queues.get(key);
      queue?.delete(ticket);
      if (queue?.size === 0) queues.delete(key);
    }
    for (const key of ticket.keys) {
      const next = firstOf(key);
      if (next) startIfFirst(next);
    }
  };

  return {
    isTaken: (key) => queues.has(key),
    run: (keys, work, signal) =>
      new Promise((resolve, reject) => {
        let started = false;
        const giveUp = () => {
          if (started) return;
          leave(ticket);
          reject(signal?.reason);
        };
        const ticket: Ticket = {
          keys,
          start: () => {
            if (started) return;
            started = true;
            signal?.removeEventListener('abort', giveUp);
            // Not in this turn: whoever leaves is not done yet.
            const done = Promise.resolve().then(work);
            done.then(resolve, reject).finally(() => leave(ticket));
          },
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        enter(ticket);
      }),
  };
};
