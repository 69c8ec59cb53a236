import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import type { WithdrawStep } from '../session-steps.js';
import type { Records } from '../step.js';

/**
 * Takes back that somebody is given the current generation, and what she changed. If nobody else is given it, it is left
 * to the token that it was made from: whoever presented that got nothing for it.
 */
export const withdraw = (records: Records, step: WithdrawStep): void => {
  const recordName = recordNames.session(step.session);
  const session = records.get<SessionRecord>(recordName);
  if (!session || !step.owner.includes(session.owner)) return;
  const { generation, given, change } = step;
  // Somebody may have used it by now, or have gone on.
  const isOpen = given && session.generation === generation && session.used < session.generation;
  const holders = isOpen ? Math.max(0, session.holders - 1) : session.holders;
  const isLast = change !== null && session.updateCount === change.count;
  const { updates, updateCount } = isLast
    ? { updates: change.before, updateCount: change.count - 1 }
    : session;
  if (isOpen || isLast)
    records.set(recordName, { ...session, holders, updates, updateCount }, session.expiresAt);
};
