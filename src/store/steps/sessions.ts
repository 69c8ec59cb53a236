import type { IdentityKeys, RevokeStep, RotateResult, RotateStep, StoredSession } from '../port.js';
import { keys, type SessionRecord } from '../records.js';
import type { Transaction } from '../transaction.js';
import { endSession, keepAccount, moveEnd, readAccount } from './account.js';

const current = (session: SessionRecord): RotateResult => ({
  outcome: 'current',
  generation: session.g,
  rotatedAt: session.r,
  expiresAt: session.x,
  notes: session.u,
});

const isJustReplaced = (session: SessionRecord, step: RotateStep): boolean =>
  step.generation === session.g - 1 && step.now - session.r <= step.grace;

const nextGeneration = (session: SessionRecord, { now, slide }: RotateStep): SessionRecord => ({
  ...session,
  g: session.g + 1,
  r: now,
  x: slide ? Math.max(session.x, Math.min(now + slide.lifetime, session.b + slide.maxLifetime)) : session.x,
});

/** Moves a session on to its next generation. */
export const rotate = async (tx: Transaction, step: RotateStep): Promise<RotateResult> => {
  const key = keys.session(step.session);
  const session = await tx.get<SessionRecord>(key);
  if (!session || !step.identity.includes(session.i) || step.generation > session.g)
    return { outcome: 'gone' };
  const isCurrent = step.generation === session.g;
  if (step.rotate && !isCurrent && !isJustReplaced(session, step)) {
    await endSession(tx, step.session, step.identity);
    return { outcome: 'reused' };
  }
  const rotates = step.rotate && isCurrent;
  const next: SessionRecord = {
    ...(rotates ? nextGeneration(session, step) : session),
    u: { ...session.u, ...step.notes },
  };
  if (rotates || Object.keys(step.notes).length > 0) tx.set(key, next, next.x);
  if (next.x !== session.x) await moveEnd(tx, session.i, [step.session, next.x]);
  return current(next);
};

/** Ends one or all sessions of an identity, and answers how many. */
export const revoke = async (tx: Transaction, step: RevokeStep): Promise<number> => {
  if (step.session !== null) return Number(await endSession(tx, step.session, step.identity));
  let ended = 0;
  for (const identity of step.identity) {
    const account = await readAccount(tx, identity);
    for (const [id] of account.s) {
      ended += Number((await tx.get<SessionRecord>(keys.session(id))) !== undefined);
      tx.delete(keys.session(id));
    }
    if (account.s.length > 0) keepAccount(tx, identity, { ...account, s: [] });
  }
  return ended;
};

/** Whether a session is alive. */
export const alive = async (tx: Transaction, session: string): Promise<boolean> =>
  (await tx.get<SessionRecord>(keys.session(session))) !== undefined;

/** In the order in which they began. */
export const oldestFirst = (sessions: readonly StoredSession[]): readonly StoredSession[] =>
  [...sessions].sort((a, b) => a.createdAt - b.createdAt);

/** The live sessions of an identity, oldest first. */
export const sessions = async (
  tx: Transaction,
  identities: IdentityKeys,
): Promise<readonly StoredSession[]> => {
  const found: StoredSession[] = [];
  for (const identity of identities) {
    for (const [id] of (await readAccount(tx, identity)).s) {
      const session = await tx.get<SessionRecord>(keys.session(id));
      if (session)
        found.push({
          id,
          createdAt: session.b,
          rotatedAt: session.r,
          expiresAt: session.x,
          about: session.a,
        });
    }
  }
  return oldestFirst(found);
};
