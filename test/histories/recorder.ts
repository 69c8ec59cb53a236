import { closeSync, openSync, writeSync } from 'node:fs';
import { createKeyv } from '@keyv/redis';
import { type StepOperation, textOf } from './history.js';
import { type TargetName, targets } from './targets.js';

/** What a process is to ask, all clients at once. */
export interface Job {
  readonly target: TargetName;
  /** The file that it writes its record to. */
  readonly record: string;
  readonly clients: readonly Client[];
}

/** Asks one thing after the other. */
export interface Client {
  readonly namespace: string;
  readonly operations: readonly StepOperation[];
}

/** A line of the record: something was asked, answered, or refused. */
export type Note = { readonly client: number; readonly operation: number; readonly at: number } & (
  | { readonly kind: 'asked' }
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string }
);

/** Nanoseconds. All processes of a machine share this clock (CLOCK_MONOTONIC), which is never set. */
const monotonic = (): number => Number(process.hrtime.bigint());

const cache = createKeyv(process.env.RECORDER_REDIS_URL ?? '', {
  namespace: process.env.RECORDER_NAMESPACE ?? '',
});
// Its commands are refused when a connection breaks: that is noted there.
cache.on('error', () => {});

const work = async ({ target, record, clients }: Job): Promise<void> => {
  const file = openSync(record, 'a');
  // Written at once, by the system: what a process has noted survives it, however it ends.
  const note = (line: Note): void => void writeSync(file, `${JSON.stringify(line)}\n`);

  const ask = async ({ namespace, operations }: Client, client: number): Promise<void> => {
    const { store } = targets[target](cache, namespace);
    for (const [operation, { name, step }] of operations.entries()) {
      // Boundary: the step that belongs to this name.
      const run = store[name] as (asked: typeof step) => Promise<unknown>;
      note({ client, operation, kind: 'asked', at: monotonic() });
      try {
        const value = await run(step);
        note({ client, operation, kind: 'answered', at: monotonic(), text: textOf(value) });
      } catch (error) {
        note({ client, operation, kind: 'refused', at: monotonic(), why: String(error) });
      }
    }
  };

  await Promise.all(clients.map(ask));
  closeSync(file);
};

process.on('message', (job: Job) => void work(job).then(() => process.send?.('done')));
// It must not outlive the tests that started it.
process.once('disconnect', () => process.exit());
// Connected before anything is measured.
void cache.get('nothing').then(() => process.send?.('ready'));
