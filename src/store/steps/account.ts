import {
  type AccountRecord,
  accountLifetime,
  keys,
  maxNetworks,
  maxSessions,
  type SessionRecord,
} from '../records.js';
import type { Transaction } from '../transaction.js';

/** What is known of an identity; its sessions that have expired left out. */
export const readAccount = async (tx: Transaction, identity: string): Promise<AccountRecord> => {
  const account = await tx.get<AccountRecord>(keys.account(identity));
  return { s: (account?.s ?? []).filter(([, expiresAt]) => expiresAt > tx.now), n: account?.n ?? [] };
};

/** Keeps what is known of an identity. */
export const keepAccount = (tx: Transaction, identity: string, account: AccountRecord): void => {
  if (account.s.length === 0 && account.n.length === 0) {
    tx.delete(keys.account(identity));
    return;
  }
  const ends = account.s.map(([, expiresAt]) => expiresAt);
  tx.set(keys.account(identity), account, Math.max(tx.now + accountLifetime, ...ends));
};

/** Notes a login: its session, if it has one, and where it came from. With too many sessions, the oldest end. */
export const addToAccount = async (
  tx: Transaction,
  identity: string,
  begun: AccountRecord['s'],
  network: string | null,
): Promise<void> => {
  const account = await readAccount(tx, identity);
  const sessions = [...account.s, ...begun];
  for (const [id] of sessions.slice(0, -maxSessions)) tx.delete(keys.session(id));
  const networks = account.n.filter((known) => known !== network);
  if (network !== null) networks.push(network);
  keepAccount(tx, identity, { s: sessions.slice(-maxSessions), n: networks.slice(-maxNetworks) });
};

/** Notes that a session ends at another time. */
export const moveEnd = async (
  tx: Transaction,
  identity: string,
  [id, expiresAt]: readonly [id: string, expiresAt: number],
): Promise<void> => {
  const account = await readAccount(tx, identity);
  const sessions = account.s.map((known) => (known[0] === id ? ([id, expiresAt] as const) : known));
  keepAccount(tx, identity, { ...account, s: sessions });
};

/** Ends a session of one of these identities; answers whether there was one. */
export const endSession = async (
  tx: Transaction,
  id: string,
  identities: readonly string[],
): Promise<boolean> => {
  const session = await tx.get<SessionRecord>(keys.session(id));
  if (!session || !identities.includes(session.i)) return false;
  tx.delete(keys.session(id));
  const account = await readAccount(tx, session.i);
  keepAccount(tx, session.i, { ...account, s: account.s.filter(([other]) => other !== id) });
  return true;
};
