import type { IdentityName } from '../code/secret.js';

/** Where each kind of record stands. Every name begins with a word of ours, never with a caller's text. */
export const recordNames = {
  codes: (owner: IdentityName): string => `codes:${owner}`,
  account: (owner: IdentityName): string => `account:${owner}`,
  session: (id: string): string => `session:${id}`,
  counter: (name: string): string => `limit:${name}`,
  spent: (challenge: string): string => `spent:${challenge}`,
  probe: (id: string): string => `probe:${id}`,
};
