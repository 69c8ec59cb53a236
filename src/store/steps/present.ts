import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import type { PresentResult, PresentStep } from '../session-steps.js';
import type { Records } from '../step.js';
import { dropSession } from './account.js';
import { isVoid } from './generations.js';

/**
 * Notes that a token of a generation is used, so that the generation before it is no longer forgiven. A void one ends
 * the session: somebody has it whom its answer was not for, or the next one has gone to the wrong one.
 */
export const present = (records: Records, step: PresentStep): PresentResult => {
  const recordName = recordNames.session(step.session);
  const session = records.get<SessionRecord>(recordName);
  if (!session || !step.owner.includes(session.owner) || step.generation > session.generation) return 'gone';
  if (isVoid(session, step.generation)) {
    dropSession(records, step.session, step.owner);
    return 'reused';
  }
  if (step.generation > session.used)
    records.set(recordName, { ...session, used: step.generation }, session.expiresAt);
  return 'alive';
};
