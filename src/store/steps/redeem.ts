import type { Counter } from '../../core/limits.js';
import type { CodeBudget, RedeemResult, RedeemStep } from '../port.js';
import { type CodeRecord, keys, type SessionRecord } from '../records.js';
import type { Records } from '../step.js';
import { addToAccount } from './account.js';
import { isSpent, spend, spentOf } from './budget.js';
import { count, findLimited, fullCounter } from './counters.js';
import { keepCodes, liveCodes, reservedGuesses } from './issue.js';

/** How many short codes a guess without a challenge may still be compared with. */
const sharedGuesses = (records: Records, budget: CodeBudget, codes: readonly CodeRecord[]): number => {
  const { failures, all } = budget;
  const ofIdentity = failures
    ? failures.limit - spentOf(records, failures) - reservedGuesses(codes)
    : codes.length;
  const ofAll = all ? all.limit - spentOf(records, all) : codes.length;
  return Math.max(0, Math.min(ofIdentity, ofAll));
};

/** The codes that this guess is compared with, by the rules for who may guess how often. */
const candidatesOf = (records: Records, step: RedeemStep, codes: readonly CodeRecord[]) => {
  // Once the budget for all is spent, no short code is worth anything to anybody.
  const usable = isSpent(records, step.budget.all) ? codes.filter((code) => code.l === 1) : codes;
  if (step.joiner !== null) {
    return fullCounter(records, step.joiner) === undefined ? usable.filter((code) => code.l === 1) : [];
  }
  if (step.challenge !== null) return usable.filter((code) => code.c === step.challenge && code.o > 0);
  let left = sharedGuesses(records, step.budget, codes);
  const newestFirst = usable.filter((code) => code.s > 0).reverse();
  return newestFirst.filter((code) => {
    if (code.l === 1) return true;
    left -= 1;
    return left >= 0;
  });
};

const spendGuess = (code: CodeRecord, step: RedeemStep): CodeRecord =>
  step.challenge === null ? { ...code, s: code.s - 1 } : { ...code, o: code.o - 1 };

/** Takes a try from each code that was compared; a joiner has tries of her own, which stand apart. */
const spendTries = (
  records: Records,
  step: RedeemStep,
  identity: string,
  codes: readonly CodeRecord[],
  candidates: readonly CodeRecord[],
): void => {
  if (step.joiner !== null) {
    count(records, step.joiner);
    return;
  }
  keepCodes(
    records,
    identity,
    codes.map((code) => (candidates.includes(code) ? spendGuess(code, step) : code)),
  );
};

/** Whether the guess brings a challenge that has tries left. */
const isHolder = (records: Records, step: RedeemStep): boolean => {
  if (step.joiner !== null) return fullCounter(records, step.joiner) === undefined;
  return (
    step.challenge !== null &&
    step.identity.some((identity) =>
      liveCodes(records, identity).some((code) => code.c === step.challenge && code.o > 0),
    )
  );
};

/** The limits that hold this guess up. All of them count it. */
const limitsOf = (records: Records, step: RedeemStep): readonly Counter[] => {
  if (!step.limits.some((counter) => counter.sparesHolders === true) || !isHolder(records, step))
    return step.limits;
  return step.limits.filter((counter) => counter.sparesHolders !== true);
};

const fail = (records: Records, step: RedeemStep, shortCodes: number): RedeemResult => {
  const full: string[] = [];
  for (const counter of step.limits) if (count(records, counter)) full.push(counter.key);
  const { failures, all } = step.budget;
  // A guess at several codes at once is as good as several guesses.
  if (failures) spend(records, failures, Math.max(1, shortCodes));
  if (all && shortCodes > 0) spend(records, all, shortCodes);
  return { outcome: 'wrong', compared: shortCodes, full };
};

const beginSession = (records: Records, step: RedeemStep): void => {
  const { identity, session, network } = step;
  const [owner] = identity;
  const begun: [id: string, expiresAt: number][] = [];
  if (session !== null) {
    const { id, expiresAt, about } = session;
    const { now } = records;
    const record: SessionRecord = { i: owner, g: 1, b: now, r: now, x: expiresAt, a: about, u: {} };
    records.set(keys.session(id), record, expiresAt);
    begun.push([id, expiresAt]);
  }
  addToAccount(records, owner, begun, network);
};

/** Compares a guess, counts it, and spends the code if it is right. */
export const redeem = (records: Records, step: RedeemStep): RedeemResult => {
  const limited = findLimited(records, limitsOf(records, step));
  if (limited) return limited;

  for (const identity of step.identity) {
    const codes = liveCodes(records, identity);
    const candidates = step.digests.length === 0 ? [] : candidatesOf(records, step, codes);
    // Digests are HMACs: how long a comparison takes tells nothing about the code.
    const right = candidates.find((code) => step.digests.includes(code.d));
    if (right) {
      keepCodes(
        records,
        identity,
        codes.filter((code) => code !== right),
      );
      beginSession(records, step);
      return { outcome: 'right', spent: { identity, code: right } };
    }
    if (candidates.length > 0) {
      spendTries(records, step, identity, codes, candidates);
      return fail(records, step, candidates.filter((code) => code.l === 0).length);
    }
  }
  return fail(records, step, 0);
};
