import { randomUUID } from 'node:crypto';
import type Keyv from 'keyv';
import { inTime, withDeadline } from '../../core/deadline.js';
import type { Store } from '../port.js';
import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import { oldestFirst } from '../session-steps.js';
import type { Step } from '../step.js';
import { steps } from '../steps/index.js';
import { lookAt } from '../steps/look-at.js';
import { createSweeps } from '../sweeps.js';
import { lockOf } from './keyed-lock.js';
import { innermost } from './keyv-entries.js';
import { createKeyvRecords } from './keyv-records.js';

/** How a store is opened. */
export interface KeyvStoreOptions {
  /** Prefix of every key. */
  readonly namespace: string;
  /** Milliseconds that a step may take. */
  readonly timeout: number;
  /** Told what the operator should change at the cache. Default: the terminal. */
  readonly warn?: (message: string) => void;
}

/**
 * The steps over any Keyv, for one process: under a lock per record, with deadlines of its own, and a sweep of what has
 * expired, which a Keyv in memory never drops by itself.
 *
 * A write that outlives its step keeps the records of that step locked until it ends, or it would land on a later one
 * and undo it. Meanwhile who wants them is refused.
 */
export const createKeyvStore = (keyv: Keyv, { namespace, timeout, warn }: KeyvStoreOptions): Store => {
  const records = createKeyvRecords(keyv, namespace, warn);
  const lock = lockOf(innermost(keyv));

  const sweep = async (now: number): Promise<void> => {
    for await (const key of records.expired(now)) {
      // Who has it will write it anew, or the next sweep gets it.
      if (records.dropAtOnce(now, key) || lock.isTaken(key)) continue;
      // Between the look and the deletion a step may have written the record anew.
      await withDeadline((signal) => lock.run([key], () => records.drop(now, key, signal), signal), timeout, {
        unref: true,
      });
    }
  };

  const sweepWhenDue = createSweeps(sweep);

  const carryOut =
    <Input extends { readonly now: number }, Result>(step: Step<Input, Result>) =>
    (input: Input): Promise<Result> => {
      sweepWhenDue(input.now);
      return withDeadline(
        (signal) => lock.run(step.records(input), () => records.carryOut(step, input, signal), signal),
        timeout,
      );
    };

  const listSessions = carryOut(steps.listSessions);
  return {
    issue: carryOut(steps.issue),
    pressure: carryOut(steps.pressure),
    redeem: carryOut(steps.redeem),
    rotate: carryOut(steps.rotate),
    revoke: carryOut(steps.revoke),
    alive: ({ now, session, generation }) => {
      sweepWhenDue(now);
      // One read needs no lock.
      const look = async () => {
        const record = await records.read(now, recordNames.session(session));
        // Only steps write under this name.
        return lookAt(record as SessionRecord | undefined, generation);
      };
      return inTime(look, timeout);
    },
    present: carryOut(steps.present),
    withdraw: carryOut(steps.withdraw),
    listSessions: async (input) => oldestFirst(await listSessions(input)),
    forget: carryOut(steps.forget),
    inspect: carryOut(steps.inspect),
    abandon: carryOut(steps.abandon),
    release: carryOut(steps.release),
    check: async () => {
      // A record of its own each time: two probes at once do not meet.
      const probe = randomUUID();
      const key = recordNames.probe(probe);
      const ofProbe = <Result>(run: Step<{ readonly now: number }, Result>['run']) =>
        carryOut({ records: () => [key], run })({ now: 0 });
      await ofProbe((own) => own.set(key, probe, 1));
      const kept = await ofProbe((own) => own.get(key));
      await ofProbe((own) => own.delete(key));
      if (kept !== probe) throw new Error('The cache did not keep a record.');
    },
  };
};
