import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import type { RevokeStep } from '../session-steps.js';
import type { Records } from '../step.js';
import { dropSession, keepAccount, readAccount, sessionsOf } from './account.js';

/** Where one session is to end, it is known beforehand. */
export const sessionsToRevoke = (records: Records, step: RevokeStep): readonly string[] =>
  step.session === null ? sessionsOf(records, step) : [];

/** Ends one or all sessions of an identity, and answers how many. */
export const revoke = (records: Records, step: RevokeStep): number => {
  if (step.session !== null) return Number(dropSession(records, step.session, step.owner));
  let ended = 0;
  for (const owner of step.owner) {
    const account = readAccount(records, owner);
    for (const [id] of account.sessions) {
      ended += Number(records.get<SessionRecord>(recordNames.session(id)) !== undefined);
      records.delete(recordNames.session(id));
    }
    if (account.sessions.length > 0)
      keepAccount(records, owner, { sessions: [], networks: account.networks });
  }
  return ended;
};
