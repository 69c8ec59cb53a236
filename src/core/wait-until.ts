import type { WaitUntil } from './caller.js';
import { askUpwards } from './inherited.js';

const ignore = (): void => {};

/**
 * The `waitUntil` of a host, to be called with whatever `this` it wants: the object that it was found on, or one that
 * this inherits from. It never throws: a host that does not want to know is no reason to fail.
 *
 * @param host - the object that the function was found on
 * @returns undefined where it is no function
 */
export const waitUntilOf = (host: object, waitUntil: unknown): WaitUntil | undefined => {
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
