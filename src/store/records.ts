import type { IdentityName } from '../code/secret.js';
import type { Updates } from './session-steps.js';

/** A code as it is kept. */
export interface CodeRecord {
  /** Hash of its challenge. */
  readonly challenge: string;
  /** Digest of the code. */
  readonly digest: string;
  /** When it expires. */
  readonly expiresAt: number;
  /** Guesses left for whoever brings the challenge. */
  readonly ownAttempts: number;
  /** Guesses left for all others together. */
  readonly sharedAttempts: number;
  readonly isLong: boolean;
}

/** A counter as it is kept: how much is counted. It starts anew when the record ends. */
export type CounterRecord = number;

/**
 * What was spent of a budget, as it is kept, oldest first: when it was last spent, how much, and how much of that is
 * bounded apart. Of failures, those are comparisons with short codes; of mails, those that strangers have asked for.
 */
export type BudgetRecord = readonly (readonly [latest: number, amount: number, apart: number])[];

/** A code that was right, as it is kept under its challenge. */
export interface SpentRecord {
  /** Its digest. */
  readonly digest: string;
  /** How often it was submitted again. */
  readonly repeats: number;
  /** Until when that is forgiven. */
  readonly expiresAt: number;
}

/** A session as it is kept under its id. */
export interface SessionRecord {
  readonly owner: IdentityName;
  /** The current generation. */
  readonly generation: number;
  /** The generation that the current one was made from; 0 for the first. */
  readonly parent: number;
  /** The highest generation of which a token was used here. */
  readonly used: number;
  /** How many callers may have tokens of the current generation: those who were to get them, less those who did not. */
  readonly holders: number;
  /** Generations that were replaced, oldest first, and when. One below the current one that is not among them is void. */
  readonly replaced: readonly (readonly [generation: number, replacedAt: number])[];
  /** When it began. */
  readonly beganAt: number;
  /** When this generation was made. */
  readonly rotatedAt: number;
  /** When it ends. */
  readonly expiresAt: number;
  /** Where it began. Means nothing to the store. */
  readonly origin: string;
  /** What was changed since. */
  readonly updates: Updates;
  /** How many changes `updates` consists of. */
  readonly updateCount: number;
}

/** What is kept of an identity between its logins. */
export interface AccountRecord {
  /** Its sessions, oldest first: id and end. */
  readonly sessions: readonly (readonly [id: string, expiresAt: number])[];
  /** Networks it has logged in from, latest last. */
  readonly networks: readonly string[];
}
