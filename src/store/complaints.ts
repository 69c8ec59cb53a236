import type Keyv from 'keyv';
import { hearErrors } from './heard-errors.js';

/** What the connection of a cache complains of, while its steps only see that no answer comes. */
export interface Complaints {
  /** The last one since the cache answered; undefined where there is none. */
  last(): unknown;
  /** The cache has answered. */
  forget(): void;
}

const part = (value: unknown, name: 'store' | 'client'): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** A client that connects again and again rejects nothing, but it says each time why: to its listeners. */
export const listenForComplaints = (cache: Keyv | undefined): Complaints => {
  // A Keyv can be told to keep the errors of its adapter to itself, and keyv 6 wraps the adapters of keyv 5.
  const adapter = part(cache, 'store');
  const inner = part(adapter, 'store');
  // @keyv/redis up to 5.1.5 does not listen to its client. Where nobody does, the client does not connect again, and
  // what it would have said ends the process.
  const heard = hearErrors([part(inner, 'client'), part(adapter, 'client'), inner, adapter, cache]);
  return {
    last: () => heard.find(({ last }) => last !== undefined)?.last,
    forget: () => {
      for (const errors of heard) errors.last = undefined;
    },
  };
};
