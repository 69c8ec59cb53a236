// From node: not every host has it as a global.
import { setImmediate } from 'node:timers';
import type { Caller } from '../core/caller.js';
import { callHarmlessly } from '../core/harmless.js';

/** Work that is done after the answer. The signal says that it is over, done or not. */
export type Work<Result> = (closing: AbortSignal) => Promise<Result>;

/** When work begins, and who is told of it. */
export interface Beginning extends Pick<Caller, 'replied' | 'waitUntil'> {
  /** Milliseconds until the start time. */
  readonly wait: number;
}

/** Everything that goes on after the answers. */
export interface DeferredWork {
  /**
   * Begins work at its start time, but not before the answer has left. The promise, which the host is told about too,
   * resolves when the work is over, and never rejects: where the work failed or was aborted, it resolves to null.
   */
  run<Result>(work: Work<Result>, beginning: Beginning): Promise<Result | null>;
  /** Waits between two tries. While somebody closes, nobody waits. */
  pause(milliseconds: number): Promise<void>;
  /**
   * Begins at once what waits, and comes back when everything is over: after so many milliseconds at the latest. What
   * is under way then is aborted. What comes later goes on as before.
   */
  close(milliseconds: number): Promise<void>;
}

/** An answer that has not left by then never will. Milliseconds. */
const longestReply = 5000;

/** Settles as a promise of the host's does. `Promise.resolve` would throw where that has a constructor which throws. */
const settled = (promise: Promise<unknown>): Promise<unknown> => new Promise((resolve) => resolve(promise));

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A wait that can be cut short, together with all others. Its timer keeps the process alive: mails are to be sent. */
const createWaits = () => {
  const waiting = new Set<() => void>();
  return {
    /** Waits so many milliseconds, or until the promise has settled. */
    wait: (milliseconds: number, until?: Promise<unknown>): Promise<void> =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          waiting.delete(end);
          resolve();
        };
        const timer = setTimeout(end, milliseconds);
        waiting.add(end);
        if (until !== undefined) settled(until).then(end, end);
      }),
    endAll: (): void => {
      for (const end of waiting) end();
    },
  };
};

/** Resolves a turn after the abort, so that the work can say what became of it. */
const dropped = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) =>
    signal.addEventListener('abort', () => setImmediate(resolve, null), { once: true }),
  );

/** Apart from the work, which may wait for minutes: `waitUntil` knows the host's request, and all that was sent with it. */
const tell = ({ waitUntil }: Beginning, job: Promise<unknown>): void =>
  callHarmlessly(() => waitUntil?.(job));

/** Keeps count of what goes on, so that a process can wait for it before it ends. */
export const createDeferredWork = (): DeferredWork => {
  const jobs = new Map<Promise<unknown>, AbortController>();
  const { wait, endAll } = createWaits();
  let closing = 0;

  // E1: neither before the answer has left, nor before the start time.
  const begin = async (delay: number, replied: Beginning['replied']): Promise<void> => {
    const waits =
      closing > 0 ? [] : [delay > 0 && wait(delay), replied !== undefined && wait(longestReply, replied)];
    await Promise.all([nextTurn(), ...waits]);
  };

  const abortAll = (): void => {
    for (const controller of jobs.values()) controller.abort();
  };

  return {
    run(work, beginning) {
      const controller = new AbortController();
      const done = begin(beginning.wait, beginning.replied)
        .then(() => work(controller.signal))
        .catch(() => null);
      const job = Promise.race([done, dropped(controller.signal)]).finally(() => jobs.delete(job));
      jobs.set(job, controller);
      tell(beginning, job);
      return job;
    },
    pause: async (milliseconds) => {
      if (closing === 0) await wait(milliseconds);
    },
    async close(milliseconds) {
      closing += 1;
      endAll();
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        abortAll();
      }, milliseconds);
      while (jobs.size > 0 && !isLate) await Promise.all(jobs.keys());
      clearTimeout(timer);
      closing -= 1;
    },
  };
};
