import type { AbandonStep } from '../code-steps.js';
import type { Records } from '../step.js';
import { dropSession, forgetNetwork } from './account.js';
import { addCode } from './codes.js';
import { release } from './counters.js';

/** Takes back a login whose code was right. */
export const abandon = (records: Records, step: AbandonStep): void => {
  const isThere = step.session === null || dropSession(records, step.session, step.owner);
  if (step.network !== null) forgetNetwork(records, step.owner[0], step.network);
  // With the session, somebody may have forgotten the identity, and its codes.
  if (isThere && step.spent && step.spent.code.expiresAt > records.now)
    addCode(records, step.spent.owner, step.spent.code);
  release(records, step);
};
