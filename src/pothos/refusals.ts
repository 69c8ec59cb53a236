import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import {
  type AuthError,
  type AuthErrorCode,
  type AuthErrorDetails,
  type AuthFailure,
  defaultMessages,
  isAuthError,
  type RefreshFailure,
} from '../core/errors.js';
import type { Presentation } from '../token/auth-state.js';

const statusOf: Readonly<Record<AuthErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  INVALID_LOGIN_CODE: 401,
  TOO_MANY_REQUESTS: 429,
  UNAUTHENTICATED: 401,
  INVALID_REFRESH_TOKEN: 401,
  DELIVERY_UNAVAILABLE: 503,
  SERVICE_UNAVAILABLE: 503,
};

const extensionsOf = <Code extends AuthErrorCode>(
  code: Code,
  details: AuthErrorDetails[Code],
  httpStatus: boolean,
): GraphQLErrorExtensions => {
  const headers = 'retryAfter' in details ? { 'retry-after': String(details.retryAfter) } : undefined;
  // `spec` keeps the status at 200 for clients that ask for application/json, as GraphQL over HTTP has it.
  const status = httpStatus ? { spec: true, status: statusOf[code] } : undefined;
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
 */
export abstract class AuthGraphQLError<Code extends AuthErrorCode = AuthErrorCode> extends GraphQLError {
  constructor(code: Code, details: AuthErrorDetails[Code], presentation?: Presentation) {
    super((presentation?.messages ?? defaultMessages)[code], {
      extensions: extensionsOf(code, details, presentation?.httpStatus ?? false),
    });
    Object.assign(this, details);
  }
}

/** `BAD_USER_INPUT`: the identity is not an e-mail address. */
export class InvalidIdentityError extends AuthGraphQLError<'BAD_USER_INPUT'> {
  /** The name of the argument at fault. */
  declare readonly argument: string;
  constructor(details: { argument: string }, presentation?: Presentation) {
    super('BAD_USER_INPUT', details, presentation);
  }
}

/** `INVALID_LOGIN_CODE`: wrong, expired, used up, never asked for, or an unknown address: one answer for all. */
export class InvalidLoginCodeError extends AuthGraphQLError<'INVALID_LOGIN_CODE'> {
  constructor(_details: object = {}, presentation?: Presentation) {
    super('INVALID_LOGIN_CODE', {}, presentation);
  }
}

/** `TOO_MANY_REQUESTS`: a limit was reached. */
export class TooManyRequestsError extends AuthGraphQLError<'TOO_MANY_REQUESTS'> {
  /** Seconds after which to try again; also the `retry-after` header. */
  declare readonly retryAfter: number;
  constructor(details: { retryAfter: number }, presentation?: Presentation) {
    super('TOO_MANY_REQUESTS', details, presentation);
  }
}

/** `UNAUTHENTICATED`: a protected field without a valid access token. */
export class NotAuthenticatedError extends AuthGraphQLError<'UNAUTHENTICATED'> {
  /** Why the caller is not authenticated. */
  declare readonly reason: AuthFailure;
  constructor(details: { reason: AuthFailure }, presentation?: Presentation) {
    super('UNAUTHENTICATED', details, presentation);
  }
}

/** `INVALID_REFRESH_TOKEN`: the refresh was refused; the user has to log in again. */
export class InvalidRefreshTokenError extends AuthGraphQLError<'INVALID_REFRESH_TOKEN'> {
  /** Why the token was refused. */
  declare readonly reason: RefreshFailure;
  constructor(details: { reason: RefreshFailure }, presentation?: Presentation) {
    super('INVALID_REFRESH_TOKEN', details, presentation);
  }
}

/** `DELIVERY_UNAVAILABLE`: no mail can be sent to anybody now. */
export class DeliveryUnavailableError extends AuthGraphQLError<'DELIVERY_UNAVAILABLE'> {
  /** Seconds after which to try again; also the `retry-after` header. */
  declare readonly retryAfter: number;
  constructor(details: { retryAfter: number }, presentation?: Presentation) {
    super('DELIVERY_UNAVAILABLE', details, presentation);
  }
}

/** `SERVICE_UNAVAILABLE`: the cache did not answer in time. Nothing was allowed and nothing was refused. */
export class ServiceUnavailableError extends AuthGraphQLError<'SERVICE_UNAVAILABLE'> {
  /** Seconds after which to try again; also the `retry-after` header. */
  declare readonly retryAfter: number;
  constructor(details: { retryAfter: number }, presentation?: Presentation) {
    super('SERVICE_UNAVAILABLE', details, presentation);
  }
}

type Constructors = {
  readonly [Code in AuthErrorCode]: new (
    details: AuthErrorDetails[Code],
    presentation?: Presentation,
  ) => AuthGraphQLError<Code>;
};

const classOf: Constructors = {
  BAD_USER_INPUT: InvalidIdentityError,
  INVALID_LOGIN_CODE: InvalidLoginCodeError,
  TOO_MANY_REQUESTS: TooManyRequestsError,
  UNAUTHENTICATED: NotAuthenticatedError,
  INVALID_REFRESH_TOKEN: InvalidRefreshTokenError,
  DELIVERY_UNAVAILABLE: DeliveryUnavailableError,
  SERVICE_UNAVAILABLE: ServiceUnavailableError,
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
