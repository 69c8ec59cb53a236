export { createEmailAuth } from './auth.js';
export type { AuthState, Claims, TokenClaims } from './core/auth-state.js';
export type { Caller, WaitUntil } from './core/caller.js';
export type { Clock } from './core/clock.js';
export type { Delivery, DeliveryOptions, LoginCodeMessage } from './core/delivery.js';
export { DeliveryError, type DeliveryErrorOptions } from './core/delivery-error.js';
export {
  AuthError,
  type AuthErrorCode,
  type AuthErrorDetails,
  type AuthFailure,
  type RefreshFailure,
} from './core/errors.js';
export type { AuthEvent, AuthEventType, EventListener } from './core/events.js';
export type { FailedPart, OperatorCause } from './core/failure-code.js';
export { type IdentityOptions, mailboxOf, type ParseIdentity, parseEmail } from './core/identity.js';
export type { LimitOptions, LimitsOptions } from './core/limits.js';
export type { Logger } from './core/logger.js';
export type { LoginCodeOptions } from './core/login-code.js';
export type { SigningKeyInput } from './core/signing-key.js';
export type { JwtOptions } from './core/token.js';
export type {
  AuthTokens,
  CloseOptions,
  EmailAuth,
  EmailAuthSurface,
  LoginCodeRequest,
  LoginInput,
  RequestOptions,
  SessionInfo,
} from './email-auth.js';
export {
  AuthGraphQLError,
  DeliveryUnavailableError,
  InvalidIdentityError,
  InvalidLoginCodeError,
  InvalidRefreshTokenError,
  NotAuthenticatedError,
  ServiceUnavailableError,
  TooManyRequestsError,
} from './graphql/errors.js';
export { clientIp } from './http/client-ip.js';
export type { ProxyOptions } from './http/proxy.js';
export type {
  AccessTokenOptions,
  ClaimsInfo,
  ClaimsOption,
  EmailAuthOptions,
  RefreshTokenOptions,
  SessionsOptions,
} from './options/email-auth-options.js';
export {
  type AuthContext,
  type AuthenticatedContext,
  type EmailAuthOption,
  type EmailAuthPluginOptions,
  type GeneratedFieldOptions,
  type MutationName,
  pluginName as default,
  requireClaims,
  type TypeName,
  type WithAuth,
} from './pothos/index.js';
