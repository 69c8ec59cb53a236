export type {
  AnyAuthClient,
  AuthClient,
  AuthClientOptions,
  AuthNames,
  AuthState,
  AuthTransport,
  ClientClaims,
  CodeSent,
  HeldToken,
  HostArgs,
  SeenClaims,
  SignedIn,
  SignedOut,
} from './auth-client.js';
export { AuthClientError, type AuthClientErrorCode, type RefusalDetails } from './auth-client-error.js';
export { createAuthClient } from './create-auth-client.js';
export type { WebStorage } from './safe-storage.js';
