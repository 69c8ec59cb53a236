import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import type { ListSessionsStep, StoredSession } from '../session-steps.js';
import type { Records } from '../step.js';
import { readAccount } from './account.js';

/** The live sessions of an identity, as they stand in its accounts. */
export const listSessions = (records: Records, { owner }: ListSessionsStep): readonly StoredSession[] => {
  const found: StoredSession[] = [];
  for (const name of owner) {
    for (const [id] of readAccount(records, name).sessions) {
      const session = records.get<SessionRecord>(recordNames.session(id));
      if (!session) continue;
      const { beganAt, rotatedAt, expiresAt, origin } = session;
      found.push({ id, beganAt, rotatedAt, expiresAt, origin });
    }
  }
  return found;
};
