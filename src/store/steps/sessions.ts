import type {
  IdentityKeys,
  RevokeStep,
  RotateResult,
  RotateStep,
  SessionsStep,
  StoredSession,
} from '../port.js';
import { keys, type SessionRecord } from '../records.js';
import type { Records } from '../step.js';
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

const nextGeneration = (
  session: SessionRecord,
  { now, slide }: RotateStep,
): Pick<SessionRecord, 'g' | 'r' | 'x'> => ({
  g: session.g + 1,
  r: now,
  x: slide ? Math.max(session.x, Math.min(now + slide.lifetime, session.b + slide.maxLifetime)) : session.x,
});

/** Moves a session on to its next generation. */
export const rotate = (records: Records, step: RotateStep): RotateResult => {
  const key = keys.session(step.session);
  const session = records.get<SessionRecord>(key);
  if (!session || !step.identity.includes(session.i) || step.generation > session.g)
    return { outcome: 'gone' };
  const isCurrent = step.generation === session.g;
  if (step.rotate && !isCurrent && !isJustReplaced(session, step)) {
    endSession(records, step.session, step.identity);
    return { outcome: 'reused' };
  }
  const rotates = step.rotate && isCurrent;
  const next: SessionRecord = {
    ...session,
    ...(rotates && nextGeneration(session, step)),
    u: { ...session.u, ...step.notes },
  };
  if (rotates || Object.keys(step.notes).length > 0) records.set(key, next, next.x);
  if (next.x !== session.x) moveEnd(records, session.i, [step.session, next.x]);
  return current(next);
};

/** Ends one or all sessions of an identity, and answers how many. */
export const revoke = (records: Records, step: RevokeStep): number => {
  if (step.session !== null) return Number(endSession(records, step.session, step.identity));
  let ended = 0;
  for (const identity of step.identity) {
    const account = readAccount(records, identity);
    for (const [id] of account.s) {
      ended += Number(records.get<SessionRecord>(keys.session(id)) !== undefined);
      records.delete(keys.session(id));
    }
    if (account.s.length > 0) keepAccount(records, identity, { s: [], n: account.n });
  }
  return ended;
};

/** The names of the session records of these identities: at most `maxSessions` each. */
export const sessionsOf = (
  records: Records,
  { identity }: { readonly identity: IdentityKeys },
): readonly string[] =>
  identity.flatMap((name) => readAccount(records, name).s.map(([id]) => keys.session(id)));

/** Where one session is to end, it is known beforehand. */
export const sessionsToRevoke = (records: Records, step: RevokeStep): readonly string[] =>
  step.session === null ? sessionsOf(records, step) : [];

/** The live sessions of an identity, as they stand in its accounts. */
export const sessions = (records: Records, { identity }: SessionsStep): readonly StoredSession[] => {
  const found: StoredSession[] = [];
  for (const name of identity) {
    for (const [id] of readAccount(records, name).s) {
      const session = records.get<SessionRecord>(keys.session(id));
      if (!session) continue;
      const { b: createdAt, r: rotatedAt, x: expiresAt, a: about } = session;
      found.push({ id, createdAt, rotatedAt, expiresAt, about });
    }
  }
  return found;
};
