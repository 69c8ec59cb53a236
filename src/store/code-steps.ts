import type { IdentityName, IdentityNames } from '../code/secret.js';
import type { Budget, Counter } from '../limit/limits.js';
import type { CodeRecord } from './records.js';

/** What decides between short and long codes (L4). `null`: this does not count. */
export interface CodeBudget {
  /** Short codes given out to the identity. */
  readonly shortCodes: Budget | null;
  /** Failures of the identity. */
  readonly failures: Budget | null;
  /** Wrong guesses at short codes in all. */
  readonly all: Budget | null;
}

/** What bounds the mails to one mailbox. */
export interface MailLimits {
  /** Mails in any window, whoever asks. */
  readonly all: Budget;
  /** How many of those networks may ask for that are unknown to the identity. */
  readonly strangers: number;
  /** Past those: one mail, with a long code, per life of a code. */
  readonly long: Counter;
  /** The same for all tagged spellings of the mailbox together; null for the spelling without a tag. */
  readonly tagged: Counter | null;
}

/** A code is asked for. */
export interface IssueStep {
  /** Milliseconds since 1970, as everywhere in the port. */
  readonly now: number;
  /** Who will own the code. */
  readonly owner: IdentityName;
  /** The network that asks, by its name in the cache; null where it is not known, which is nobody's usual network. */
  readonly network: string | null;
  /** Hash of the challenge. */
  readonly challenge: string;
  /** Hash of a challenge that the caller has already, or null. It is kept if a live code of the identity has it. */
  readonly offered: string | null;
  /** Digest of the short code, and of the long one that is used in its place where the identity is under attack. */
  readonly digests: { readonly short: string; readonly long: string };
  readonly expiresAt: number;
  /** Guesses with the challenge, and as many others without it. */
  readonly attempts: number;
  /** All of them are checked, then all of them are counted. */
  readonly limits: readonly Counter[];
  /** null: mails are not counted. */
  readonly mails: MailLimits | null;
  readonly budget: CodeBudget;
  /** Many mails wait already: a mail is sent for networks that the identity knows, and for no others. */
  readonly crowded: boolean;
}

/** A limit was reached; nothing was counted and nothing else happened. */
export interface Limited {
  readonly outcome: 'limited';
  /** The option whose limit lasts longest. */
  readonly limit: string;
  /** Milliseconds until it ends. */
  readonly retryAfter: number;
}

export type IssueResult =
  /** A code is kept; it is to be mailed. */
  | {
      readonly outcome: 'issued';
      readonly long: boolean;
      /** The challenge that was offered stands for this code too. */
      readonly kept: boolean;
    }
  /** Nothing is kept and nothing mailed: the long code that was mailed last serves this caller too. */
  | {
      readonly outcome: 'joined';
      readonly expiresAt: number;
      /** The challenge that was offered is that of a live code. */
      readonly kept: boolean;
    }
  /** There is no place for this mail; nothing was counted. */
  | { readonly outcome: 'crowded' }
  | Limited;

/** Asked before a code is asked for or guessed. */
export interface PressureStep {
  readonly now: number;
  /** Those that would refuse this caller now. */
  readonly limits: readonly Counter[];
  /** What counts against a caller whom nobody knows. */
  readonly counters: readonly Counter[];
  readonly budgets: readonly Budget[];
}

export type PressureResult =
  | {
      readonly outcome: 'open';
      /** How near the nearest limit is, in whole hundredths: 0 (nothing was counted) to 100 (it is reached). */
      readonly percent: number;
    }
  | Limited;

/** A code is guessed. If it is right, the session begins in the same step. */
export interface RedeemStep {
  readonly now: number;
  /** Who owns the codes, and will own the session. */
  readonly owner: IdentityNames;
  /** As in IssueStep. */
  readonly network: string | null;
  /** Hash of the challenge, or null for a guess without one. */
  readonly challenge: string | null;
  /** The attempts of a caller who has joined, at every long code of the identity. Else null. */
  readonly joiner: Counter | null;
  /** With how many live codes beside those of the challenge it is compared. */
  readonly others: number;
  /** What the guessed code would be kept as; none where the input cannot be a code. */
  readonly digests: readonly string[];
  /** Checked first; counted if the guess is wrong. */
  readonly limits: readonly Counter[];
  readonly budget: CodeBudget;
  /** The guess is a code that stays when it is right. */
  readonly reusable?: true;
  /** null: nothing is kept about sessions. */
  readonly session: {
    readonly id: string;
    readonly expiresAt: number;
    /** Kept with the session and given back with it; means nothing to the store. */
    readonly origin: string;
    /** Sessions that the identity may have. */
    readonly max: number;
  } | null;
}

/** A code that was just spent, and the name that it is kept under. */
export interface SpentCode {
  readonly owner: IdentityName;
  readonly code: CodeRecord;
}

/**
 * What a network was to an identity before a login. `first`: no network of its logins was known. `new`: others were.
 * `none`: the login came from none that could be known.
 */
export type NetworkFamiliarity = 'none' | 'first' | 'known' | 'new';

export type RedeemResult =
  | {
      readonly outcome: 'right';
      readonly spent: SpentCode;
      /** Sessions that are to give way when the login has succeeded, the oldest first. */
      readonly surplus: readonly string[];
      readonly network: NetworkFamiliarity;
    }
  | {
      readonly outcome: 'wrong';
      /** Short codes that the guess was compared with. */
      readonly compared: number;
      /** Names of the counters in `limits` that this failure has filled. */
      readonly filled: readonly string[];
      /** The code was right a moment ago, with the same challenge: nothing was counted. */
      readonly repeated: boolean;
    }
  | Limited;

/** A code did not reach its user: the caller may ask again at once. */
export interface ReleaseStep {
  readonly now: number;
  /** Names of the counters to take one back from. */
  readonly counters: readonly string[];
  /** The same for the mail of this code, which surely did not get out. A later mail may have their windows by now. */
  readonly mail?: { readonly counters: readonly string[]; readonly expiresAt: number };
}

/** A right code came to nothing. */
export interface AbandonStep {
  readonly now: number;
  readonly owner: IdentityNames;
  /** The session that began with it; null where nothing is kept about sessions. */
  readonly session: string | null;
  /** The network that became known with it; null where it was known before. */
  readonly network: string | null;
  /** The code, where it is to work again: not if somebody has ended that session since. */
  readonly spent: SpentCode | null;
  /** Names of the counters to take one back from. */
  readonly counters: readonly string[];
}
