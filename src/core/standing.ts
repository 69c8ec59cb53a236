import type { Clock } from './clock.js';
import { AuthError, type AuthFailure } from './errors.js';

/** What a token came to when it was first looked at. */
export interface Finding<TheClaims> {
  readonly claims: TheClaims | null;
  readonly failure: AuthFailure | null;
}

/** What later looks at a finding need. */
export interface LookAgain {
  readonly clock: Clock;
  /** Seconds that are forgiven for `exp`. Default: 0. */
  readonly leeway?: number;
  /** Asks whether the session is still alive, where sessions are checked. */
  readonly isAlive?: () => Promise<boolean>;
}

/** How a caller stands. It begins as what the token came to, and follows the session from there. */
export interface Standing<TheClaims> {
  /** Whether the token came to nothing: then nobody is authenticated, whatever a later look finds. */
  readonly anonymous: boolean;
  /** The claims as of the last look; null where they do not hold (any more). */
  readonly claims: TheClaims | null;
  /** Why there are none; null where there are. */
  readonly failure: AuthFailure | null;
  /** How often somebody was given the claims: what was made while this number rose may rest on them. */
  readonly given: number;
  /** The same as `failure`, and compared with the clock at this moment. */
  refusal(): AuthFailure | null;
  /**
   * The claims, compared with the clock at this moment.
   *
   * @throws {AuthError} `UNAUTHENTICATED` with the reason, or `SERVICE_UNAVAILABLE` where the cache was unreachable
   */
  demand(): TheClaims;
  /**
   * Looks at the session again, for what goes on longer than a request. It never rejects: what could not be found out
   * means no, until a later look finds it out.
   *
   * @returns undefined where the answer is known without asking
   */
  lookAgain(): Promise<void> | undefined;
}

/** Keeps the answers of looks that overlap in order. */
const createLooks = () => {
  let begun = 0;
  let answered = 0;
  let lapsed: AuthFailure | null = null;
  return {
    begin: () => {
      begun += 1;
      return begun;
    },
    /** A session that has ended stays so; otherwise the look that began last knows best. */
    settle: (look: number, failure: AuthFailure | null): void => {
      if (lapsed === 'revoked' || (look < answered && failure !== 'revoked')) return;
      answered = look;
      lapsed = failure;
    },
    lapsed: () => lapsed,
  };
};

/** @param found - what the token came to; its claims stay as they are, whatever happens to the session */
export const createStanding = <TheClaims extends { readonly exp: number }>(
  found: Finding<TheClaims>,
  { clock, leeway = 0, isAlive }: LookAgain,
): Standing<TheClaims> => {
  const looks = createLooks();
  const failure = () => looks.lapsed() ?? found.failure ?? (found.claims === null ? 'missing' : null);
  // Written so that an `exp` that is no number means no.
  const hasExpired = ({ exp }: TheClaims) => !((exp + leeway) * 1000 > clock());
  const refusal = () => failure() ?? (found.claims && hasExpired(found.claims) ? 'expired' : null);
  const ask = async (look: number, stillAlive: () => Promise<boolean>) => {
    try {
      looks.settle(look, (await stillAlive()) ? null : 'revoked');
    } catch {
      looks.settle(look, 'unavailable');
    }
  };
  let given = 0;
  const give = <Given>(claims: Given): Given => {
    given += 1;
    return claims;
  };
  return {
    anonymous: found.claims === null,
    get claims() {
      return failure() === null ? give(found.claims) : null;
    },
    get failure() {
      return failure();
    },
    get given() {
      return given;
    },
    refusal,
    demand() {
      const reason = refusal();
      if (reason === 'unavailable') throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
      if (reason !== null || found.claims === null) {
        throw new AuthError('UNAUTHENTICATED', { reason: reason ?? 'missing' });
      }
      return give(found.claims);
    },
    lookAgain() {
      if (found.claims === null || looks.lapsed() === 'revoked') return undefined;
      const expired = hasExpired(found.claims);
      if (!expired && isAlive) return ask(looks.begin(), isAlive);
      looks.settle(looks.begin(), expired ? 'expired' : null);
      return undefined;
    },
  };
};
