import type { CodeBudget, RedeemResult, RedeemStep } from '../port.js';
import { type CodeRecord, keys, type SessionRecord } from '../records.js';
import type { Transaction } from '../transaction.js';
import { addToAccount } from './account.js';
import { isSpent, spend, spentOf } from './budget.js';
import { count, findLimited } from './counters.js';
import { keepCodes, liveCodes, reservedGuesses } from './issue.js';

/** How many short codes a guess without a challenge may still be compared with. */
const sharedGuesses = async (
  tx: Transaction,
  budget: CodeBudget,
  codes: readonly CodeRecord[],
): Promise<number> => {
  const { failures, all } = budget;
  const ofIdentity = failures
    ? failures.limit - (await spentOf(tx, failures)) - reservedGuesses(codes)
    : codes.length;
  const ofAll = all ? all.limit - (await spentOf(tx, all)) : codes.length;
  return Math.max(0, Math.min(ofIdentity, ofAll));
};

/** The codes that this guess is compared with, by the rules for who may guess how often. */
const candidatesOf = async (tx: Transaction, step: RedeemStep, codes: readonly CodeRecord[]) => {
  // Once the budget for all is spent, no short code is worth anything to anybody.
  const usable = (await isSpent(tx, step.budget.all)) ? codes.filter((code) => code.l) : codes;
  if (step.challenge !== null) return usable.filter((code) => code.c === step.challenge && code.o > 0);
  let left = await sharedGuesses(tx, step.budget, codes);
  const newestFirst = usable.filter((code) => code.s > 0).reverse();
  return newestFirst.filter((code) => {
    if (code.l) return true;
    left -= 1;
    return left >= 0;
  });
};

const spendGuess = (code: CodeRecord, step: RedeemStep): CodeRecord =>
  step.challenge === null ? { ...code, s: code.s - 1 } : { ...code, o: code.o - 1 };

const fail = async (tx: Transaction, step: RedeemStep, shortCodes: number): Promise<RedeemResult> => {
  const full: string[] = [];
  for (const counter of step.limits) if (await count(tx, counter)) full.push(counter.key);
  const { failures, all } = step.budget;
  // A guess at several codes at once is as good as several guesses.
  if (failures) await spend(tx, failures, Math.max(1, shortCodes));
  if (all && shortCodes > 0) await spend(tx, all, shortCodes);
  return { outcome: 'wrong', compared: shortCodes, full };
};

const beginSession = async (tx: Transaction, step: RedeemStep): Promise<void> => {
  const [identity] = step.identity;
  if (step.session === null) return addToAccount(tx, identity, [], step.network);
  const { id, expiresAt, about } = step.session;
  const session: SessionRecord = { i: identity, g: 1, b: tx.now, r: tx.now, x: expiresAt, a: about, u: {} };
  tx.set(keys.session(id), session, expiresAt);
  await addToAccount(tx, identity, [[id, expiresAt]], step.network);
};

/** Compares a guess, counts it, and spends the code if it is right. */
export const redeem = async (tx: Transaction, step: RedeemStep): Promise<RedeemResult> => {
  const limited = await findLimited(tx, step.limits);
  if (limited) return limited;

  for (const identity of step.identity) {
    const codes = await liveCodes(tx, identity);
    const candidates = step.digests.length === 0 ? [] : await candidatesOf(tx, step, codes);
    // Digests are HMACs: how long a comparison takes tells nothing about the code.
    const right = candidates.find((code) => step.digests.includes(code.d));
    if (right) {
      keepCodes(
        tx,
        identity,
        codes.filter((code) => code !== right),
      );
      await beginSession(tx, step);
      return { outcome: 'right', spent: { identity, code: right } };
    }
    if (candidates.length > 0) {
      keepCodes(
        tx,
        identity,
        codes.map((code) => (candidates.includes(code) ? spendGuess(code, step) : code)),
      );
      return fail(tx, step, candidates.filter((code) => !code.l).length);
    }
  }
  return fail(tx, step, 0);
};
