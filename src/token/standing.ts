import type { Clock } from '../core/clock.js';
import { AuthError, type AuthFailure } from '../core/errors.js';

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
   * S4: Looks at the session again, for what goes on longer than a request. It never rejects: what could not be found out
   * means no, until a later look finds it out.
   *
   * @returns undefined where the answer is known without asking
   */
  lookAgain(): Promise<void> | undefined;
}

/**
 * A class, since one is made for every request: of objects with functions and getters of their own, each takes V8 some
 * microseconds, and a shape of its own.
 */
class FollowedStanding<TheClaims extends { readonly exp: number }> implements Standing<TheClaims> {
  readonly #found: Finding<TheClaims>;
  readonly #again: LookAgain;
  #given = 0;
  /** What the last look has found; of looks that overlap, the one that began last knows best. */
  #lapsed: AuthFailure | null = null;
  #begun = 0;
  #answered = 0;

  constructor(found: Finding<TheClaims>, again: LookAgain) {
    this.#found = found;
    this.#again = again;
  }

  get anonymous() {
    return this.#found.claims === null;
  }

  get claims() {
    return this.failure === null ? this.#give(this.#found.claims) : null;
  }

  get failure() {
    return this.#lapsed ?? this.#found.failure ?? (this.anonymous ? 'missing' : null);
  }

  get given() {
    return this.#given;
  }

  refusal() {
    return this.failure ?? (this.#hasExpired() ? 'expired' : null);
  }

  demand() {
    const reason = this.refusal();
    if (reason === 'unavailable') throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
    const { claims } = this.#found;
    if (reason !== null || claims === null) {
      throw new AuthError('UNAUTHENTICATED', { reason: reason ?? 'missing' });
    }
    return this.#give(claims);
  }

  lookAgain() {
    if (this.anonymous || this.#lapsed === 'revoked') return undefined;
    const look = ++this.#begun;
    const expired = this.#hasExpired();
    const { isAlive } = this.#again;
    if (!expired && isAlive) return this.#ask(look, isAlive);
    this.#settle(look, expired ? 'expired' : null);
    return undefined;
  }

  #give<Given>(claims: Given): Given {
    this.#given += 1;
    return claims;
  }

  // T2: at every use. Written so that an `exp` that is no number means no.
  #hasExpired(): boolean {
    const { claims } = this.#found;
    const { clock, leeway = 0 } = this.#again;
    return claims !== null && !((claims.exp + leeway) * 1000 > clock());
  }

  async #ask(look: number, isAlive: () => Promise<boolean>): Promise<void> {
    try {
      this.#settle(look, (await isAlive()) ? null : 'revoked');
    } catch {
      this.#settle(look, 'unavailable');
    }
  }

  /** A session that has ended stays so. */
  #settle(look: number, failure: AuthFailure | null): void {
    if (this.#lapsed === 'revoked' || (look < this.#answered && failure !== 'revoked')) return;
    this.#answered = look;
    this.#lapsed = failure;
  }
}

/** @param found - what the token came to; its claims stay as they are, whatever happens to the session */
export const createStanding = <TheClaims extends { readonly exp: number }>(
  found: Finding<TheClaims>,
  again: LookAgain,
): Standing<TheClaims> => new FollowedStanding(found, again);
