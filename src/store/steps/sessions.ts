import type { IdentityKeys, RevokeStep, RotateResult, RotateStep, StoredSession } from '../port.js';
import { keys, type SessionRecord } from '../records.js';
import type { Transaction } from '../transaction.js';
import { endSession, keepAccount, readAccount } from './account.js';

const current = (session: SessionRecord): RotateResult => ({
  outcome: 'current',
  generation: session.g,
  rotatedAt: session.r,
  expiresAt: session.x,
});

/** Moves a session on to its next generation. */
export const rotate = async (tx: Transaction, step: RotateStep): Promise<RotateResult> => {
  const key = keys.session(step.session);
  const session = await tx.get<SessionRecord>(key);
  if (!session || step.generation > session.g) return { outcome: 'gone' };
  if (!step.rotate) return current(session);
  if (step.generation === session.g) {
    const next: SessionRecord = { ...session, g: session.g + 1, r: tx.now };
    tx.set(key, next, next.x);
    return current(next);
  }
  const justReplaced = step.generation === session.g - 1 && tx.now - session.r <= step.grace;
  if (justReplaced) return current(session);
  await endSession(tx, step.session);
  return { outcome: 'reused' };
};

/** Ends one or all sessions of an identity, and answers how many. */
export const revoke = async (tx: Transaction, step: RevokeStep): Promise<number> => {
  if (step.session !== null) return Number(await endSession(tx, step.session));
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

/** The live sessions of an identity, oldest first. */
export const sessions = async (
  tx: Transaction,
  identities: IdentityKeys,
): Promise<readonly StoredSession[]> => {
  const found: StoredSession[] = [];
  for (const identity of identities) {
    for (const [id] of (await readAccount(tx, identity)).s) {
      const session = await tx.get<SessionRecord>(keys.session(id));
      if (session) found.push({ id, createdAt: session.b, rotatedAt: session.r, expiresAt: session.x });
    }
  }
  return found.sort((a, b) => a.createdAt - b.createdAt);
};
