import type { IdentityNames } from '../code/secret.js';
import type { Budget } from '../limit/limits.js';

/** A refresh token is presented; its signature and its dates are in order. */
export interface RotateStep {
  readonly now: number;
  readonly owner: IdentityNames;
  readonly session: string;
  /** The generation of the token. */
  readonly generation: number;
  /** Milliseconds for which a replaced token still gets the current tokens. */
  readonly grace: number;
  /** Whether the token of the current generation gets the next one. false: it stays the one it is. */
  readonly makesNext: boolean;
  /** Whether every use of a token is noted, so that a generation that nobody has used can be made anew. */
  readonly usesAreNoted: boolean;
  /** Rotation moves the end of the session: to so many milliseconds from now, at most so many from its beginning. */
  readonly slide: { readonly lifetime: number; readonly maxLifetime: number } | null;
  /** Written over what was kept before under these names; the texts mean nothing to the store. */
  readonly updates: Updates;
}

/** Texts by name that are kept with a session: the claims that were changed since it began. */
export type Updates = Readonly<Record<string, string>>;

/** Updates have changed. */
export interface UpdatesChange {
  /** As they were. */
  readonly before: Updates;
  /** How many changes they consist of since. */
  readonly count: number;
}

export type RotateResult =
  /** The token of this generation is the successor, whoever asks. */
  | {
      readonly outcome: 'current';
      readonly generation: number;
      readonly rotatedAt: number;
      readonly expiresAt: number;
      readonly updates: Updates;
      /** Its tokens are given to somebody who has older ones, until that is withdrawn. */
      readonly given?: true;
      /** Where updates have changed. */
      readonly change?: UpdatesChange;
    }
  /** There is no such session (any more). */
  | { readonly outcome: 'gone' }
  /** A token that was replaced before, or is void: the session has been ended. */
  | { readonly outcome: 'reused' };

/** The tokens of a generation could not be handed to somebody who asked for them just now. */
export interface WithdrawStep {
  readonly now: number;
  readonly owner: IdentityNames;
  readonly session: string;
  readonly generation: number;
  /** They were given to her, as `RotateResult` has it. */
  readonly given: boolean;
  /** What has become of the updates, which is taken back where nobody has changed them since. Null: nothing. */
  readonly change: UpdatesChange | null;
}

/** An access token of a session is used; its signature and its dates are in order. */
export interface PresentStep {
  readonly now: number;
  readonly owner: IdentityNames;
  readonly session: string;
  /** The generation of the token. */
  readonly generation: number;
}

/** `reused`: the token was void, so the session has been ended. */
export type PresentResult = 'alive' | 'gone' | 'reused';

/** A session is looked up, without a lock. */
export type AliveStep = Pick<PresentStep, 'now' | 'session' | 'generation'>;

/**
 * `unnoted`: it is to be presented, since this generation was not used before; `void`: it is to be presented, and will
 * end the session.
 */
export type AliveResult = 'alive' | 'gone' | 'unnoted' | 'void';

/** One or all sessions of an identity are ended. */
export interface RevokeStep {
  readonly now: number;
  readonly owner: IdentityNames;
  /** null: all of them. A session of another identity stays. */
  readonly session: string | null;
}

/** The sessions of an identity are asked for. */
export interface ListSessionsStep {
  readonly now: number;
  readonly owner: IdentityNames;
}

/** A live session, in the cache's terms. */
export interface StoredSession {
  readonly id: string;
  readonly beganAt: number;
  readonly rotatedAt: number;
  readonly expiresAt: number;
  readonly origin: string;
}

/** An identity is forgotten: its sessions, its codes and its networks. */
export type ForgetStep = ListSessionsStep;

/** What is kept of an identity is asked for. */
export interface InspectStep extends ListSessionsStep {
  /** What is counted of it. */
  readonly budgets: readonly Budget[];
}

/** A live code, without what could tell it. */
export interface KeptCode {
  readonly expiresAt: number;
  readonly isLong: boolean;
  readonly ownAttempts: number;
  readonly sharedAttempts: number;
}

/** A live session, with what was changed since it began. */
export interface KeptSession extends StoredSession {
  readonly updates: Updates;
}

/** What is kept of an identity. */
export interface InspectResult {
  readonly codes: readonly KeptCode[];
  /** How many networks are known. */
  readonly networks: number;
  readonly sessions: readonly KeptSession[];
  /** What was spent of each of the budgets. */
  readonly spent: readonly number[];
}

/** In the order in which they began. */
export const oldestFirst = <Session extends StoredSession>(
  sessions: readonly Session[],
): readonly Session[] => [...sessions].sort((a, b) => a.beganAt - b.beganAt);
