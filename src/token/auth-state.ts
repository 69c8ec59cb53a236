import type { Caller, ParsedCaller } from '../core/caller.js';
import type { AuthErrorCode, AuthFailure } from '../core/errors.js';
import { createStanding, type LookAgain, type Standing } from './standing.js';

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

/**
 * `ctx.auth`: who asks, resolved once per request. Building it never throws. In a subscription it follows the session:
 * from the event on that finds it ended, `claims` is null and `failure` says why. On a socket that was renewed it has the
 * claims of the new token.
 *
 * Hand on the object itself. How the caller stands is tied to it, so a copy (`{ ...ctx.auth }`) has what is seen at that
 * moment and counts nowhere: marked fields, `requireClaims` and the generated mutations refuse it with an error. What else
 * you know of the caller belongs beside it in the context: `{ auth: ctx.auth, user }`.
 */
export interface AuthState<Extra extends object = object> {
  /** The caller's address in canonical form, or null where it is not known. */
  readonly ip: string | null;
  /** The claims of a valid access token of a live session, frozen through and through, else null. */
  readonly claims: Claims<Extra> | null;
  /** The bearer token as it was sent, valid or not; null where none was. On a socket it follows a renewal, as `claims` do. */
  readonly token: string | null;
  /** Why there are no claims; null where there are. */
  readonly failure: AuthFailure | null;
}

/** The sentence for people behind a code. It never throws. `reader`: who will read it, where that is known. */
export type MessageFor = (code: AuthErrorCode, reader?: Caller) => string;

/** How refusals are put into words and statuses; the `messages` and `httpStatus` options. */
export interface Presentation {
  readonly messageFor: MessageFor;
  readonly httpStatus: boolean;
}

// A symbol of the registry: the ESM copy of this package reads a state that the CommonJS copy has made.
const behind = Symbol.for('pothos-plugin-email-auth.AuthState');

/** What stands behind a state, unseen by whoever prints, compares or spreads it. No copy has it: it is not enumerable. */
interface Behind<Extra extends object> {
  /** The state itself: what was copied or inherits from it can say other things than it. */
  readonly state: AuthState<Extra>;
  /** Shared by all states of one request. */
  readonly standing: Standing<Claims<Extra>>;
  readonly presentation?: Presentation | undefined;
  /** Who asked for the state, and how the answer will leave. */
  readonly caller: ParsedCaller;
}

/** What `createAuthState` needs beside what is seen. */
interface Backing<Extra extends object> extends LookAgain<Claims<Extra>> {
  readonly presentation?: Presentation;
  readonly caller: ParsedCaller;
}

/** What all states inherit. */
class State {
  readonly ip: string | null;

  constructor(ip: string | null) {
    this.ip = ip;
  }

  // Node prints getters as `[Getter]`.
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return { ...this };
  }
}

// The same functions for all states: functions of its own would make each state a shape of its own to V8.
const followed = (read: (standing: Standing<Claims>) => unknown): PropertyDescriptor => ({
  // Boundary: it is a getter of states alone, and behind each of them stands this.
  get(this: { readonly [behind]: Behind<object> }) {
    return read(this[behind].standing);
  },
  enumerable: true,
});
const token = followed((standing) => standing.token);
const claims = followed((standing) => standing.claims);
const failure = followed((standing) => standing.failure);

const stateOf = <Extra extends object>({
  standing,
  presentation,
  caller,
}: Omit<Behind<Extra>, 'state'>): AuthState<Extra> => {
  const state = new State(caller.ip);
  // One by one: all at once, over properties that are there already, takes V8 twice as long, and one is made per request.
  Object.defineProperty(state, 'claims', claims);
  Object.defineProperty(state, 'token', token);
  Object.defineProperty(state, 'failure', failure);
  // Boundary: they are there now.
  const whole = state as unknown as AuthState<Extra>;
  const value: Behind<Extra> = { state: whole, standing, presentation, caller };
  Object.defineProperty(state, behind, { value });
  return Object.freeze(whole);
};

/** Makes the state; what later checks need (the clock) travels with it. */
export const createAuthState = <Extra extends object>(
  found: Pick<AuthState<Extra>, 'token' | 'claims' | 'failure'>,
  backing: Backing<Extra>,
): AuthState<Extra> =>
  stateOf({
    standing: createStanding<Claims<Extra>>(found, backing),
    presentation: backing.presentation,
    caller: backing.caller,
  });

const findBehind = <Extra extends object>(state: AuthState<Extra>): Behind<Extra> | undefined => {
  // Boundary: nobody else uses this symbol.
  const found = (state as { [behind]?: Behind<Extra> })[behind];
  // S7: what is a copy of a state, or inherits from it, is another object.
  return found?.state === state ? found : undefined;
};

const behindOf = <Extra extends object>(state: AuthState<Extra>): Behind<Extra> => {
  const found = findBehind(state);
  if (!found)
    throw new Error(
      'This auth state was made by hand, or is a copy such as { ...ctx.auth }: only one that a service has made counts, ' +
        'itself. Hand on ctx.auth as it is.',
    );
  return found;
};

/** How the caller of a state stands; undefined for what no service has made, of whichever copy of this package. */
export const findStanding = (value: unknown): Standing<Claims> | undefined =>
  // Boundary: anything that is an object can be asked for a property.
  typeof value === 'object' && value !== null ? findBehind(value as AuthState)?.standing : undefined;

/** Whether this is a state that a service has made, as it made it. */
export const isAuthState = (value: unknown): value is AuthState => findStanding(value) !== undefined;

/** The same state as another look at the same request sees it: from another address, with another way to answer. */
export const withCaller = <Extra extends object>(
  state: AuthState<Extra>,
  caller: ParsedCaller,
): AuthState<Extra> => stateOf({ ...behindOf(state), caller });

/** The caller that the state was made for. */
export const callerOf = (state: AuthState): ParsedCaller => behindOf(state).caller;

/** How refusals over this state are presented, where it was made by the service. */
export const presentationOf = (state: AuthState): Presentation | undefined => behindOf(state).presentation;

/** How the caller stands: one object, which all states of one request share, and no others. */
export const standingOf = (state: AuthState): Standing<Claims> => behindOf(state).standing;

/**
 * The claims of the caller, compared with the clock on every call, so that a long subscription ends with its token.
 *
 * @throws {AuthError} `UNAUTHENTICATED` with the reason, or `SERVICE_UNAVAILABLE` where the cache was unreachable
 */
export const claimsOf = <Extra extends object>(state: AuthState<Extra>): Claims<Extra> =>
  behindOf(state).standing.demand();
