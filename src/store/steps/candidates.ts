import type { IdentityName } from '../../code/secret.js';
import type { RedeemStep } from '../code-steps.js';
import type { CodeRecord } from '../records.js';
import type { Records } from '../step.js';
import { apartOf, spentOf } from './budget.js';
import { liveCodes, reservedAttempts } from './codes.js';
import { fullUntil } from './counters.js';

/** A live code, and the name that it is kept under. */
interface Found {
  readonly owner: IdentityName;
  readonly code: CodeRecord;
}

/** Codes have random challenges and digests: two are one if both are the same. */
export const isSame = (one: CodeRecord, other: CodeRecord): boolean =>
  one.challenge === other.challenge && one.digest === other.digest;

/** A code that a guess is compared with. */
export interface Candidate extends Found {
  /** One of the attempts that belong to the challenge, not one that all others share. */
  readonly own: boolean;
}

/** C2: these attempts are set aside when the code is made, and only its challenge spends them. */
export const isReserved = ({ challenge }: RedeemStep, code: CodeRecord): boolean =>
  challenge !== null && code.challenge === challenge && code.ownAttempts > 0;

/** A joiner may try every long code. */
const isJoined = (records: Records, { joiner }: RedeemStep, code: CodeRecord): boolean =>
  joiner !== null && code.isLong && fullUntil(records, joiner) === undefined;

/** Whether the challenge has attempts of its own at this code: those that were set aside for it, or those of a joiner. */
const hasOwnAttempt = (records: Records, step: RedeemStep, code: CodeRecord): boolean =>
  isReserved(step, code) || isJoined(records, step, code);

/** C1: whether the challenge opens this code: at its own attempts, and at none of those that all others share. */
const isOpened = ({ challenge, joiner }: RedeemStep, code: CodeRecord): boolean =>
  (challenge !== null && code.challenge === challenge) || (joiner !== null && code.isLong);

/** Comparisons with short codes that are still open: of this identity to attempts that are shared, and of all to any. */
const openComparisons = (records: Records, step: RedeemStep, codes: readonly CodeRecord[]) => {
  const { failures, all } = step.budget;
  return {
    shared: failures ? failures.limit - apartOf(records, failures) - reservedAttempts(codes) : codes.length,
    all: all ? all.limit - spentOf(records, all) : codes.length,
  };
};

/**
 * The codes that a guess is compared with: those of its challenge, and then a few others, newest first, since the mail
 * of the first request may arrive after the second request.
 */
export const candidatesOf = (records: Records, step: RedeemStep): readonly Candidate[] => {
  if (step.digests.length === 0) return [];
  const codes: CodeRecord[] = [];
  const own: Found[] = [];
  const others: Found[] = [];
  for (const owner of step.owner) {
    for (const code of [...liveCodes(records, owner)].reverse()) {
      codes.push(code);
      if (hasOwnAttempt(records, step, code)) own.push({ owner, code });
      // C1: a challenge whose own attempts are spent does not go on with those of the others.
      else if (code.sharedAttempts > 0 && !isOpened(step, code)) others.push({ owner, code });
    }
  }
  // L4: what is not open is not compared.
  let { shared, all } = openComparisons(records, step, codes);
  const candidates: Candidate[] = [];
  for (const { owner, code } of own) {
    if (!code.isLong) all -= 1;
    if (code.isLong || all >= 0) candidates.push({ owner, code, own: true });
  }
  for (const { owner, code } of others.slice(0, step.others)) {
    if (!code.isLong) {
      shared -= 1;
      all -= 1;
    }
    if (code.isLong || (shared >= 0 && all >= 0)) candidates.push({ owner, code, own: false });
  }
  return candidates;
};
