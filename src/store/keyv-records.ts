import type Keyv from 'keyv';
import type { Records, Step } from './step.js';

/** What stands in the Keyv: the record and its own deadline, since the Keyv's clock is not ours. */
interface Entry {
  readonly v: unknown;
  /** Milliseconds since 1970. */
  readonly x: number;
}

/** Records in a Keyv. Everything rejects on trouble, although a Keyv does not. */
export interface KeyvRecords {
  /** One record, or undefined where there is none or it has expired. */
  read(now: number, key: string): Promise<unknown>;
  /**
   * Reads the records of a step, runs it, and writes what it has changed, in the order in which it did. Once the signal
   * is given, nothing more begins.
   */
  carryOut<Input extends { readonly now: number }, Result>(
    step: Step<Input, Result>,
    input: Input,
    signal?: AbortSignal,
  ): Promise<Result>;
  /** The records that have expired: a look at all there are, other work having its turn in between. */
  expired(now: number): AsyncIterable<string>;
  /** Deletes a record if it has expired. */
  drop(now: number, key: string): Promise<void>;
}

/** Entries that are looked at before other work gets its turn. */
const sweepSlice = 500;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'v' in value && 'x' in value && typeof value.x === 'number';

const emitsErrors = (adapter: unknown): adapter is { on(event: 'error', listener: () => void): unknown } =>
  typeof adapter === 'object' && adapter !== null && 'on' in adapter && typeof adapter.on === 'function';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What a step sees: what was read before it began, and what it has written since. */
const createWorkspace = (now: number) => {
  const entries = new Map<string, unknown>();
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
      return isEntry(entry) && entry.x > now ? (entry.v as Value) : undefined;
    },
    set: (key, v, x) => write(key, { v, x }),
    delete: (key) => write(key, null),
  };
  return { entries, written, records };
};

export const createKeyvRecords = (keyv: Keyv, namespace: string): KeyvRecords => {
  // A Keyv answers "nothing there" when its adapter fails. keyv 5 throws instead when it is told to; keyv 6 tells
  // its listeners only. Listening also keeps the process alive: without a listener an 'error' event is an exception.
  keyv.throwOnErrors = true;
  let errors = 0;
  const count = () => {
    errors += 1;
  };
  keyv.on('error', count);
  // A Keyv can be told to keep the errors of its adapter to itself (`emitErrors: false`).
  if (emitsErrors(keyv.store)) keyv.store.on('error', count);

  const proven = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = errors;
    const result = await work();
    if (errors !== before) throw new Error('The cache reported an error.');
    return result;
  };

  const prefix = `${namespace}:`;
  const read = (key: string) => proven(() => keyv.get<unknown>(prefix + key));
  const write = async (key: string, entry: Entry | null) => {
    const done = await proven<unknown>(() =>
      // 0: not the Keyv's own default, by whose end a counter would be forgotten.
      entry ? keyv.set(prefix + key, entry, 0) : keyv.delete(prefix + key),
    );
    // A delete answers false where there was nothing to delete.
    if (entry && done === false) throw new Error('The cache did not keep a record.');
  };

  return {
    async read(now, key) {
      const entry = await read(key);
      return isEntry(entry) && entry.x > now ? entry.v : undefined;
    },

    async carryOut(step, input, signal) {
      const { entries, written, records } = createWorkspace(input.now);
      const load = async (names: readonly string[]) => {
        for (const name of names) {
          signal?.throwIfAborted();
          if (!entries.has(name)) entries.set(name, await read(name));
        }
      };
      await load(step.records(input));
      if (step.found) await load(step.found(records, input));
      const result = step.run(records, input);
      for (const name of written) {
        signal?.throwIfAborted();
        await write(name, entries.get(name) as Entry | null);
      }
      return result;
    },

    async *expired(now) {
      if (!keyv.iterator) return;
      let seen = 0;
      for await (const [key, entry] of keyv.iterator(undefined) as AsyncIterable<[string, unknown]>) {
        if (key.startsWith(prefix) && isEntry(entry) && entry.x <= now) yield key.slice(prefix.length);
        seen += 1;
        if (seen % sweepSlice === 0) await nextTurn();
      }
    },

    async drop(now, key) {
      const entry = await read(key);
      if (isEntry(entry) && entry.x <= now) await write(key, null);
    },
  };
};
