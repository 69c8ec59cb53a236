import type { Caller, Reply } from './caller.js';
import { type Clock, systemClock } from './clock.js';
import { AuthError, type AuthErrorCode, type AuthFailure } from './errors.js';

/** The claims that every access token has (RFC 7519, section 4.1). */
export interface TokenClaims {
  /** Who it is: the identity, normalised. */
  readonly sub: string;
  /** The e-mail address, normalised. With another kind of identity, that identity. */
  readonly email: string;
  /** The session that this token belongs to. */
  readonly sid: string;
  /** When it was issued, in seconds since 1970. */
  readonly iat: number;
  /** When it expires, in seconds since 1970. */
  readonly exp: number;
  /** The id of this token. */
  readonly jti: string;
}

/** The claims of an access token together with those that the `claims` option adds. */
export type Claims<Extra extends object = object> = TokenClaims & Readonly<Extra>;

/** `ctx.auth`: who asks, resolved once per request. Building it never throws. */
export interface AuthState<Extra extends object = object> {
  /** The caller's address in canonical form, or null where it is not known. */
  readonly ip: string | null;
  /** The claims of a valid access token of a live session, frozen through and through, else null. */
  readonly claims: Claims<Extra> | null;
  /** The bearer token as it was sent, valid or not; null where none was. */
  readonly token: string | null;
  /** Why there are no claims; null where there are. */
  readonly failure: AuthFailure | null;
}

/** How refusals are put into words and statuses; the `messages` and `httpStatus` options. */
export interface Presentation {
  readonly messages: Readonly<Record<AuthErrorCode, string>>;
  readonly httpStatus: boolean;
}

const backing = Symbol('email-auth');

interface Backing {
  readonly clock: Clock;
  /** Seconds that are forgiven for `exp`. */
  readonly leeway?: number;
  readonly presentation?: Presentation;
  /** Who asked for the state, and how the answer will leave. */
  readonly caller?: Caller;
  /** Asks whether the session is still alive, where sessions are checked. */
  readonly isAlive?: () => Promise<boolean>;
  /** What a later look at the session has found. */
  lapsed?: AuthFailure;
}

/** Makes the state; what later checks need (the clock) travels with it, unseen by whoever prints or compares it. */
export const createAuthState = <Extra extends object>(
  state: AuthState<Extra>,
  behind: Backing,
): AuthState<Extra> => Object.freeze(Object.defineProperty({ ...state }, backing, { value: behind }));

const backingOf = (state: AuthState): Backing =>
  (state as { [backing]?: Backing })[backing] ?? { clock: systemClock };

/** The caller's `User-Agent`, where there is one. */
export const userAgentOf = (state: AuthState): string | null => backingOf(state).caller?.userAgent ?? null;

/** What is known of the answer to the request that the state was made for. */
export const replyOf = (state: AuthState): Reply => backingOf(state).caller ?? {};

/**
 * Looks at the session again, for what goes on longer than a request: from then on `claimsOf` refuses where it has
 * ended, or where that could not be found out.
 */
export const revalidate = async (state: AuthState): Promise<void> => {
  const behind = backingOf(state);
  if (state.claims === null || !behind.isAlive) return;
  try {
    if (!(await behind.isAlive())) behind.lapsed = 'revoked';
  } catch {
    behind.lapsed = 'unavailable';
  }
};

/** How refusals over this state are presented, where it was made by the service. */
export const presentationOf = (state: AuthState | undefined): Presentation | undefined =>
  state && backingOf(state).presentation;

/**
 * The claims of the caller, compared with the clock on every call, so that a long subscription ends with its token.
 *
 * @throws {AuthError} `UNAUTHENTICATED` with the reason, or `SERVICE_UNAVAILABLE` where the cache was unreachable.
 */
export const claimsOf = <Extra extends object>(state: AuthState<Extra>): Claims<Extra> => {
  const { clock, leeway = 0, lapsed } = backingOf(state);
  const failure = lapsed ?? state.failure;
  if (failure === 'unavailable') throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
  if (state.claims === null || failure !== null) {
    throw new AuthError('UNAUTHENTICATED', { reason: failure ?? 'missing' });
  }
  // Written so that an `exp` that is no number means no.
  if (!((state.claims.exp + leeway) * 1000 > clock())) {
    throw new AuthError('UNAUTHENTICATED', { reason: 'expired' });
  }
  return state.claims;
};
