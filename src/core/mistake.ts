import { readProperty } from './read-error.js';

const brand = Symbol.for('pothos-plugin-email-auth.mistake');

/**
 * A mistake in the host's code. The sentence is ours: it names the mistake, and quotes no value of the host's, so it may
 * stand in events and logs. To callers it is a TypeError like any other, which GraphQL servers mask.
 */
export const mistake = (sentence: string): TypeError =>
  Object.defineProperty(new TypeError(sentence), brand, { value: true });

/** The sentence of a mistake; undefined for anything else that was thrown. */
export const mistakeOf = (thrown: unknown): string | undefined => {
  if (readProperty(thrown, brand) !== true) return undefined;
  const message = readProperty(thrown, 'message');
  return typeof message === 'string' ? message : undefined;
};
