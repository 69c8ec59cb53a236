/** A code as it is kept. Names are short, since all of an identity's codes are read with every guess. */
export interface CodeRecord {
  /** Hash of its challenge. */
  readonly c: string;
  /** Digest of the code. */
  readonly d: string;
  /** When it expires. */
  readonly x: number;
  /** Guesses left for whoever brings the challenge. */
  readonly o: number;
  /** Guesses left for all others together. */
  readonly s: number;
  /** 1: a long code. */
  readonly l: 0 | 1;
}

/** A counter as it is kept. */
export interface CounterRecord {
  readonly n: number;
  /** When it starts anew. */
  readonly x: number;
}

/** What was spent of a budget, as it is kept. */
export interface BudgetRecord {
  /** Oldest first: when it was last spent, and how much. */
  readonly b: readonly (readonly [latest: number, amount: number])[];
}

/** A session as it is kept; its id is its key. */
export interface SessionRecord {
  /** The name of its identity. */
  readonly i: string;
  /** Generation of the current refresh token. */
  readonly g: number;
  /** When it began. */
  readonly b: number;
  /** When this generation was made. */
  readonly r: number;
  /** When it ends. */
  readonly x: number;
  /** What was said about it when it began. */
  readonly a: string;
  /** What was noted since. */
  readonly u: Readonly<Record<string, string>>;
}

/** What is kept of an identity between its logins. */
export interface AccountRecord {
  /** Its sessions, oldest first: id and end. */
  readonly s: readonly (readonly [id: string, expiresAt: number])[];
  /** Networks it has logged in from, latest last. */
  readonly n: readonly string[];
}

/** Where each kind of record stands. Every name begins with a word of ours, never with a caller's text. */
export const keys = {
  codes: (identity: string): string => `codes:${identity}`,
  account: (identity: string): string => `account:${identity}`,
  session: (id: string): string => `session:${id}`,
  counter: (key: string): string => `limit:${key}`,
  probe: (id: string): string => `probe:${id}`,
};

/** Codes of one identity that can be alive at once; the limits keep far below it unless they are turned off. */
export const maxCodes = 50;
/** Parts of a window in which a budget is accounted for. */
export const budgetSlots = 100;
/** Sessions of one identity; the oldest gives way. */
export const maxSessions = 100;
/** Networks that are remembered per identity. */
export const maxNetworks = 10;
/** How long an identity's networks are remembered after its last login: 90 days, in milliseconds. */
export const accountLifetime = 90 * 86_400_000;
