import type { Counter } from '../../limit/limits.js';
import { maxCodes, maxRepeats, maxSessions, repeatWindow } from '../bounds.js';
import type { RedeemResult, RedeemStep } from '../code-steps.js';
import { recordNames } from '../record-names.js';
import type { CodeRecord, SessionRecord, SpentRecord } from '../records.js';
import type { Records } from '../step.js';
import { addToAccount, familiarityOf, surplusOf } from './account.js';
import { spend, spendOnGuesses } from './budget.js';
import { type Candidate, candidatesOf, isReserved, isSame } from './candidates.js';
import { keepCodes, liveCodes } from './codes.js';
import { count, findLimited, fullUntil } from './counters.js';

const spendAttempt = (code: CodeRecord, step: RedeemStep, candidates: readonly Candidate[]): CodeRecord => {
  const candidate = candidates.find((other) => isSame(other.code, code));
  if (candidate === undefined) return code;
  // C1: what was compared has cost an attempt.
  if (!candidate.own) return { ...code, sharedAttempts: code.sharedAttempts - 1 };
  // The attempts of a joiner stand apart.
  return isReserved(step, code) ? { ...code, ownAttempts: code.ownAttempts - 1 } : code;
};

/** Whether the guess brings a challenge that has attempts left. */
const isHolder = (records: Records, step: RedeemStep): boolean =>
  (step.joiner !== null && fullUntil(records, step.joiner) === undefined) ||
  step.owner.some((owner) => liveCodes(records, owner).some((code) => isReserved(step, code)));

/** The limits that hold this guess up. All of them count it. */
const limitsOf = (records: Records, step: RedeemStep): readonly Counter[] => {
  // L6: a challenge is what tells its owner from strangers, where neither has an address.
  if (!step.limits.some((counter) => counter.sparesHolders === true) || !isHolder(records, step))
    return step.limits;
  return step.limits.filter((counter) => counter.sparesHolders !== true);
};

/** Takes an attempt from each code that was compared; a joiner's attempts stand apart. */
const spendAttempts = (records: Records, step: RedeemStep, candidates: readonly Candidate[]): void => {
  const joined = candidates.some(({ code, own }) => own && !isReserved(step, code));
  if (step.joiner !== null && joined) count(records, step.joiner);
  for (const owner of step.owner) {
    const codes = liveCodes(records, owner);
    const after = codes.map((code) => spendAttempt(code, step, candidates));
    if (candidates.some(({ code }) => codes.some((other) => isSame(code, other))))
      keepCodes(records, owner, after);
  }
};

const fail = (records: Records, step: RedeemStep, candidates: readonly Candidate[]): RedeemResult => {
  spendAttempts(records, step, candidates);
  const filled: string[] = [];
  for (const counter of step.limits) if (count(records, counter)) filled.push(counter.name);
  const compared = candidates.filter(({ code }) => !code.isLong).length;
  const { failures, all } = step.budget;
  // L4: a guess at several codes at once is as good as several guesses.
  if (failures) spendOnGuesses(records, failures, compared);
  if (all && compared > 0) spend(records, all, compared);
  return { outcome: 'wrong', compared, filled, repeated: false };
};

/** Begins the session, and answers with those that are to give way to it. */
const beginSession = (records: Records, step: RedeemStep): readonly string[] => {
  const { owner, session, network } = step;
  const [first] = owner;
  const networks = network === null ? [] : [network];
  if (session === null) {
    addToAccount(records, first, [], networks, maxSessions + maxCodes);
    return [];
  }
  const { id, expiresAt, origin, max } = session;
  const { now } = records;
  const record: SessionRecord = {
    owner: first,
    generation: 1,
    parent: 0,
    // Nothing comes before the first generation, so its use need not be noted.
    used: 1,
    holders: 1,
    replaced: [],
    beganAt: now,
    rotatedAt: now,
    expiresAt,
    origin,
    updates: {},
    updateCount: 0,
  };
  records.set(recordNames.session(id), record, expiresAt);
  // What is too many stays until the login has succeeded. No more logins are under way than codes can be alive.
  addToAccount(records, first, [[id, expiresAt]], networks, max + maxCodes);
  return surplusOf(records, owner, max);
};

/** Remembers a spent code for whoever submits it twice. */
const noteSpent = (records: Records, { challenge }: RedeemStep, digest: string): void => {
  if (challenge === null) return;
  const record: SpentRecord = { digest, repeats: 0, expiresAt: records.now + repeatWindow };
  records.set(recordNames.spent(challenge), record, record.expiresAt);
};

/** C3: spent before anybody is told that it was right. C4: what was counted stays. */
const spendCode = (records: Records, step: RedeemStep, { code, owner }: Candidate): void => {
  keepCodes(
    records,
    owner,
    liveCodes(records, owner).filter((other) => !isSame(other, code)),
  );
  noteSpent(records, step, code.digest);
};

/** Whether this is a second click: the code was right a moment ago, with this challenge. Counted, so that few are free. */
const isRepeated = (records: Records, { challenge, digests }: RedeemStep): boolean => {
  if (challenge === null) return false;
  const recordName = recordNames.spent(challenge);
  const spent = records.get<SpentRecord>(recordName);
  if (!spent || spent.repeats >= maxRepeats || !digests.includes(spent.digest)) return false;
  records.set(recordName, { ...spent, repeats: spent.repeats + 1 } satisfies SpentRecord, spent.expiresAt);
  return true;
};

/**
 * Compares a guess, counts it, and spends the code if it is right.
 *
 * - A caller who has reached a limit waits, right or not.
 * - A guess is compared with the codes of its challenge, at an attempt of theirs each, and with a few others of the identity,
 *   at an attempt each that all callers share.
 * - A right code is spent, unless it is one that stays, and its session begins. It ends no other: the login may come to
 *   nothing yet.
 * - A wrong guess counts for the caller, for the identity, and, if it was compared with short codes, for everybody.
 * - A right code that is submitted again at once gets the answer of a wrong one, but counts nowhere.
 */
export const redeem = (records: Records, step: RedeemStep): RedeemResult => {
  // L1: before anything is compared or counted. L2: so knocking does not prolong a block.
  const limited = findLimited(records, limitsOf(records, step));
  if (limited) return limited;
  const candidates = candidatesOf(records, step);
  // Digests are HMACs: how long a comparison takes tells nothing about the code.
  const right = candidates.find(({ code }) => step.digests.includes(code.digest));
  if (right === undefined) {
    if (isRepeated(records, step)) return { outcome: 'wrong', compared: 0, filled: [], repeated: true };
    return fail(records, step, candidates);
  }
  const { code, owner } = right;
  if (step.reusable !== true) spendCode(records, step, right);
  const network = familiarityOf(records, step.owner[0], step.network);
  return { outcome: 'right', spent: { owner, code }, surplus: beginSession(records, step), network };
};
