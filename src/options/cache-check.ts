import type Keyv from 'keyv';
import { reading } from '../core/plain-entries.js';
import type { Check } from '../core/validate.js';

const looksLikeKeyv = (value: unknown): boolean => {
  const keyv = value as Partial<Keyv> | null;
  return typeof keyv?.get === 'function' && typeof keyv.set === 'function' && typeof keyv.on === 'function';
};

/**
 * Whether somebody gave an address to a Keyv, which has no adapter for it. `new Keyv('redis://…')` was right in keyv 4;
 * keyv 5 takes the letters as options, without a word, and keeps everything in memory.
 */
const hasUnusedAddress = ({ store, opts }: Keyv): boolean => {
  // Boundary: its types have no such options, and keyv 6 has none at all.
  const given = Object(opts) as { readonly uri?: unknown; readonly 0?: unknown };
  return store instanceof Map && (typeof given.uri === 'string' || typeof given[0] === 'string');
};

/** That it is a Keyv, and one that is where its address says. */
export const cacheCheck: Check = (value, option) => {
  if (!reading(option, () => looksLikeKeyv(value))) {
    throw new TypeError(`${option} must be a Keyv, such as new Keyv(), or createKeyv(url) of @keyv/redis`);
  }
  if (reading(option, () => hasUnusedAddress(value as Keyv))) {
    throw new TypeError(
      `${option} is a Keyv in memory, which connects to nothing: in place of new Keyv(url), use createKeyv(url) of @keyv/redis`,
    );
  }
};
