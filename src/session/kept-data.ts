import type { SessionInfo } from './session-info.js';

/** What the cache keeps of an identity, as plain JSON. Times are seconds since 1970. */
export interface KeptData {
  readonly identity: string;
  /** Its live sessions, and the claims that `updateClaims` has changed. */
  readonly sessions: readonly (SessionInfo & { readonly updatedClaims: Readonly<Record<string, unknown>> })[];
  /** Its live codes, without the codes. */
  readonly codes: readonly {
    readonly expiresAt: number;
    readonly isLong: boolean;
    /** Guesses left with its challenge, and without. */
    readonly ownAttempts: number;
    readonly sharedAttempts: number;
  }[];
  /** How many networks of its logins are remembered. Which they are, nobody can tell. */
  readonly knownNetworks: number;
  /** By option, what was counted in its window: `mailsPerIdentity`, `shortCodesPerIdentity`, `failuresPerIdentity`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Where it is one of the `reviewAccounts`: until when. Else null. */
  readonly reviewAccountUntil: number | null;
}
