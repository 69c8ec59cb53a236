import { setImmediate } from 'node:timers';
import pLimit from 'p-limit';
import type { WaitUntil } from './caller.js';
import { callHarmlessly } from './harmless.js';

/** Work that goes on after the reply. */
export interface Background {
  /** Whether as much is going on as may be. */
  isFull(): boolean;
  /** Starts the work once the reply is on its way, and tells the host about it. The work must not reject. */
  run(work: () => Promise<void>, waitUntil: WaitUntil | undefined): void;
  /** Does a part of the work that only so many may do at once. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Waits so many milliseconds, or until somebody drains. */
  pause(milliseconds: number): Promise<void>;
  /** Waits until nothing is left, and lets nobody pause meanwhile. */
  drain(): Promise<void>;
}

export interface BackgroundOptions {
  /** Parts that may be done at once. */
  readonly concurrency: number;
  /** Works that may be going on. */
  readonly queue: number;
}

/** Pauses that can be cut short, all at once. */
const createPauses = () => {
  const paused = new Set<() => void>();
  return {
    pause: (milliseconds: number) =>
      new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          paused.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        paused.add(wake);
      }),
    wakeAll: () => {
      for (const wake of paused) wake();
    },
  };
};

/** Keeps count of what goes on, so that a process can wait for it before it exits. */
export const createBackground = ({ concurrency, queue }: BackgroundOptions): Background => {
  const pending = new Set<Promise<void>>();
  const limit = pLimit(concurrency);
  const { pause, wakeAll } = createPauses();
  let draining = 0;
  return {
    isFull: () => pending.size >= queue,
    run(work, waitUntil) {
      const job: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
        .then(work)
        .finally(() => pending.delete(job));
      pending.add(job);
      // A host that does not want to know is no reason to fail: the code is on its way.
      callHarmlessly(() => waitUntil?.(job));
    },
    inTurn: (work) => limit(work),
    pause: async (milliseconds) => {
      if (draining === 0) await pause(milliseconds);
    },
    async drain() {
      draining += 1;
      wakeAll();
      while (pending.size > 0) await Promise.all(pending);
      draining -= 1;
    },
  };
};
