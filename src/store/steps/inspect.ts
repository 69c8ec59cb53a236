import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import type { InspectResult, InspectStep, KeptCode, KeptSession } from '../session-steps.js';
import type { Records } from '../step.js';
import { readAccount } from './account.js';
import { spentOf } from './budget.js';
import { liveCodes } from './codes.js';

/** What is kept of an identity, without what it is kept under. Changes nothing. */
export const inspect = (records: Records, { owner, budgets }: InspectStep): InspectResult => {
  const codes: KeptCode[] = [];
  const sessions: KeptSession[] = [];
  let networks = 0;
  for (const name of owner) {
    for (const { expiresAt, isLong, ownAttempts, sharedAttempts } of liveCodes(records, name))
      codes.push({ expiresAt, isLong, ownAttempts, sharedAttempts });
    const account = readAccount(records, name);
    networks += account.networks.length;
    for (const [id] of account.sessions) {
      const session = records.get<SessionRecord>(recordNames.session(id));
      if (!session) continue;
      const { beganAt, rotatedAt, expiresAt, origin, updates } = session;
      sessions.push({ id, beganAt, rotatedAt, expiresAt, origin, updates });
    }
  }
  return { codes, networks, sessions, spent: budgets.map((budget) => spentOf(records, budget)) };
};
