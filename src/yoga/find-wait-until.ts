import type { WaitUntil } from '../core/caller.js';
import { callHarmlessly } from '../core/harmless.js';
import { bindWaitUntil, waitUntilOf } from '../core/wait-until.js';

/** Finds the host's `waitUntil` in the context of an operation. It never throws. */
export type FindWaitUntil = (context: object) => WaitUntil | undefined;

/** @param find - the option: answers with the function or the object that has it; it may throw */
export const createFindWaitUntil =
  (find: ((context: object) => unknown) | undefined): FindWaitUntil =>
  (context) => {
    try {
      const found = find?.(context);
      // An asynchronous one that fails must not end the process.
      callHarmlessly(() => found);
      return typeof found === 'object' && found !== null ? waitUntilOf(found) : bindWaitUntil(context, found);
    } catch {
      return undefined;
    }
  };
