export { type AuditedField, auditSchema, type FieldAccess, type SchemaAudit } from './audit/audit-schema.js';
export { type IdentityOptions, mailboxOf, type ParseIdentity, parseEmail } from './code/identity.js';
export type { LoginCodeOptions } from './code/login-code.js';
export type { LoginCodeRequest, RequestOptions } from './code/login-code-request.js';
export type { LoginInput } from './code/login-input.js';
export type { CookieOptions, Transport } from './cookie/cookie-options.js';
export type { Caller, HeaderLookup, WaitUntil } from './core/caller.js';
export type { Clock } from './core/clock.js';
export {
  AuthError,
  type AuthErrorCode,
  type AuthErrorDetails,
  type AuthFailure,
  type RefreshFailure,
} from './core/errors.js';
export type { AuthEvent, AuthEventType, DeliveryReport, EventListener } from './core/events.js';
export type { FailedPart, OperatorCause } from './core/failure-code.js';
export type { Logger } from './core/logger.js';
export type { PageRequest } from './core/page-request.js';
export type { Question } from './core/question.js';
export { createEmailAuth } from './create-email-auth.js';
export type { Delivery, DeliveryOptions } from './delivery/delivery.js';
export { DeliveryError, type DeliveryErrorOptions } from './delivery/delivery-error.js';
export { type FallbackListener, fallback } from './delivery/fallback.js';
export type { LoginCodeMessage, Message, NoticeMessage } from './delivery/message.js';
export type { CloseOptions, EmailAuth, ServiceStatus } from './email-auth.js';
export type { ForPlugins } from './for-plugins.js';
export { clientIp } from './http/client-ip.js';
export type { ProxyOptions } from './http/proxy.js';
export type { LimitOptions, LimitsOptions } from './limit/limits.js';
export type { MailLocale } from './mail/languages/index.js';
export type { MailOptions } from './mail/mail-options.js';
export type { NoticeDraft, NoticeTemplate } from './mail/notice-template.js';
export type { NoticeWords } from './mail/notice-wording.js';
export type { MailDraft, MailParts, MailTemplate } from './mail/template.js';
export type { MailWords } from './mail/wording.js';
export { localizedMessages } from './messages/localized-messages.js';
export type { ClaimsInfo, ClaimsOption } from './options/claims-option.js';
export type { EmailAuthOptions } from './options/email-auth-options.js';
export type { GuardOption, LoginAttempt } from './options/guard-option.js';
export type { MessagesOption } from './options/read-messages.js';
export type { ReviewAccountOptions } from './options/review-accounts-option.js';
export type { AccessTokenOptions, RefreshTokenOptions, SessionsOptions } from './options/session-options.js';
export {
  type AuthContext,
  type AuthenticatedContext,
  type EmailAuthOption,
  type EmailAuthPluginOptions,
  type GeneratedFieldOptions,
  type MarkStyle,
  type MutationName,
  pluginName as default,
  requireClaims,
  type TypeName,
  type WithAuth,
} from './pothos/index.js';
export {
  AuthGraphQLError,
  DeliveryUnavailableError,
  ForbiddenError,
  InvalidIdentityError,
  InvalidLoginCodeError,
  InvalidRefreshTokenError,
  NotAuthenticatedError,
  RequestRefusedError,
  ServiceUnavailableError,
  TooManyRequestsError,
} from './pothos/refusals.js';
export type { KeptData } from './session/kept-data.js';
export type { SessionInfo } from './session/session-info.js';
export type { AuthState, Claims, TokenClaims } from './token/auth-state.js';
export type { AuthTokens } from './token/auth-tokens.js';
export type { EncryptionKeyInput } from './token/encryption/read-encryption-keys.js';
export type { JwtOptions } from './token/jwt-options.js';
export type { AlgorithmName } from './token/keys/algorithms.js';
export type { SigningKeyInput } from './token/keys/parse-signing-keys.js';
export type { GraphQLWsContext, GraphQLWsHooks, GraphQLWsPayload } from './token/socket-hooks.js';
