import type { IdentityName, IdentityNames } from '../../code/secret.js';
import { accountLifetime, maxNetworks } from '../bounds.js';
import type { NetworkFamiliarity } from '../code-steps.js';
import { recordNames } from '../record-names.js';
import type { AccountRecord, SessionRecord } from '../records.js';
import type { Records } from '../step.js';

/** What is known of an identity; its sessions that have expired left out. */
export const readAccount = (records: Records, owner: IdentityName): AccountRecord => {
  const account = records.get<AccountRecord>(recordNames.account(owner));
  if (account === undefined) return { sessions: [], networks: [] };
  const { sessions, networks } = account;
  for (const [, expiresAt] of sessions)
    if (expiresAt <= records.now)
      return { sessions: sessions.filter(([, end]) => end > records.now), networks };
  return account;
};

/** Keeps what is known of an identity. */
export const keepAccount = (records: Records, owner: IdentityName, account: AccountRecord): void => {
  if (account.sessions.length === 0 && account.networks.length === 0) {
    records.delete(recordNames.account(owner));
    return;
  }
  const ends = account.sessions.map(([, expiresAt]) => expiresAt);
  records.set(recordNames.account(owner), account, Math.max(records.now + accountLifetime, ...ends));
};

/** Notes sessions, and where a login came from. Past `most` sessions, the oldest end. */
export const addToAccount = (
  records: Records,
  owner: IdentityName,
  begun: AccountRecord['sessions'],
  networks: readonly string[],
  most: number,
): void => {
  const account = readAccount(records, owner);
  const sessions = [...account.sessions, ...begun];
  for (const [id] of sessions.slice(0, -most)) records.delete(recordNames.session(id));
  const known = [...account.networks.filter((other) => !networks.includes(other)), ...networks];
  keepAccount(records, owner, { sessions: sessions.slice(-most), networks: known.slice(-maxNetworks) });
};

/** What a network was to an identity before a login from there. */
export const familiarityOf = (
  records: Records,
  owner: IdentityName,
  network: string | null,
): NetworkFamiliarity => {
  if (network === null) return 'none';
  const { networks } = readAccount(records, owner);
  if (networks.includes(network)) return 'known';
  return networks.length === 0 ? 'first' : 'new';
};

/** Forgets a network that a login which came to nothing has noted. */
export const forgetNetwork = (records: Records, owner: IdentityName, network: string): void => {
  const { sessions, networks } = readAccount(records, owner);
  if (!networks.includes(network)) return;
  keepAccount(records, owner, { sessions, networks: networks.filter((other) => other !== network) });
};

/**
 * The sessions of an identity beyond the newest `max`, the oldest first. Those under names that signing keys of before have
 * given began before any that has begun under the first name.
 */
export const surplusOf = (records: Records, names: IdentityNames, max: number): readonly string[] => {
  let surplus: readonly string[] = [];
  let room = max;
  for (const owner of names) {
    const { sessions } = readAccount(records, owner);
    const tooMany = Math.max(0, sessions.length - Math.max(0, room));
    room -= sessions.length;
    surplus = [...sessions.slice(0, tooMany).map(([id]) => id), ...surplus];
  }
  return surplus;
};

/** Takes a session out of the account of an identity. */
const removeFromAccount = (records: Records, owner: IdentityName, id: string): void => {
  const account = readAccount(records, owner);
  keepAccount(records, owner, {
    sessions: account.sessions.filter(([other]) => other !== id),
    networks: account.networks,
  });
};

/** Moves a session to another name of the same identity. Its usual networks have other names there, too. */
export const moveToAccount = (
  records: Records,
  [id, expiresAt]: readonly [id: string, expiresAt: number],
  from: IdentityName,
  to: IdentityName,
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
  owner: IdentityName,
  [id, expiresAt]: readonly [id: string, expiresAt: number],
): void => {
  const account = readAccount(records, owner);
  const sessions = account.sessions.map((known) => (known[0] === id ? ([id, expiresAt] as const) : known));
  keepAccount(records, owner, { sessions, networks: account.networks });
};

/** Ends a session of this identity, and of no other (S5); answers whether there was one. */
export const dropSession = (records: Records, id: string, owner: IdentityNames): boolean => {
  const session = records.get<SessionRecord>(recordNames.session(id));
  if (!session || !owner.includes(session.owner)) return false;
  records.delete(recordNames.session(id));
  removeFromAccount(records, session.owner, id);
  return true;
};

/** The names of the session records of these identities: at most `maxSessions + maxCodes` each. */
export const sessionsOf = (
  records: Records,
  { owner }: { readonly owner: IdentityNames },
): readonly string[] =>
  owner.flatMap((name) => readAccount(records, name).sessions.map(([id]) => recordNames.session(id)));
