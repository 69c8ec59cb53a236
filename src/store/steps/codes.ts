import type { IdentityName } from '../../code/secret.js';
import { maxCodes } from '../bounds.js';
import { recordNames } from '../record-names.js';
import type { CodeRecord } from '../records.js';
import type { Records } from '../step.js';

/** Attempts that holders of challenges have left at short codes: each of them is spoken for. */
export const reservedAttempts = (codes: readonly CodeRecord[]): number => {
  let sum = 0;
  for (const code of codes) if (!code.isLong) sum += code.ownAttempts;
  return sum;
};

/** The codes of an identity that have not expired. */
export const liveCodes = (records: Records, owner: IdentityName): readonly CodeRecord[] => {
  const codes = records.get<readonly CodeRecord[]>(recordNames.codes(owner));
  if (codes === undefined) return [];
  for (const { expiresAt } of codes)
    if (expiresAt <= records.now) return codes.filter((code) => code.expiresAt > records.now);
  return codes;
};

/** Keeps the codes of an identity for as long as the last of them lives. */
export const keepCodes = (records: Records, owner: IdentityName, codes: readonly CodeRecord[]): void => {
  if (codes.length === 0) {
    records.delete(recordNames.codes(owner));
    return;
  }
  let end = 0;
  for (const code of codes) end = Math.max(end, code.expiresAt);
  records.set(recordNames.codes(owner), codes, end);
};

/** Keeps a code beside the others of its identity. */
export const addCode = (records: Records, owner: IdentityName, code: CodeRecord): void =>
  keepCodes(records, owner, [...liveCodes(records, owner).slice(1 - maxCodes), code]);
