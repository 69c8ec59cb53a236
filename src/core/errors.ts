import { mapValues } from './map-values.js';
import { readProperty } from './read-error.js';

/** Why an access token was not accepted; `extensions.reason` of `UNAUTHENTICATED`. */
export type AuthFailure = 'missing' | 'malformed' | 'invalid' | 'expired' | 'revoked' | 'unavailable';

/** Why a refresh token was not accepted; `extensions.reason` of `INVALID_REFRESH_TOKEN`. */
export type RefreshFailure = 'invalid' | 'expired' | 'reused' | 'revoked';

/** One code of refusal. */
interface Refusal<Details extends object> {
  /** The status of an HTTP answer, where the `httpStatus` option wants one. */
  readonly status: number;
  /** The sentence for people; replaced by the `messages` option. */
  readonly message: string;
  /** Never there: it keeps the type of what this refusal carries beside its code and its sentence. */
  readonly details?: Details;
}

const refusal = <Details extends object>(status: number, message: string): Refusal<Details> => ({
  status,
  message,
});

/** The closed set of refusals. A new one is a row here, and a class in `pothos/refusals.ts`. */
export const refusals = Object.freeze({
  BAD_USER_INPUT: refusal<{ readonly argument: string }>(400, 'This is not a valid e-mail address.'),
  INVALID_LOGIN_CODE: refusal<object>(
    401,
    'This code is wrong or has expired. Check it, or ask for a new one.',
  ),
  TOO_MANY_REQUESTS: refusal<{ readonly retryAfter: number }>(
    429,
    'Too many attempts. Please wait a moment and try again.',
  ),
  UNAUTHENTICATED: refusal<{ readonly reason: AuthFailure }>(401, 'Please log in first.'),
  FORBIDDEN: refusal<object>(403, 'You may not do this.'),
  REQUEST_REFUSED: refusal<{ readonly reason: string }>(403, 'This request was refused.'),
  INVALID_REFRESH_TOKEN: refusal<{ readonly reason: RefreshFailure }>(
    401,
    'Your session has ended. Please log in again.',
  ),
  DELIVERY_UNAVAILABLE: refusal<{ readonly retryAfter: number }>(
    503,
    'No mail can be sent at the moment. Please try again later.',
  ),
  SERVICE_UNAVAILABLE: refusal<{ readonly retryAfter: number }>(
    503,
    'The login service is not available at the moment. Please try again.',
  ),
});

/** The codes of all refusals. */
export type AuthErrorCode = keyof typeof refusals;

/** What every refusal carries beside its code and its sentence. */
export type AuthErrorDetails = {
  readonly [Code in AuthErrorCode]: NonNullable<(typeof refusals)[Code]['details']>;
};

/** A sentence for people behind each code. */
export type Messages = Readonly<Record<AuthErrorCode, string>>;

/** The English ones; replaced by the `messages` option. */
export const defaultMessages: Messages = mapValues(refusals, ({ message }) => message);

// A symbol of the registry: an error of the CommonJS copy of this package is recognised by the ESM copy too.
const brand = Symbol.for('pothos-plugin-email-auth.AuthError');

/** Whether this is an `AuthError` with one of the codes above, of whichever copy of this package. It never throws. */
export const isAuthError = (thrown: unknown): thrown is AuthError => {
  const code = readProperty(thrown, 'code');
  return readProperty(thrown, brand) === true && typeof code === 'string' && Object.hasOwn(refusals, code);
};

/**
 * A refusal (or, for the two `*_UNAVAILABLE` codes, an outage) by the service, without any knowledge of GraphQL.
 * It never holds an address, a code, a token or a key.
 *
 * @example
 * try {
 *   await auth.login({ identity, code }, { ip });
 * } catch (error) {
 *   if (error instanceof AuthError && error.code === 'TOO_MANY_REQUESTS') wait(error.retryAfter);
 * }
 */
export class AuthError<Code extends AuthErrorCode = AuthErrorCode> extends Error {
  override readonly name = 'AuthError';
  /** Which refusal this is. */
  readonly code: Code;
  /** `BAD_USER_INPUT`: the name of the argument at fault. */
  declare readonly argument?: string;
  /** Whole seconds after which to try again; at least 1. */
  declare readonly retryAfter?: number;
  /** `UNAUTHENTICATED`, `INVALID_REFRESH_TOKEN`: why. `REQUEST_REFUSED`: the word of the `guard` option; with cookies, also `origin` and `transport`. */
  declare readonly reason?: AuthFailure | RefreshFailure | (string & {});

  /**
   * @param options - `cause` is for operators: it stays in the process, and must hold nothing that a log may not
   */
  constructor(code: Code, details: AuthErrorDetails[Code], options?: ErrorOptions) {
    super(refusals[code].message, options);
    this.code = code;
    Object.assign(this, details);
    Object.defineProperty(this, brand, { value: true });
  }
}

// `instanceof AuthError` holds across the copies of this package; for a class that extends it, it means what it always does.
Object.defineProperty(AuthError, Symbol.hasInstance, {
  value(this: unknown, thrown: unknown): boolean {
    return this === AuthError
      ? isAuthError(thrown)
      : Function.prototype[Symbol.hasInstance].call(this, thrown);
  },
});

/** Whether a refresh was refused for good. A token that cannot be read may be one of tomorrow's key: it is worth keeping. */
export const endsSession = (error: unknown): boolean =>
  isAuthError(error) && error.code === 'INVALID_REFRESH_TOKEN' && error.reason !== 'invalid';

/** Milliseconds until a limit ends, as the whole seconds a caller should wait: never 0, never too short. */
export const retryAfterSeconds = (milliseconds: number): number =>
  Math.max(1, Math.ceil(milliseconds / 1000));
