export type { AuthFailure } from '../core/errors.js';
export type { Claims, TokenClaims } from '../token/auth-state.js';
export { AccessTokenError } from './access-token-error.js';
export type { KeySource } from './key-source.js';
export { type VerifyOptions, verifyAccessToken } from './verify-access-token.js';
