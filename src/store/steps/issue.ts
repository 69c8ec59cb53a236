import type { IssueResult, IssueStep, MailLimits } from '../code-steps.js';
import { recordNames } from '../record-names.js';
import type { AccountRecord, CodeRecord, CounterRecord } from '../records.js';
import type { Records } from '../step.js';
import { apartOf, isSpent, spend } from './budget.js';
import { addCode, liveCodes, reservedAttempts } from './codes.js';
import { count, findLimited, fullUntil } from './counters.js';

/** Attempts at a code; a budget that is smaller than those of one code bounds them too. */
const attemptsOf = ({ attempts, budget }: IssueStep): number =>
  Math.min(attempts, budget.failures?.limit ?? attempts);

// L4: all guesses that short codes allow, those not yet made included, stay within the budget: ten codes that are asked
// for at once and guessed at later are no way around it.
const exceedsBudget = (records: Records, step: IssueStep, codes: readonly CodeRecord[]) => {
  const { failures } = step.budget;
  if (!failures) return false;
  return apartOf(records, failures) + reservedAttempts(codes) + attemptsOf(step) > failures.limit;
};

const needsLongCode = (records: Records, step: IssueStep, codes: readonly CodeRecord[]): boolean =>
  isSpent(records, step.budget.shortCodes) ||
  isSpent(records, step.budget.all) ||
  isSpent(records, step.budget.failures) ||
  exceedsBudget(records, step, codes);

/** Whether a network may not ask for another mail of the ordinary kind. Unknown ones have a share of them only. */
const areMailsSpent = (records: Records, mails: MailLimits, known: boolean): boolean =>
  isSpent(records, mails.all) || (!known && apartOf(records, mails.all) >= mails.strangers);

/** Remembers until when others join this long code. A life of a code is the window: it is full with one. */
const noteLongMail = (records: Records, { mails, expiresAt }: IssueStep): void => {
  if (mails === null) return;
  records.set(recordNames.counter(mails.long.name), 1 satisfies CounterRecord, expiresAt);
};

/** The challenge that the caller has already is worth keeping where a code that was mailed to her screen has it. */
const isWorthKeeping = (records: Records, { owner, offered }: IssueStep): boolean =>
  offered !== null && liveCodes(records, owner).some((code) => code.challenge === offered);

const keepCode = (records: Records, step: IssueStep, long: boolean): IssueResult => {
  // L1: here nothing refuses any more, so all are counted.
  for (const counter of step.limits) count(records, counter);
  if (long) noteLongMail(records, step);
  // C4: the attempts of the new code are its own; those of older codes stay spent.
  const attempts = attemptsOf(step);
  const kept = isWorthKeeping(records, step);
  addCode(records, step.owner, {
    challenge: kept ? (step.offered ?? step.challenge) : step.challenge,
    digest: long ? step.digests.long : step.digests.short,
    expiresAt: step.expiresAt,
    ownAttempts: attempts,
    sharedAttempts: attempts,
    isLong: long,
  });
  return { outcome: 'issued', long, kept };
};

const issueOrdinary = (records: Records, step: IssueStep, known: boolean): IssueResult => {
  const { mails, budget } = step;
  const long = needsLongCode(records, step, liveCodes(records, step.owner));
  if (mails !== null) spend(records, mails.all, 1, known ? 0 : 1);
  if (!long && budget.shortCodes !== null) spend(records, budget.shortCodes);
  return keepCode(records, step, long);
};

const join = (records: Records, step: IssueStep, expiresAt: number): IssueResult => {
  for (const counter of step.limits) count(records, counter);
  return { outcome: 'joined', expiresAt, kept: isWorthKeeping(records, step) };
};

/** Past the share there are long codes only: guesses at them need no budget, so any number of callers may share one. */
const issuePastShare = (
  records: Records,
  step: IssueStep,
  mails: MailLimits,
  place: boolean,
): IssueResult => {
  // L5: nobody waits for longer than until the next of these mails, and there is one in the life of a code.
  const mailed = fullUntil(records, mails.long);
  if (mailed !== undefined) return join(records, step, mailed);
  const limited = mails.tagged === null ? null : findLimited(records, [mails.tagged]);
  if (limited !== null) return limited;
  if (!place) return { outcome: 'crowded' };
  if (mails.tagged !== null) count(records, mails.tagged);
  return keepCode(records, step, true);
};

/**
 * Keeps a code. Anybody may ask for one for anybody, so nothing that one caller does may keep another out:
 *
 * - A caller who has reached a limit of her own waits.
 * - A network that the identity knows has the mails of the mailbox, all others together have a share of them.
 * - Past that a caller joins the long code that was mailed last, so that strangers fill neither the inbox nor the way
 *   to it; if its life is over, a new one is mailed.
 * - Which kind of code it is depends on what was asked and guessed before, never on whether the address is known.
 */
export const issue = (records: Records, step: IssueStep): IssueResult => {
  const limited = findLimited(records, step.limits);
  if (limited !== null) return limited;
  const networks = records.get<AccountRecord>(recordNames.account(step.owner))?.networks ?? [];
  const known = step.network !== null && networks.includes(step.network);
  const place = known || !step.crowded;
  if (step.mails !== null && areMailsSpent(records, step.mails, known))
    return issuePastShare(records, step, step.mails, place);
  return place ? issueOrdinary(records, step, known) : { outcome: 'crowded' };
};
