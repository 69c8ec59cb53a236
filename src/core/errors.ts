import { readProperty } from './read-error.js';

/** Why an access token was not accepted; `extensions.reason` of `UNAUTHENTICATED`. */
export type AuthFailure = 'missing' | 'malformed' | 'invalid' | 'expired' | 'revoked' | 'unavailable';

/** Why a refresh token was not accepted; `extensions.reason` of `INVALID_REFRESH_TOKEN`. */
export type RefreshFailure = 'invalid' | 'expired' | 'reused' | 'revoked';

/** What every refusal carries beside its code and its sentence. */
export interface AuthErrorDetails {
  BAD_USER_INPUT: { readonly argument: string };
  INVALID_LOGIN_CODE: object;
  TOO_MANY_REQUESTS: { readonly retryAfter: number };
  UNAUTHENTICATED: { readonly reason: AuthFailure };
  INVALID_REFRESH_TOKEN: { readonly reason: RefreshFailure };
  DELIVERY_UNAVAILABLE: { readonly retryAfter: number };
  SERVICE_UNAVAILABLE: { readonly retryAfter: number };
}

/** The closed set of refusals. */
export type AuthErrorCode = keyof AuthErrorDetails;

/** The sentence for people behind each code; replaced by the `messages` option. */
export const defaultMessages: Readonly<Record<AuthErrorCode, string>> = Object.freeze({
  BAD_USER_INPUT: 'This is not a valid e-mail address.',
  INVALID_LOGIN_CODE: 'This code is wrong or has expired. Check it, or ask for a new one.',
  TOO_MANY_REQUESTS: 'Too many attempts. Please wait a moment and try again.',
  UNAUTHENTICATED: 'Please log in first.',
  INVALID_REFRESH_TOKEN: 'Your session has ended. Please log in again.',
  DELIVERY_UNAVAILABLE: 'No mail can be sent at the moment. Please try again later.',
  SERVICE_UNAVAILABLE: 'The login service is not available at the moment. Please try again.',
});

// A symbol of the registry: an error of the CommonJS copy of this package is recognised by the ESM copy too.
const brand = Symbol.for('pothos-plugin-email-auth.AuthError');

/** Whether this is an `AuthError` with one of the codes above, of whichever copy of this package. It never throws. */
export const isAuthError = (thrown: unknown): thrown is AuthError => {
  const code = readProperty(thrown, 'code');
  return (
    readProperty(thrown, brand) === true && typeof code === 'string' && Object.hasOwn(defaultMessages, code)
  );
};

interface AnyDetails {
  readonly argument?: string;
  readonly retryAfter?: number;
  readonly reason?: AuthFailure | RefreshFailure;
}

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
export class AuthError<Code extends AuthErrorCode = AuthErrorCode> extends Error implements AnyDetails {
  override readonly name = 'AuthError';
  /** Which refusal this is. */
  readonly code: Code;
  /** `BAD_USER_INPUT`: the name of the argument at fault. */
  declare readonly argument?: string;
  /** Whole seconds after which to try again; at least 1. */
  declare readonly retryAfter?: number;
  /** `UNAUTHENTICATED` and `INVALID_REFRESH_TOKEN`: why. */
  declare readonly reason?: AuthFailure | RefreshFailure;

  /**
   * @param options - `cause` is for operators: it stays in the process, and must hold nothing that a log may not
   */
  constructor(code: Code, details: AuthErrorDetails[Code], options?: ErrorOptions) {
    super(defaultMessages[code], options);
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

/** Milliseconds until a limit ends, as the whole seconds a caller should wait: never 0, never too short. */
export const retryAfterSeconds = (milliseconds: number): number =>
  Math.max(1, Math.ceil(milliseconds / 1000));
