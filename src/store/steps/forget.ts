import { recordNames } from '../record-names.js';
import type { CodeRecord, SessionRecord } from '../records.js';
import type { ForgetStep } from '../session-steps.js';
import type { Records } from '../step.js';
import { readAccount } from './account.js';

/** Ends the sessions of an identity, and drops its codes and its networks. Counts stay: C4. Answers with the sessions. */
export const forget = (records: Records, { owner }: ForgetStep): readonly string[] => {
  const ended: string[] = [];
  for (const name of owner) {
    // First what somebody could log in with.
    if (records.get<readonly CodeRecord[]>(recordNames.codes(name)) !== undefined)
      records.delete(recordNames.codes(name));
    for (const [id] of readAccount(records, name).sessions) {
      if (records.get<SessionRecord>(recordNames.session(id)) !== undefined) ended.push(id);
      records.delete(recordNames.session(id));
    }
    records.delete(recordNames.account(name));
  }
  return ended;
};
