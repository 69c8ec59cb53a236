import type { IdentityKeys } from '../identity-keys.js';
import { type AccountRecord, accountLifetime, keys, maxNetworks, type SessionRecord } from '../records.js';
import type { Records } from '../step.js';

/** What is known of an identity; its sessions that have expired left out. */
export const readAccount = (records: Records, identity: string): AccountRecord => {
  const account = records.get<AccountRecord>(keys.account(identity));
  return {
    sessions: (account?.sessions ?? []).filter(([, expiresAt]) => expiresAt > records.now),
    networks: account?.networks ?? [],
  };
};

/** Keeps what is known of an identity. */
export const keepAccount = (records: Records, identity: string, account: AccountRecord): void => {
  if (account.sessions.length === 0 && account.networks.length === 0) {
    records.delete(keys.account(identity));
    return;
  }
  const ends = account.sessions.map(([, expiresAt]) => expiresAt);
  records.set(keys.account(identity), account, Math.max(records.now + accountLifetime, ...ends));
};

/** Notes sessions, and where a login came from. With too many sessions, the oldest end; answers with those. */
export const addToAccount = (
  records: Records,
  identity: string,
  begun: AccountRecord['sessions'],
  networks: readonly string[],
  max: number,
): readonly string[] => {
  const account = readAccount(records, identity);
  const sessions = [...account.sessions, ...begun];
  const ended = sessions.slice(0, -max).map(([id]) => id);
  for (const id of ended) records.delete(keys.session(id));
  const known = [...account.networks.filter((other) => !networks.includes(other)), ...networks];
  keepAccount(records, identity, { sessions: sessions.slice(-max), networks: known.slice(-maxNetworks) });
  return ended;
};

/**
 * Ends the oldest sessions under names that signing keys of before have given, where there is no room for them beside
 * those under the first name; answers with those. They began before any that has begun under it.
 */
export const endBeyond = (records: Records, names: IdentityKeys, max: number): readonly string[] => {
  let room = max - readAccount(records, names[0]).sessions.length;
  let ended: readonly string[] = [];
  for (const identity of names.slice(1)) {
    const { sessions, networks } = readAccount(records, identity);
    const surplus = Math.max(0, sessions.length - Math.max(0, room));
    room -= sessions.length;
    if (surplus === 0) continue;
    const gone = sessions.slice(0, surplus).map(([id]) => id);
    for (const id of gone) records.delete(keys.session(id));
    keepAccount(records, identity, { sessions: sessions.slice(surplus), networks });
    ended = [...ended, ...gone];
  }
  return ended;
};

/** Takes a session out of the account of an identity. */
const removeFromAccount = (records: Records, identity: string, id: string): void => {
  const account = readAccount(records, identity);
  keepAccount(records, identity, {
    sessions: account.sessions.filter(([other]) => other !== id),
    networks: account.networks,
  });
};

/** Moves a session to another name of the same identity. Its usual networks have other names there, too. */
export const moveToAccount = (
  records: Records,
  [id, expiresAt]: readonly [id: string, expiresAt: number],
  from: string,
  to: string,
): void => {
  const account = readAccount(records, to);
  // It began before any that has begun under the newer name. It is there already where a cache has failed after this.
  const others = account.sessions.filter(([other]) => other !== id);
  keepAccount(records, to, { sessions: [[id, expiresAt], ...others], networks: account.networks });
  removeFromAccount(records, from, id);
};

/** Notes that a session ends at another time. */
export const moveEnd = (
  records: Records,
  identity: string,
  [id, expiresAt]: readonly [id: string, expiresAt: number],
): void => {
  const account = readAccount(records, identity);
  const sessions = account.sessions.map((known) => (known[0] === id ? ([id, expiresAt] as const) : known));
  keepAccount(records, identity, { sessions, networks: account.networks });
};

/** Ends a session of one of these identities, and of no other (S5); answers whether there was one. */
export const endSession = (records: Records, id: string, identities: readonly string[]): boolean => {
  const session = records.get<SessionRecord>(keys.session(id));
  if (!session || !identities.includes(session.owner)) return false;
  records.delete(keys.session(id));
  removeFromAccount(records, session.owner, id);
  return true;
};
