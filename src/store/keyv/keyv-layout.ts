import type Keyv from 'keyv';
import { systemClock } from '../../core/clock.js';

/** What stands in an adapter, as it stands there. */
export type Raw = unknown;

/** What the adapter of a Keyv is asked. */
export interface Adapter {
  namespace?: string | undefined;
  get(key: string): unknown;
  /** @param end - a ttl under keyv 5, a time under keyv 6, both in milliseconds */
  set(key: string, raw: Raw, end?: number): unknown;
  delete(key: string): unknown;
  iterator?(namespace?: string): AsyncIterable<readonly [key: string, raw: Raw]>;
  /** Keyv 6 puts an adapter of its own around a Map, and around what was made for keyv 5. */
  readonly store?: unknown;
  readonly namespaceSeparator?: string;
}

/** What a Keyv puts around a value. */
interface Envelope {
  readonly value: unknown;
  /** Milliseconds since 1970, by the machine's clock. */
  readonly expires?: number | undefined;
}

/** How a version of Keyv lays out what it keeps. */
export interface Layout {
  /** What the adapter is given before each key of the service. */
  readonly prefix: string;
  encode(envelope: Envelope): Promise<Raw>;
  decode(raw: Raw): Promise<unknown>;
  /** What the adapter is told about an entry that ends after so many milliseconds. */
  endOf(ttl: number): number;
  readonly isIterable: boolean;
}

/** What keyv 6 has in place of the methods of keyv 5. */
interface Keyv6 {
  encode(envelope: Envelope): Promise<Raw>;
  decode(raw: Raw): Promise<unknown>;
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

// Boundary: keyv is compiled against version 5.
const asKeyv6 = (keyv: unknown): Keyv6 | null =>
  isObject(keyv) && 'encode' in keyv && 'decode' in keyv ? (keyv as Keyv6) : null;

const layoutOf5 = (keyv: Keyv, own: string): Layout => {
  const outer = keyv.useKeyPrefix && keyv.namespace ? `${keyv.namespace}:` : '';
  return {
    // It leaves a key as it is that begins with its namespace already.
    prefix: own.startsWith(outer) ? own : outer + own,
    // Boundary: these take whatever stands there.
    encode: async (envelope) => keyv.serializeData(envelope as never),
    decode: async (raw) =>
      typeof raw === 'string' || keyv.compression ? keyv.deserializeData(raw as never) : raw,
    endOf: (ttl) => ttl,
    isIterable: keyv.iterator !== undefined,
  };
};

const layoutOf6 = (keyv: Keyv6, adapter: Adapter, own: string): Layout => ({
  prefix: own,
  encode: (envelope) => keyv.encode(envelope),
  decode: async (raw) => (typeof raw === 'string' ? keyv.decode(raw) : raw),
  endOf: (ttl) => systemClock() + ttl,
  isIterable: 'iterator' in (isObject(adapter.store) ? adapter.store : adapter),
});

/** @param own - what the keys of the service begin with */
export const layoutOf = (keyv: Keyv, adapter: Adapter, own: string): Layout => {
  const newer = asKeyv6(keyv);
  return newer ? layoutOf6(newer, adapter, own) : layoutOf5(keyv, own);
};
