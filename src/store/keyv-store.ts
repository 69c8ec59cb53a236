import { randomUUID } from 'node:crypto';
import type Keyv from 'keyv';
import type { Counter } from '../core/limits.js';
import { withDeadline } from './deadline.js';
import { createKeyedLock } from './keyed-lock.js';
import { createKeyvRecords } from './keyv-records.js';
import type { CodeBudget, Store } from './port.js';
import { keys } from './records.js';
import { release } from './steps/counters.js';
import { issue } from './steps/issue.js';
import { redeem } from './steps/redeem.js';
import { alive, revoke, rotate, sessions } from './steps/sessions.js';
import type { Transaction } from './transaction.js';

/** How a store is opened. */
export interface KeyvStoreOptions {
  /** Prefix of every key. */
  readonly namespace: string;
  /** Milliseconds that a step may take. */
  readonly timeout: number;
}

/** Milliseconds between two sweeps. */
const sweepInterval = 60_000;

const counterKeys = (counters: readonly Counter[], budget: CodeBudget): string[] =>
  [...counters, budget.shortCodes, budget.failures, budget.all]
    .filter((counter) => counter !== null)
    .map((counter) => keys.counter(counter.key));

const identityKeys = (identities: readonly string[]): string[] =>
  identities.flatMap((identity) => [keys.codes(identity), keys.account(identity)]);

/**
 * The steps over any Keyv, for one process: under a lock per record, with deadlines of its own, and a sweep of what has
 * expired, which a Keyv in memory never drops by itself.
 */
export const createKeyvStore = (keyv: Keyv, { namespace, timeout }: KeyvStoreOptions): Store => {
  const records = createKeyvRecords(keyv, namespace);
  const lock = createKeyedLock();
  let nextSweep = 0;

  const sweepWhenDue = (now: number): void => {
    if (now < nextSweep) return;
    nextSweep = now + sweepInterval;
    // Nobody waits for a sweep; what it could not delete, the next one will.
    records.sweep(now).catch(() => {});
  };

  const step = <Result>(
    now: number,
    locked: readonly string[],
    run: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> => {
    sweepWhenDue(now);
    return withDeadline(
      lock.run(locked, () => records.transact(now, run)),
      timeout,
    );
  };

  return {
    issue: (input) =>
      step(input.now, [...identityKeys([input.identity]), ...counterKeys(input.limits, input.budget)], (tx) =>
        issue(tx, input),
      ),
    redeem: (input) =>
      step(input.now, [...identityKeys(input.identity), ...counterKeys(input.limits, input.budget)], (tx) =>
        redeem(tx, input),
      ),
    // What changes the sessions of an identity has the identity to itself.
    rotate: (input) => step(input.now, identityKeys(input.identity), (tx) => rotate(tx, input)),
    revoke: (input) => step(input.now, identityKeys(input.identity), (tx) => revoke(tx, input)),
    alive: ({ now, session }) => step(now, [], (tx) => alive(tx, session)),
    sessions: ({ now, identity }) => step(now, identityKeys(identity), (tx) => sessions(tx, identity)),
    release: (input) => step(input.now, input.counters.map(keys.counter), (tx) => release(tx, input)),
    check: async () => {
      const proof = randomUUID();
      // A record of its own each time: two probes at once do not meet.
      const key = keys.probe(proof);
      await step(0, [key], async (tx) => tx.set(key, proof, 1));
      const kept = await step(0, [], (tx) => tx.get(key));
      await step(0, [key], async (tx) => tx.delete(key));
      if (kept !== proof) throw new Error('The cache did not keep a record.');
    },
  };
};
