import type { Clock } from '../core/clock.js';
import { AuthError, type AuthFailure } from '../core/errors.js';
import type { SocketToken } from './socket-token.js';

/** What a token came to when it was first looked at. */
export interface Finding<TheClaims> {
  /** The token as it was sent, valid or not; null where none was. */
  readonly token: string | null;
  readonly claims: TheClaims | null;
  readonly failure: AuthFailure | null;
}

/** What later looks at a finding need. */
export interface LookAgain<TheClaims> {
  /** The service whose token it is. */
  readonly service: object;
  readonly clock: Clock;
  /** Seconds that are forgiven for `exp`. Default: 0. */
  readonly leeway?: number;
  /** Asks whether the session of these claims is still alive, where sessions are checked. */
  readonly isAlive?: ((claims: TheClaims) => Promise<boolean>) | undefined;
  /** Where the token that renews this one will stand, on a socket. */
  readonly socket?: SocketToken<TheClaims> | undefined;
}

/** How a caller stands. It begins as what the token came to, and follows the session from there. */
export interface Standing<TheClaims> {
  /** Whether the token came to nothing: then nobody is authenticated, whatever a later look finds. */
  readonly anonymous: boolean;
  /** The token that counts: the one that was found, or on a socket the one that has renewed it. */
  readonly token: string | null;
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
  readonly #again: LookAgain<TheClaims>;
  #given = 0;
  /** What the last look has found; of looks that overlap, the one that began last knows best. */
  #lapsed: AuthFailure | null = null;
  #begun = 0;
  #answered = 0;

  constructor(found: Finding<TheClaims>, again: LookAgain<TheClaims>) {
    this.#found = found;
    this.#again = again;
  }

  /** Whether a service has made this: nothing else has the private parts that say so. */
  static isOf(standing: unknown, service: object): boolean {
    return (
      typeof standing === 'object' &&
      standing !== null &&
      #again in standing &&
      standing.#again.service === service
    );
  }

  get anonymous() {
    return this.#found.claims === null;
  }

  get token() {
    return this.#latest.token;
  }

  get claims() {
    return this.failure === null ? this.#give(this.#latest.claims) : null;
  }

  get failure() {
    // What a look has found expired may have been renewed since.
    const lapsed = this.#lapsed === 'expired' && !this.#hasExpired() ? null : this.#lapsed;
    return lapsed ?? this.#found.failure ?? (this.anonymous ? 'missing' : null);
  }

  get given() {
    return this.#given;
  }

  refusal() {
    return this.failure ?? (this.#hasExpired() ? 'expired' : null);
  }

  demand() {
    const { claims } = this.#latest;
    // Every marked field asks, and most callers may pass: the short question comes first.
    const isFine = this.#lapsed === null && this.#found.failure === null && !this.#hasExpired();
    const reason = isFine ? null : this.refusal();
    if (reason === 'unavailable') throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
    if (reason !== null || claims === null) {
      throw new AuthError('UNAUTHENTICATED', { reason: reason ?? 'missing' });
    }
    return this.#give(claims);
  }

  lookAgain() {
    if (this.anonymous || this.#lapsed === 'revoked') return undefined;
    const look = ++this.#begun;
    const expired = this.#hasExpired();
    const { claims } = this.#latest;
    const { isAlive } = this.#again;
    if (!expired && isAlive && claims !== null) return this.#ask(look, claims, isAlive);
    this.#settle(look, expired ? 'expired' : null);
    return undefined;
  }

  #give<Given>(claims: Given): Given {
    this.#given += 1;
    return claims;
  }

  // S8: of whoever began anonymous, nothing is renewed.
  get #latest(): Pick<Finding<TheClaims>, 'token' | 'claims'> {
    return (!this.anonymous && this.#again.socket?.renewed) || this.#found;
  }

  // T2: at every use. Written so that an `exp` that is no number means no.
  #hasExpired(): boolean {
    const { claims } = this.#latest;
    const { clock, leeway = 0 } = this.#again;
    return claims !== null && !((claims.exp + leeway) * 1000 > clock());
  }

  async #ask(
    look: number,
    claims: TheClaims,
    isAlive: (claims: TheClaims) => Promise<boolean>,
  ): Promise<void> {
    try {
      this.#settle(look, (await isAlive(claims)) ? null : 'revoked');
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
  again: LookAgain<TheClaims>,
): Standing<TheClaims> => new FollowedStanding(found, again);

/** S7: whether a standing is one that this service has made. Whatever else somebody puts there is none. */
export const isStandingOf = (standing: unknown, service: object): boolean =>
  FollowedStanding.isOf(standing, service);
