import { setImmediate } from 'node:timers';
import type { WaitUntil } from './caller.js';

/** Work that goes on after the reply. */
export interface Background {
  /** Starts the work once the reply is on its way, and tells the host about it. The work must not reject. */
  run(work: () => Promise<void>, waitUntil: WaitUntil | undefined): void;
  /** Waits until nothing is left. */
  drain(): Promise<void>;
}

/** Keeps count of what goes on, so that a process can wait for it before it exits. */
export const createBackground = (): Background => {
  const pending = new Set<Promise<void>>();
  return {
    run(work, waitUntil) {
      const job: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
        .then(work)
        .finally(() => pending.delete(job));
      pending.add(job);
      try {
        waitUntil?.(job);
      } catch {
        // A host that does not want to know is no reason to fail: the code is on its way.
      }
    },
    async drain() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
};
