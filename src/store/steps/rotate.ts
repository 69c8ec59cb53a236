import { maxReplaced } from '../bounds.js';
import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import type { RotateResult, RotateStep, Updates } from '../session-steps.js';
import type { Records } from '../step.js';
import { dropSession, moveEnd, moveToAccount } from './account.js';
import { replacedAt } from './generations.js';

/** The answer with the current tokens is likely to have been lost: nobody has used any of them. */
const isAnswerLost = (session: SessionRecord, step: RotateStep): boolean =>
  step.usesAreNoted && step.generation === session.parent && session.used < session.generation;

/** Nobody has tokens of the current generation: whoever was to get them did not. */
const isHeldByNobody = (session: SessionRecord): boolean =>
  session.holders === 0 && session.used < session.generation;

/** What a session has of its current generation. */
type Generation = Pick<
  SessionRecord,
  'generation' | 'parent' | 'holders' | 'replaced' | 'rotatedAt' | 'expiresAt'
>;

/**
 * Makes a generation from its parent. The parent's time is now, also where it had been replaced before: a retry a moment
 * later gets the same. S3: the end of the session may move away, to its last day at most, and never nearer.
 */
const make = (
  session: SessionRecord,
  { now, slide }: RotateStep,
  { generation, parent }: { readonly generation: number; readonly parent: number },
): Generation => ({
  generation,
  parent,
  holders: 0,
  replaced: [...session.replaced.filter(([replaced]) => replaced !== parent), [parent, now] as const].slice(
    -maxReplaced,
  ),
  rotatedAt: now,
  expiresAt: slide
    ? Math.max(session.expiresAt, Math.min(now + slide.lifetime, session.beganAt + slide.maxLifetime))
    : session.expiresAt,
});

type Verdict = 'next' | 'current' | 'reused';

const judge = (session: SessionRecord, step: RotateStep): Verdict => {
  if (step.generation === session.generation) return step.makesNext ? 'next' : 'current';
  const replaced = replacedAt(session, step.generation);
  if (replaced !== undefined && step.now - replaced <= step.grace) return 'current';
  if (step.generation === session.parent && isHeldByNobody(session)) return 'current';
  return step.makesNext && isAnswerLost(session, step) ? 'next' : 'reused';
};

/** The generation that is to be given out. What nobody has is made anew under its number. */
const moved = (session: SessionRecord, step: RotateStep, verdict: Verdict): Generation => {
  if (verdict === 'next')
    return make(session, step, { generation: session.generation + 1, parent: step.generation });
  const anew = step.generation < session.generation && isHeldByNobody(session);
  return anew ? make(session, step, { generation: session.generation, parent: session.parent }) : session;
};

const current = (
  session: SessionRecord,
  { gives, before }: { readonly gives: boolean; readonly before: Updates | null },
): RotateResult => ({
  outcome: 'current',
  generation: session.generation,
  rotatedAt: session.rotatedAt,
  expiresAt: session.expiresAt,
  updates: session.updates,
  ...(gives && { given: true }),
  ...(before !== null && { change: { before, count: session.updateCount } }),
});

/**
 * Moves a session on to its next generation (S1).
 *
 * - The token of the current generation gets the next one.
 * - One that was replaced a moment ago gets the current one, to the letter: two tabs, or a retry. So does the one that
 *   the current generation was made from, where nobody has its tokens.
 * - The one that the current generation was made from gets the next one, as long as nobody has used the current: its
 *   answer was lost. What was made in vain is void.
 * - S2: every other token was stolen, or its successor was. The session ends for both.
 */
export const rotate = (records: Records, step: RotateStep): RotateResult => {
  const recordName = recordNames.session(step.session);
  const session = records.get<SessionRecord>(recordName);
  // S5: a session of another identity is none. Nor is there one of a generation that has not been made.
  if (!session || !step.owner.includes(session.owner) || step.generation > session.generation)
    return { outcome: 'gone' };
  const verdict = judge(session, step);
  if (verdict === 'reused') {
    dropSession(records, step.session, step.owner);
    return { outcome: 'reused' };
  }
  const after = moved(session, step, verdict);
  // Without rotation the tokens of a generation go to whoever has them already.
  const gives = after.generation > step.generation;
  const isUpdated = Object.keys(step.updates).length > 0;
  const next: SessionRecord = {
    ...session,
    ...after,
    owner: step.owner[0],
    used: Math.max(session.used, step.generation),
    holders: gives ? after.holders + 1 : after.holders,
    updates: { ...session.updates, ...step.updates },
    updateCount: isUpdated ? session.updateCount + 1 : session.updateCount,
  };
  // Before the session: where a cache fails between, the retry does it again, and no session is missing in its account.
  // What was named under an older signing key gets its name under the first.
  if (next.owner !== session.owner)
    moveToAccount(records, [step.session, next.expiresAt], session.owner, next.owner);
  else if (next.expiresAt !== session.expiresAt)
    moveEnd(records, session.owner, [step.session, next.expiresAt]);
  if (gives || isUpdated || next.used > session.used || next.owner !== session.owner)
    records.set(recordName, next, next.expiresAt);
  return current(next, { gives, before: isUpdated ? session.updates : null });
};
