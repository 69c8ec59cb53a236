import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Job, Outcome, Steps } from './race-worker.js';
import { signingKey } from './service.js';

/** A process of its own, with its own connection to the Redis. */
export interface Worker {
  readonly pid: number;
  /** Makes all calls at once; one job at a time. */
  run(job: Job): Promise<readonly Outcome[]>;
  stop(): Promise<void>;
}

/** Starts a process whose services use this Redis and the signing key of the tests. */
export const startWorker = async (url: string): Promise<Worker> => {
  const child = fork(join(import.meta.dirname, 'race-worker.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, RACE_REDIS_URL: url, EMAIL_AUTH_SIGNING_KEY: signingKey },
  });
  const ended = once(child, 'exit');
  const died = ended.then(() => Promise.reject(new Error('A worker has ended.')));
  // It ends in the end; that is an error only for a job that waits.
  died.catch(() => {});
  const run = async (job: Job) => {
    const reply = once(child, 'message');
    child.send(job);
    const [outcomes] = await Promise.race([reply, died]);
    return outcomes;
  };
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  // Connected, and in the middle of life, before anything is measured.
  await run({ options: {}, step: 'check', calls: [[]] });
  return { pid: child.pid ?? 0, run, stop };
};

/** Deals the calls out to the workers, which make them all at once. */
export const race = async <Step extends keyof Steps>(
  workers: readonly Worker[],
  options: Job['options'],
  step: Step,
  calls: readonly Parameters<Steps[Step]>[],
): Promise<Outcome<Awaited<ReturnType<Steps[Step]>>>[]> => {
  const outcomes = await Promise.all(
    workers.map((worker, index) =>
      worker.run({ options, step, calls: calls.filter((_, i) => i % workers.length === index) }),
    ),
  );
  // Boundary: a worker answers with what the step that it was asked for gives.
  return outcomes.flat() as Outcome<Awaited<ReturnType<Steps[Step]>>>[];
};
