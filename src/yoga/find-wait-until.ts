import type { WaitUntil } from '../core/caller.js';
import { waitUntilOf } from '../core/wait-until.js';

/** Finds the host's `waitUntil` in the context of an operation. It never throws. */
export type FindWaitUntil = (context: object) => WaitUntil | undefined;

/** @param find - the option: answers with the function or the object that has it; it may throw */
export const createFindWaitUntil =
  (find: ((context: object) => unknown) | undefined): FindWaitUntil =>
  (context) => {
    try {
      const found = find?.(context);
      if (typeof found !== 'object' || found === null) return waitUntilOf(context, found);
      return 'waitUntil' in found ? waitUntilOf(found, found.waitUntil) : undefined;
    } catch {
      return undefined;
    }
  };
