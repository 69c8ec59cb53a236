import type Keyv from 'keyv';
import { terminal } from '../../core/terminal.js';
import type { Records, Step } from '../step.js';
import { createKeyvEntries, type Entry } from './keyv-entries.js';
import { createOverdueWrites } from './overdue-writes.js';

/** Records in a Keyv. Everything rejects on trouble, although a Keyv does not. */
export interface KeyvRecords {
  /** One record, or undefined where there is none or it has expired. */
  read(now: number, key: string): Promise<unknown>;
  /**
   * Reads the records of a step, runs it, and writes what it has changed, in the order in which it did. Once the signal
   * is given, nothing more begins. A read is given up with it; a write that has begun is waited for, however long.
   */
  carryOut<Input extends { readonly now: number }, Result>(
    step: Step<Input, Result>,
    input: Input,
    signal?: AbortSignal,
  ): Promise<Result>;
  /** The records that have expired: a look at all there are, other work having its turn in between. */
  expired(now: number): AsyncIterable<string>;
  /** Deletes a record if it has expired, in this turn: it needs no lock. False where that takes longer. */
  dropAtOnce(now: number, key: string): boolean;
  /** Deletes a record if it has expired. The signal means what it means above. */
  drop(now: number, key: string, signal?: AbortSignal): Promise<void>;
}

/** What a step sees: what was read before it began, and what it has written since. */
const createWorkspace = (now: number) => {
  const entries = new Map<string, Entry | null | undefined>();
  // A set keeps the order of first insertion.
  const written = new Set<string>();
  const write = (key: string, entry: Entry | null): void => {
    entries.set(key, entry);
    written.add(key);
  };
  const records: Records = {
    now,
    get<Value>(key: string) {
      if (!entries.has(key))
        throw new Error(`A step reads ${key.split(':', 1)}, which it has not to itself.`);
      const entry = entries.get(key);
      // The cache answers what a step has written under this key.
      return entry && entry.expiresAt > now ? (entry.value as Value) : undefined;
    },
    endOf: (key) => entries.get(key)?.expiresAt ?? 0,
    set: (key, value, expiresAt) => write(key, { value, expiresAt }),
    delete: (key) => write(key, null),
  };
  return { entries, written, records };
};

/** Gives up waiting when the signal is given. */
const untilAborted = (signal: AbortSignal | undefined) => {
  if (!signal) return <Result>(work: Promise<Result>) => work;
  const given = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // It may come when nobody waits for it.
  given.catch(() => {});
  return <Result>(work: Promise<Result>) => Promise.race([work, given]);
};

/**
 * @param namespace - what all keys of the service begin with
 * @param warn - told what the operator should know
 */
export const createKeyvRecords = (keyv: Keyv, namespace: string, warn = terminal.warn): KeyvRecords => {
  const cache = createKeyvEntries(keyv, namespace);
  const overdue = createOverdueWrites(warn);

  const write = (now: number, key: string, entry: Entry | null | undefined): Promise<void> =>
    entry ? cache.write(key, entry, entry.expiresAt - now) : cache.delete(key);

  return {
    async read(now, key) {
      const entry = await cache.read(key);
      return entry && entry.expiresAt > now ? entry.value : undefined;
    },

    async carryOut(step, input, signal) {
      overdue.refuseIfTooMany();
      const { entries, written, records } = createWorkspace(input.now);
      const orGivenUp = untilAborted(signal);
      const load = async (names: readonly string[]) => {
        for (const name of names) {
          signal?.throwIfAborted();
          if (!entries.has(name)) entries.set(name, await orGivenUp(cache.read(name)));
        }
      };
      await load(step.records(input));
      if (step.found) await load(step.found(records, input));
      const result = step.run(records, input);
      const end = overdue.begin(input.now, signal);
      try {
        for (const name of written) {
          signal?.throwIfAborted();
          // O2: not given up, or it could land on what a later step has written.
          await write(input.now, name, entries.get(name));
        }
      } finally {
        end();
      }
      return result;
    },

    expired: cache.expired,
    dropAtOnce: cache.dropAtOnce,

    async drop(now, key, signal) {
      const entry = await untilAborted(signal)(cache.read(key));
      if (!entry || entry.expiresAt > now) return;
      const end = overdue.begin(now, signal);
      await cache.delete(key).finally(end);
    },
  };
};
