import type { WaitUntil } from './caller.js';
import { askUpwards } from './inherited.js';

const ignore = (): void => {};

/**
 * A `waitUntil` that is called on an object of the host, or on one that this inherits from: hosts are free to use `this`.
 * It never throws: a host that does not want to know is no reason to fail.
 *
 * @returns undefined where it is no function
 */
export const bindWaitUntil = (host: object, waitUntil: unknown): WaitUntil | undefined => {
  if (typeof waitUntil !== 'function') return undefined;
  return (work) => {
    askUpwards(host, (self) => {
      const told: unknown = waitUntil.call(self, work);
      // An asynchronous one must not end the process.
      Promise.resolve(told).catch(ignore);
      return true;
    });
  };
};

/** The `waitUntil` of an object; inherited ones too, where Yoga's copy of the context has put undefined before them. */
export const waitUntilOf = (host: object): WaitUntil | undefined =>
  bindWaitUntil(
    host,
    askUpwards(host, ({ waitUntil }: { readonly waitUntil?: unknown }) =>
      typeof waitUntil === 'function' ? waitUntil : undefined,
    ),
  );
