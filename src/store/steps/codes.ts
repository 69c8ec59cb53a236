import type { IdentityName } from '../../code/secret.js';
import { maxCodes } from '../bounds.js';
import { recordNames } from '../record-names.js';
import type { CodeRecord } from '../records.js';
import type { Records } from '../step.js';

/** Attempts that holders of challenges have left at short codes: each of them is spoken for. */
export const reservedAttempts = (codes: readonly CodeRecord[]): number =>
  codes.reduce((sum, code) => sum + (code.isLong ? 0 : code.ownAttempts), 0);

/** The codes of an identity that have not expired. */
export const liveCodes = (records: Records, owner: IdentityName): readonly CodeRecord[] =>
  (records.get<readonly CodeRecord[]>(recordNames.codes(owner)) ?? []).filter(
    (code) => code.expiresAt > records.now,
  );

/** Keeps the codes of an identity for as long as the last of them lives. */
export const keepCodes = (records: Records, owner: IdentityName, codes: readonly CodeRecord[]): void => {
  if (codes.length === 0) records.delete(recordNames.codes(owner));
  else records.set(recordNames.codes(owner), codes, Math.max(0, ...codes.map((code) => code.expiresAt)));
};

/** Keeps a code beside the others of its identity. */
export const addCode = (records: Records, owner: IdentityName, code: CodeRecord): void =>
  keepCodes(records, owner, [...liveCodes(records, owner), code].slice(-maxCodes));
