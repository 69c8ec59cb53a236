import type { Claims } from './auth-state.js';

/** A pair of tokens, as a login and a refresh answer with. */
export interface AuthTokens<Extra extends object = object> {
  /**
   * Signed JWT (RFC 9068 style, `typ` is `at+jwt`) for the `Authorization: Bearer` header. With `jwt.encryptionKey`, this
   * and the other one are encrypted.
   */
  readonly accessToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
  /** Signed JWT (`typ` is `rt+jwt`) that `refreshToken` swaps for a new pair. */
  readonly refreshToken: string;
  /** Seconds until the session ends, however often it is refreshed. */
  readonly refreshExpiresIn: number;
  /** The claims of the access token. */
  readonly claims: Claims<Extra>;
}
