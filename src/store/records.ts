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
  /** Oldest first: when it was last spent, how much, and how much of that were comparisons with short codes. */
  readonly b: readonly (readonly [latest: number, amount: number, compared: number])[];
}

/** A code that was right, as it is kept under its challenge. */
export interface SpentRecord {
  /** Its digest. */
  readonly d: string;
  /** How often it was submitted again. */
  readonly n: number;
  /** Until when that is forgiven. */
  readonly x: number;
}

/** A session as it is kept; its id is its key. */
export interface SessionRecord {
  /** The name of its identity. */
  readonly i: string;
  /** The current generation. */
  readonly g: number;
  /** The generation that the current one was made from; 0 for the first. */
  readonly p: number;
  /** The highest generation of which a token was used here. */
  readonly m: number;
  /** How many callers may have tokens of the current generation: those who were to get them, less those who did not. */
  readonly h: number;
  /** Generations that were replaced, oldest first, and when. One below `g` that is not among them is void. */
  readonly o: readonly (readonly [generation: number, replacedAt: number])[];
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
  /** How many changes `u` consists of. */
  readonly c: number;
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
