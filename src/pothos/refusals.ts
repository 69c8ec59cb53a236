import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import {
  type AuthError,
  type AuthErrorCode,
  type AuthErrorDetails,
  type AuthFailure,
  defaultMessages,
  isAuthError,
  type RefreshFailure,
  refusals,
} from '../core/errors.js';
import type { Presentation } from '../token/auth-state.js';

const extensionsOf = <Code extends AuthErrorCode>(
  code: Code,
  details: AuthErrorDetails[Code],
  httpStatus: boolean,
): GraphQLErrorExtensions => {
  const headers = 'retryAfter' in details ? { 'retry-after': String(details.retryAfter) } : undefined;
  // `spec` keeps the status at 200 for clients that ask for application/json, as GraphQL over HTTP has it.
  const status = httpStatus ? { spec: true, status: refusals[code].status } : undefined;
  return {
    code,
    ...details,
    ...((headers || status) && { http: { ...status, ...(headers && { headers }) } }),
  };
};

/**
 * The base of all refusals as a GraphQL client sees them. They are GraphQLErrors, so Yoga does not mask them, and
 * classes, so `@pothos/plugin-errors` can make them members of a result union. They keep the name `GraphQLError`: that is
 * how Yoga before 5.13.3 and the plugins of Envelop know one.
 *
 * @example
 * // With @pothos/plugin-errors: the refusal becomes a member of the field's result.
 * builder.objectType(NotAuthenticatedError, { name: 'NotAuthenticated', fields: (t) => ({ reason: t.exposeString('reason') }) });
 * t.string({ authenticated: true, errors: { types: [NotAuthenticatedError] }, resolve: () => 'secret' });
 */
export abstract class AuthGraphQLError<Code extends AuthErrorCode = AuthErrorCode> extends GraphQLError {
  constructor(code: Code, details: AuthErrorDetails[Code], presentation?: Presentation) {
    super((presentation?.messages ?? defaultMessages)[code], {
      extensions: extensionsOf(code, details, presentation?.httpStatus ?? false),
    });
    Object.assign(this, details);
  }
}

/** The class of one code. */
interface RefusalClass<Code extends AuthErrorCode> {
  readonly code: Code;
  new (details: AuthErrorDetails[Code], presentation?: Presentation): AuthGraphQLError<Code>;
}

const refusalClass = <Code extends AuthErrorCode>(code: Code): RefusalClass<Code> =>
  class extends AuthGraphQLError<Code> {
    static readonly code = code;
    constructor(details: AuthErrorDetails[Code], presentation?: Presentation) {
      super(code, details, presentation);
    }
  };

/** `BAD_USER_INPUT`: the identity is not an e-mail address. */
export class InvalidIdentityError extends refusalClass('BAD_USER_INPUT') {
  /** The name of the argument at fault. */
  declare readonly argument: string;
}

/** `INVALID_LOGIN_CODE`: wrong, expired, used up, never asked for, or an unknown address: one answer for all. */
export class InvalidLoginCodeError extends refusalClass('INVALID_LOGIN_CODE') {
  constructor(_details: object = {}, presentation?: Presentation) {
    super({}, presentation);
  }
}

/** `TOO_MANY_REQUESTS`: a limit was reached. */
export class TooManyRequestsError extends refusalClass('TOO_MANY_REQUESTS') {
  /** Seconds after which to try again; also the `retry-after` header. */
  declare readonly retryAfter: number;
}

/** `UNAUTHENTICATED`: a protected field without a valid access token. */
export class NotAuthenticatedError extends refusalClass('UNAUTHENTICATED') {
  /** Why the caller is not authenticated. */
  declare readonly reason: AuthFailure;
}

/** `FORBIDDEN`: the caller is authenticated, and the `allow` of the field did not let her pass. */
export class ForbiddenError extends refusalClass('FORBIDDEN') {
  constructor(_details: object = {}, presentation?: Presentation) {
    super({}, presentation);
  }
}

/** `INVALID_REFRESH_TOKEN`: the refresh was refused; the user has to log in again. */
export class InvalidRefreshTokenError extends refusalClass('INVALID_REFRESH_TOKEN') {
  /** Why the token was refused. */
  declare readonly reason: RefreshFailure;
}

/** `DELIVERY_UNAVAILABLE`: no mail can be sent to anybody now. */
export class DeliveryUnavailableError extends refusalClass('DELIVERY_UNAVAILABLE') {
  /** Seconds after which to try again; also the `retry-after` header. */
  declare readonly retryAfter: number;
}

/** `SERVICE_UNAVAILABLE`: the cache did not answer in time. Nothing was allowed and nothing was refused. */
export class ServiceUnavailableError extends refusalClass('SERVICE_UNAVAILABLE') {
  /** Seconds after which to try again; also the `retry-after` header. */
  declare readonly retryAfter: number;
}

const classes = [
  InvalidIdentityError,
  InvalidLoginCodeError,
  TooManyRequestsError,
  NotAuthenticatedError,
  ForbiddenError,
  InvalidRefreshTokenError,
  DeliveryUnavailableError,
  ServiceUnavailableError,
];

type Listed = (typeof classes)[number];

// Complete by type: a code whose class is not listed is a type error here.
const classOf: { readonly [Code in AuthErrorCode]: RefusalClass<Code> } =
  // Boundary: `Object.fromEntries` does not say under which names it puts what.
  Object.fromEntries(classes.map((listed) => [listed.code, listed])) as {
    readonly [Class in Listed as Class['code']]: Class;
  };

const present = <Code extends AuthErrorCode>(error: AuthError<Code>, presentation?: Presentation) => {
  const { argument, retryAfter, reason } = error;
  const details = {
    ...(argument !== undefined && { argument }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(reason !== undefined && { reason }),
  };
  // AuthError's constructor has tied these details to this code.
  return new classOf[error.code](details as AuthErrorDetails[Code], presentation);
};

/**
 * The one place where refusals of the service, of whichever copy of this package, become GraphQL errors; anything else
 * passes through unchanged.
 */
export const toGraphQLError = (error: unknown, presentation?: Presentation): unknown =>
  isAuthError(error) ? present(error, presentation) : error;
