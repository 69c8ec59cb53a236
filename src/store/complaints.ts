import type Keyv from 'keyv';
import { hearErrors } from './heard-errors.js';

/** What the connection of a cache complains of, while its steps only see that no answer comes. */
export interface Complaints {
  /** The last one since the cache answered; undefined where there is none. */
  last(): unknown;
  /** The cache has answered. */
  forget(): void;
}

const storeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'store' in value ? value.store : undefined;

/** A client that connects again and again rejects nothing, but it says each time why: to its listeners. */
export const listenForComplaints = (cache: Keyv | undefined): Complaints => {
  // A Keyv can be told to keep the errors of its adapter to itself, and keyv 6 wraps the adapters of keyv 5.
  const adapter = storeOf(cache);
  const heard = hearErrors([storeOf(adapter), adapter, cache]);
  return {
    last: () => heard.find(({ last }) => last !== undefined)?.last,
    forget: () => {
      for (const errors of heard) errors.last = undefined;
    },
  };
};
