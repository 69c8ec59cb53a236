import { attached } from './attached.js';

/** What an emitter has reported to its `error` listeners. */
export interface HeardErrors {
  /** How many there were. */
  count: number;
  /** The last one since somebody forgot it. */
  last: unknown;
}

interface Emitter {
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

const heard = Symbol('pothos-plugin-email-auth.errors');

const isEmitter = (value: unknown): value is Emitter =>
  typeof value === 'object' && value !== null && 'on' in value && typeof value.on === 'function';

const listenTo = (emitter: Emitter): HeardErrors => {
  const errors: HeardErrors = { count: 0, last: undefined };
  emitter.on('error', (error) => {
    errors.count += 1;
    errors.last = error;
  });
  return errors;
};

/**
 * Listens to the errors of a cache and of what it stands on. Of several services over one cache one listens: Node warns
 * of an emitter with more than ten listeners. Without any, an `error` event would end the process.
 */
export const hearErrors = (emitters: readonly unknown[]): readonly HeardErrors[] =>
  emitters.filter(isEmitter).map((emitter) => attached(emitter, heard, () => listenTo(emitter)));
