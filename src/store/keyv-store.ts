import { randomUUID } from 'node:crypto';
import type Keyv from 'keyv';
import { withDeadline } from '../core/deadline.js';
import { lockOf } from './keyed-lock.js';
import { createKeyvRecords } from './keyv-records.js';
import type { Store } from './port.js';
import { keys } from './records.js';
import { abandon } from './steps/abandon.js';
import { release } from './steps/counters.js';
import { issue } from './steps/issue.js';
import { redeem } from './steps/redeem.js';
import { alive, revoke, rotate, sessions } from './steps/sessions.js';
import { touchedRecords } from './touched-records.js';
import type { Transaction } from './transaction.js';

/** How a store is opened. */
export interface KeyvStoreOptions {
  /** Prefix of every key. */
  readonly namespace: string;
  /** Milliseconds that a step may take. */
  readonly timeout: number;
}

/** What the entries stand in: two Keyvs can be put over one Map. keyv 6 puts an adapter of its own around it. */
const innermost = ({ store }: Keyv): object => {
  const inner: unknown = typeof store === 'object' && 'store' in store ? store.store : undefined;
  return typeof inner === 'object' && inner !== null ? inner : store;
};

/** Milliseconds between two sweeps. */
const sweepInterval = 60_000;

/**
 * The steps over any Keyv, for one process: under a lock per record, with deadlines of its own, and a sweep of what has
 * expired, which a Keyv in memory never drops by itself.
 */
export const createKeyvStore = (keyv: Keyv, { namespace, timeout }: KeyvStoreOptions): Store => {
  const records = createKeyvRecords(keyv, namespace);
  const lock = lockOf(innermost(keyv));
  let nextSweep = 0;

  const sweep = async (now: number): Promise<void> => {
    for await (const key of records.expired(now)) {
      // Between the look and the deletion a step may have written the record anew.
      await lock.run([key], () => records.drop(now, key));
    }
  };

  const sweepWhenDue = (now: number): void => {
    if (now < nextSweep) return;
    nextSweep = now + sweepInterval;
    // Nobody waits for a sweep; what it could not delete, the next one will.
    sweep(now).catch(() => {});
  };

  const step = <Result>(
    now: number,
    locked: readonly string[],
    run: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> => {
    sweepWhenDue(now);
    return withDeadline(
      (signal) =>
        lock.run(locked, () => {
          // Its caller has been refused while it waited.
          signal.throwIfAborted();
          // An operation that never ends must not keep the records to itself.
          return withDeadline((own) => records.transact(now, run, own), timeout);
        }),
      timeout,
    );
  };

  return {
    issue: (input) => step(input.now, touchedRecords.issue(input), (tx) => issue(tx, input)),
    redeem: (input) => step(input.now, touchedRecords.redeem(input), (tx) => redeem(tx, input)),
    rotate: (input) => step(input.now, touchedRecords.rotate(input), (tx) => rotate(tx, input)),
    revoke: (input) => step(input.now, touchedRecords.revoke(input), (tx) => revoke(tx, input)),
    alive: ({ now, session }) => step(now, [], (tx) => alive(tx, session)),
    sessions: (input) =>
      step(input.now, touchedRecords.sessions(input), (tx) => sessions(tx, input.identity)),
    abandon: (input) => step(input.now, touchedRecords.abandon(input), (tx) => abandon(tx, input)),
    release: (input) => step(input.now, touchedRecords.release(input), (tx) => release(tx, input)),
    check: () =>
      withDeadline(async () => {
        // A record of its own each time: two probes at once do not meet.
        const probe = randomUUID();
        const key = keys.probe(probe);
        const kept = await lock.run([key], async () => {
          await records.transact(0, async (tx) => tx.set(key, probe, 1));
          const read = await records.transact(0, (tx) => tx.get(key));
          await records.transact(0, async (tx) => tx.delete(key));
          return read;
        });
        if (kept !== probe) throw new Error('The cache did not keep a record.');
      }, timeout),
  };
};
