import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import type { Caller } from '../core/caller.js';
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

/** How one refusal is presented; what is left out is as it is by default. */
interface Presented {
  readonly message: string;
  readonly httpStatus: boolean;
}

const extensionsOf = <Code extends AuthErrorCode>(
  code: Code,
  details: AuthErrorDetails[Code],
  httpStatus: boolean,
): GraphQLErrorExtensions => {
  const headers = 'retryAfter' in details ? { 'retry-after': String(details.retryAfter) } : undefined;
  // `spec` keeps the status at 200 for clients that ask for application/json, as GraphQL over HTTP has it.
  const status = httpStatus ? { spec: true, status: refusals[code].status } : undefined;
  // Yoga reads `http` and takes it away. Other servers send what can be enumerated, and it is not for their clients.
  const value = { ...status, ...(headers && { headers }) };
  const extensions: GraphQLErrorExtensions = { code, ...details };
  return Object.defineProperty(extensions, 'http', { value });
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
  constructor(code: Code, details: AuthErrorDetails[Code], presented?: Presented) {
    super(presented?.message ?? defaultMessages[code], {
      extensions: extensionsOf(code, details, presented?.httpStatus ?? false),
    });
    Object.assign(this, details);
  }
}

/** The class of one code. */
interface RefusalClass<Code extends AuthErrorCode> {
  readonly code: Code;
  new (details: AuthErrorDetails[Code], presented?: Presented): AuthGraphQLError<Code>;
}

const refusalClass = <Code extends AuthErrorCode>(code: Code): RefusalClass<Code> =>
  class extends AuthGraphQLError<Code> {
    static readonly code = code;
    constructor(details: AuthErrorDetails[Code], presented?: Presented) {
      super(code, details, presented);
    }
  };

/** `BAD_USER_INPUT`: the identity is not an e-mail address. */
export class InvalidIdentityError extends refusalClass('BAD_USER_INPUT') {
  /** The name of the argument at fault. */
  declare readonly argument: string;
}

/** `INVALID_LOGIN_CODE`: wrong, expired, used up, never asked for, or an unknown address: one answer for all. */
export class InvalidLoginCodeError extends refusalClass('INVALID_LOGIN_CODE') {
  constructor(_details: object = {}, presented?: Presented) {
    super({}, presented);
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
  constructor(_details: object = {}, presented?: Presented) {
    super({}, presented);
  }
}

/** `INVALID_REFRESH_TOKEN`: the refresh was refused; the user has to log in again. */
export class InvalidRefreshTokenError extends refusalClass('INVALID_REFRESH_TOKEN') {
  /** Why the token was refused. */
  declare readonly reason: RefreshFailure;
}

/** `REQUEST_REFUSED`: the `guard` option said no. With cookies: another site has asked, or none can be set. */
export class RequestRefusedError extends refusalClass('REQUEST_REFUSED') {
  /** A word of the host's, for its own screens. With cookies, also `origin` and `transport`. */
  declare readonly reason: string;
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
  RequestRefusedError,
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

const present = <Code extends AuthErrorCode>(error: AuthError<Code>, presented?: Presented) => {
  const { argument, retryAfter, reason } = error;
  const details = {
    ...(argument !== undefined && { argument }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(reason !== undefined && { reason }),
  };
  // AuthError's constructor has tied these details to this code.
  return new classOf[error.code](details as AuthErrorDetails[Code], presented);
};

/**
 * The one place where refusals of the service, of whichever copy of this package, become GraphQL errors; anything else
 * passes through unchanged.
 *
 * @param reader - who has been refused, where that is known
 */
export const toGraphQLError = (error: unknown, presentation?: Presentation, reader?: Caller): unknown => {
  if (!isAuthError(error)) return error;
  if (presentation === undefined) return present(error);
  const { messageFor, httpStatus } = presentation;
  return present(error, { message: messageFor(error.code, reader), httpStatus });
};
