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

/** A counter as it is kept. */
export interface CounterRecord {
  readonly count: number;
  /** When it starts anew. */
  readonly endsAt: number;
}

/** What was spent of a budget, as it is kept. */
export interface BudgetRecord {
  /** Oldest first: when it was last spent, how much, and how much of that were comparisons with short codes. */
  readonly slots: readonly (readonly [latest: number, amount: number, compared: number])[];
}

/** A code that was right, as it is kept under its challenge. */
export interface SpentRecord {
  /** Its digest. */
  readonly digest: string;
  /** How often it was submitted again. */
  readonly repeats: number;
  /** Until when that is forgiven. */
  readonly expiresAt: number;
}

/** A session as it is kept; its id is its key. */
export interface SessionRecord {
  /** The name of its identity in the cache. */
  readonly owner: string;
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
  /** What was said about it when it began. */
  readonly origin: string;
  /** What was noted since. */
  readonly updates: Readonly<Record<string, string>>;
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

/** Where each kind of record stands. Every name begins with a word of ours, never with a caller's text. */
export const keys = {
  codes: (identity: string): string => `codes:${identity}`,
  account: (identity: string): string => `account:${identity}`,
  session: (id: string): string => `session:${id}`,
  counter: (key: string): string => `limit:${key}`,
  spent: (challenge: string): string => `spent:${challenge}`,
  probe: (id: string): string => `probe:${id}`,
};

/** Codes of one identity that can be alive at once; the limits keep far below it unless they are turned off. */
export const maxCodes = 50;
/** How long a code that was right may be submitted again without being counted: 10 seconds, in milliseconds. */
export const repeatWindow = 10_000;
/** How often. */
export const maxRepeats = 3;
/** Clocks of processes differ by some seconds; milliseconds that are forgiven, of a window that is given in milliseconds. */
export const toleranceOf = (window: number): number => Math.max(60_000, window / 10);
/** Parts of a window in which a budget is accounted for. */
export const budgetSlots = 100;
/** Replaced generations of a session that are remembered. */
export const maxReplaced = 32;
/** Sessions of one identity, whatever the option says. */
export const maxSessions = 1000;
/** Networks that are remembered per identity. */
export const maxNetworks = 10;
/** How long an identity's networks are remembered after its last login: 90 days, in milliseconds. */
export const accountLifetime = 90 * 86_400_000;
