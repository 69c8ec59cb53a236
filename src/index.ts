export { type IdentityOptions, mailboxOf, type ParseIdentity, parseEmail } from './code/identity.js';
export type { LoginCodeOptions } from './code/login-code.js';
export type { Caller, WaitUntil } from './core/caller.js';
export type { Clock } from './core/clock.js';
export {
  AuthError,
  type AuthErrorCode,
  type AuthErrorDetails,
  type AuthFailure,
  type RefreshFailure,
} from './core/errors.js';
export type { AuthEvent, AuthEventType, EventListener } from './core/events.js';
export type { FailedPart, OperatorCause } from './core/failure-code.js';
export type { Logger } from './core/logger.js';
export { createEmailAuth } from './create-email-auth.js';
export type { Delivery, DeliveryOptions, LoginCodeMessage } from './delivery/delivery.js';
export { DeliveryError, type DeliveryErrorOptions } from './delivery/delivery-error.js';
export type {
  AuthTokens,
  CloseOptions,
  EmailAuth,
  ForPlugins,
  LoginCodeRequest,
  LoginInput,
  RequestOptions,
  SessionInfo,
} from './email-auth.js';
export { clientIp } from './http/client-ip.js';
export type { ProxyOptions } from './http/proxy.js';
export type { LimitOptions, LimitsOptions } from './limit/limits.js';
export type { ClaimsInfo, ClaimsOption, EmailAuthOptions } from './options/email-auth-options.js';
export type { AccessTokenOptions, RefreshTokenOptions, SessionsOptions } from './options/session-options.js';
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
export {
  AuthGraphQLError,
  DeliveryUnavailableError,
  InvalidIdentityError,
  InvalidLoginCodeError,
  InvalidRefreshTokenError,
  NotAuthenticatedError,
  ServiceUnavailableError,
  TooManyRequestsError,
} from './pothos/refusals.js';
export type { AuthState, Claims, TokenClaims } from './token/auth-state.js';
export type { JwtOptions } from './token/jwt-options.js';
export type { SigningKeyInput } from './token/signing-key.js';
