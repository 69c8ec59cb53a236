import type { IssueResult, IssueStep } from '../port.js';
import { type AccountRecord, type CodeRecord, keys, maxCodes } from '../records.js';
import type { Transaction } from '../transaction.js';
import { isSpent, spend, spentOf } from './budget.js';
import { count, findLimited } from './counters.js';

/** Guesses that holders of challenges may still make at short codes: each of them is spoken for. */
export const reservedGuesses = (codes: readonly CodeRecord[]): number =>
  codes.reduce((sum, code) => sum + (code.l ? 0 : code.o), 0);

/** The codes of an identity that have not expired. */
export const liveCodes = async (tx: Transaction, identity: string): Promise<readonly CodeRecord[]> =>
  ((await tx.get<readonly CodeRecord[]>(keys.codes(identity))) ?? []).filter((code) => code.x > tx.now);

/** Keeps the codes of an identity for as long as the last of them lives. */
export const keepCodes = (tx: Transaction, identity: string, codes: readonly CodeRecord[]): void => {
  if (codes.length === 0) tx.delete(keys.codes(identity));
  else tx.set(keys.codes(identity), codes, Math.max(...codes.map((code) => code.x)));
};

/** Keeps a code beside the others of its identity. */
export const addCode = async (tx: Transaction, identity: string, code: CodeRecord): Promise<void> =>
  keepCodes(tx, identity, [...(await liveCodes(tx, identity)), code].slice(-maxCodes));

/** Guesses at a code; a budget that is smaller than the tries of one code bounds those too. */
const triesOf = ({ attempts, budget }: IssueStep): number =>
  Math.min(attempts, budget.failures?.limit ?? attempts);

// All guesses that short codes allow, those not yet made included, stay within the budget: ten codes that are asked
// for at once and guessed at later are no way around it.
const exceedsGuesses = async (tx: Transaction, step: IssueStep, codes: readonly CodeRecord[]) => {
  const { failures } = step.budget;
  if (!failures) return false;
  return (await spentOf(tx, failures)) + reservedGuesses(codes) + triesOf(step) > failures.limit;
};

const needsLongCode = async (
  tx: Transaction,
  step: IssueStep,
  codes: readonly CodeRecord[],
): Promise<boolean> =>
  (await isSpent(tx, step.budget.shortCodes)) ||
  (await isSpent(tx, step.budget.all)) ||
  (await exceedsGuesses(tx, step, codes));

/** Keeps a code, unless a limit is reached. */
export const issue = async (tx: Transaction, step: IssueStep): Promise<IssueResult> => {
  const account = await tx.get<AccountRecord>(keys.account(step.identity));
  const known = step.network !== null && (account?.n.includes(step.network) ?? false);
  const limited = await findLimited(tx, step.limits, known);
  if (limited) return limited;

  const codes = await liveCodes(tx, step.identity);
  const long = await needsLongCode(tx, step, codes);
  for (const counter of step.limits) await count(tx, counter, known);
  if (!long && step.budget.shortCodes) await spend(tx, step.budget.shortCodes);
  const code: CodeRecord = {
    c: step.challenge,
    d: long ? step.digests.long : step.digests.short,
    x: step.expiresAt,
    o: triesOf(step),
    s: triesOf(step),
    l: long ? 1 : 0,
  };
  await addCode(tx, step.identity, code);
  return { outcome: 'issued', long };
};
