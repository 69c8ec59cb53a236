import type Keyv from 'keyv';
import { systemClock } from '../../core/clock.js';
import { hearErrors } from '../heard-errors.js';
import { createTurns } from '../turns.js';
import { eachInTime } from './each-in-time.js';
import { type Adapter, isObject, layoutOf, type Raw } from './keyv-layout.js';
import { pinNamespace } from './pinned-namespace.js';

/** What stands in the Keyv: the record and its own deadline, since the Keyv's clock is not ours. */
export interface Entry {
  readonly value: unknown;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * The entries of a service in a Keyv, at the place where the Keyv would have put them when this was made. Everything
 * rejects on trouble, although a Keyv does not.
 */
export interface KeyvEntries {
  /** undefined: there is none, or none of ours. */
  read(key: string): Promise<Entry | undefined>;
  /** @param life - milliseconds for which it is needed at least */
  write(key: string, entry: Entry, life: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** The keys of what has expired, other work having its turn in between; none where the adapter does not tell. */
  expired(now: number): AsyncIterable<string>;
  /** Deletes an entry that has expired, in this turn, so that nothing can come between. False where it takes longer. */
  dropAtOnce(now: number, key: string): boolean;
}

/** An entry outlives its record by this much: the adapter's clock is not ours, and may be set. */
const slack = 3_600_000;

const isEntry = (value: unknown): value is Entry =>
  isObject(value) && 'value' in value && 'expiresAt' in value && typeof value.expiresAt === 'number';

// Boundary: whatever a Keyv stands on has these; keyv 5 takes a bare Map, too.
const adapterOf = (keyv: Keyv) => keyv.store as Adapter;
const innerOf = ({ store }: Adapter): Adapter | null => (isObject(store) ? (store as Adapter) : null);

/** What the entries of a Keyv stand in: two Keyvs can be put over one Map. */
export const innermost = (keyv: Keyv): object => innerOf(adapterOf(keyv)) ?? adapterOf(keyv);

/** A plain Map, and how the entries of a service stand in it. */
interface ScannedMap {
  readonly map: Map<string, Raw>;
  readonly start: string;
  unwrap(raw: Raw): Raw;
}

/** What stands before the end of an entry, which comes last in its text. */
const endLabel = '"expiresAt":';

/**
 * When an entry ends, if its text tells without being parsed: a million of them are looked at every minute. null: it is
 * compressed, or serialized in another way.
 */
const endIn = (raw: Raw): number | null => {
  if (typeof raw !== 'string' || !raw.endsWith('}}')) return null;
  const at = raw.lastIndexOf(endLabel);
  const end = at === -1 ? Number.NaN : Number(raw.slice(at + endLabel.length, -2));
  return Number.isNaN(end) ? null : end;
};

/** null over anything else. */
const scannedMap = (adapter: Adapter, prefix: string): ScannedMap | null => {
  if (adapter instanceof Map) return { map: adapter, start: prefix, unwrap: (raw: Raw) => raw };
  if (!(adapter.store instanceof Map)) return null;
  // As the adapter of keyv 6 keeps them.
  const outer = adapter.namespace ? adapter.namespace + (adapter.namespaceSeparator ?? '::') : '';
  const unwrap = (raw: Raw) => (isObject(raw) && 'value' in raw ? raw.value : undefined);
  return { map: adapter.store, start: outer + prefix, unwrap };
};

/** @param namespace - what all keys of the service begin with */
export const createKeyvEntries = (keyv: Keyv, namespace: string): KeyvEntries => {
  const adapter = adapterOf(keyv);
  const inner = innerOf(adapter);
  const layout = layoutOf(keyv, adapter, `${namespace}:`);
  const { prefix } = layout;
  const inMap = scannedMap(adapter, prefix);
  const pin = pinNamespace(inMap?.map === adapter ? [] : inner ? [adapter, inner] : [adapter]);

  // O1: some adapters answer "nothing there" when they fail, and tell their listeners only. So does a Keyv with what it
  // cannot decode. Listening also keeps the process alive: without a listener an 'error' event is an exception.
  const heard = hearErrors([keyv, adapter]);
  const countErrors = () => heard.reduce((sum, { count }) => sum + count, 0);
  const proven = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = countErrors();
    const result = await work();
    if (countErrors() !== before) throw new Error('The cache reported an error.');
    return result;
  };

  const decode = async (raw: Raw): Promise<Entry | undefined> => {
    const envelope = raw === undefined || raw === null ? undefined : await layout.decode(raw);
    const value = isObject(envelope) && 'value' in envelope ? envelope.value : undefined;
    return isEntry(value) ? value : undefined;
  };

  const hasExpired = async (raw: Raw, now: number): Promise<boolean> => {
    const entry = await decode(raw);
    return entry !== undefined && entry.expiresAt <= now;
  };

  async function* expiredInMap({ map, start, unwrap }: ScannedMap, now: number): AsyncIterable<string> {
    const turns = createTurns();
    for (const [key, kept] of map) {
      const turn = turns.next();
      if (turn) await turn;
      // What belongs to others is not looked at.
      if (!key.startsWith(start)) continue;
      const end = endIn(unwrap(kept));
      if (end === null ? await hasExpired(unwrap(kept), now) : end <= now) yield key.slice(start.length);
    }
  }

  async function* expiredElsewhere(now: number): AsyncIterable<string> {
    if (!layout.isIterable) return;
    const turns = createTurns();
    for await (const [key, raw] of eachInTime(pin(() => adapter.iterator?.(adapter.namespace)) ?? [])) {
      await turns.next();
      if (key.startsWith(prefix) && (await hasExpired(raw, now))) yield key.slice(prefix.length);
    }
  }

  return {
    read: (key) => proven(async () => decode(await pin(() => adapter.get(prefix + key)))),
    async write(key, entry, life) {
      const ttl = inMap ? undefined : life + slack;
      const expires = ttl === undefined ? undefined : systemClock() + ttl;
      const raw = await layout.encode({ value: entry, expires });
      const end = ttl === undefined ? [] : [layout.endOf(ttl)];
      const kept = await proven(async () => pin(() => adapter.set(prefix + key, raw, ...end)));
      if (kept === false) throw new Error('The cache did not keep a record.');
    },
    // It answers false where there was nothing to delete.
    delete: async (key) => void (await proven(async () => pin(() => adapter.delete(prefix + key)))),
    expired: (now) => (inMap ? expiredInMap(inMap, now) : expiredElsewhere(now)),
    dropAtOnce(now, key) {
      if (!inMap) return false;
      const end = endIn(inMap.unwrap(inMap.map.get(inMap.start + key)));
      if (end === null) return false;
      if (end <= now) inMap.map.delete(inMap.start + key);
      return true;
    },
  };
};
