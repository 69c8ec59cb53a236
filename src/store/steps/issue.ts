import type { IssueResult, IssueStep } from '../port.js';
import { type AccountRecord, type CodeRecord, keys, maxCodes } from '../records.js';
import type { Records } from '../step.js';
import { isSpent, spend, spentOf } from './budget.js';
import { count, findLimited } from './counters.js';

/** Guesses that holders of challenges may still make at short codes: each of them is spoken for. */
export const reservedGuesses = (codes: readonly CodeRecord[]): number =>
  codes.reduce((sum, code) => sum + (code.l === 1 ? 0 : code.o), 0);

/** The codes of an identity that have not expired. */
export const liveCodes = (records: Records, identity: string): readonly CodeRecord[] =>
  (records.get<readonly CodeRecord[]>(keys.codes(identity)) ?? []).filter((code) => code.x > records.now);

/** Keeps the codes of an identity for as long as the last of them lives. */
export const keepCodes = (records: Records, identity: string, codes: readonly CodeRecord[]): void => {
  if (codes.length === 0) records.delete(keys.codes(identity));
  else records.set(keys.codes(identity), codes, Math.max(0, ...codes.map((code) => code.x)));
};

/** Keeps a code beside the others of its identity. */
export const addCode = (records: Records, identity: string, code: CodeRecord): void =>
  keepCodes(records, identity, [...liveCodes(records, identity), code].slice(-maxCodes));

/** Guesses at a code; a budget that is smaller than the tries of one code bounds those too. */
const triesOf = ({ attempts, budget }: IssueStep): number =>
  Math.min(attempts, budget.failures?.limit ?? attempts);

// All guesses that short codes allow, those not yet made included, stay within the budget: ten codes that are asked
// for at once and guessed at later are no way around it.
const exceedsGuesses = (records: Records, step: IssueStep, codes: readonly CodeRecord[]) => {
  const { failures } = step.budget;
  if (!failures) return false;
  return spentOf(records, failures) + reservedGuesses(codes) + triesOf(step) > failures.limit;
};

const needsLongCode = (records: Records, step: IssueStep, codes: readonly CodeRecord[]): boolean =>
  isSpent(records, step.budget.shortCodes) ||
  isSpent(records, step.budget.all) ||
  exceedsGuesses(records, step, codes);

/** Keeps a code, unless a limit is reached. */
export const issue = (records: Records, step: IssueStep): IssueResult => {
  const account = records.get<AccountRecord>(keys.account(step.identity));
  const known = step.network !== null && (account?.n.includes(step.network) ?? false);
  const limited = findLimited(records, step.limits, known);
  if (limited) return limited;

  const codes = liveCodes(records, step.identity);
  const long = needsLongCode(records, step, codes);
  for (const counter of step.limits) count(records, counter, known);
  if (!long && step.budget.shortCodes) spend(records, step.budget.shortCodes);
  const code: CodeRecord = {
    c: step.challenge,
    d: long ? step.digests.long : step.digests.short,
    x: step.expiresAt,
    o: triesOf(step),
    s: triesOf(step),
    l: long ? 1 : 0,
  };
  addCode(records, step.identity, code);
  return { outcome: 'issued', long };
};
