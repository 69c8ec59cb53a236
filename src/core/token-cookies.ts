/** A pair of tokens, as far as cookies have to know it. Times are seconds. */
export interface TokenPair {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly refreshExpiresIn: number;
}

/** What one request has to do with the cookies of tokens. */
export interface TokenCookies {
  /** Whether the request comes from a page of the own site: else it has no cookies that count, and gets none. */
  readonly ownSite: boolean;
  /** Whether tokens are to be answered in cookies. */
  readonly wanted: boolean;
  /** The refresh token that has come in a cookie, or that this answer will set; null where there is none that counts. */
  readonly refreshToken: string | null;
  /** Whether the caller is known by a cookie. */
  readonly authenticates: boolean;
  /** Whether the answer can carry cookies: it has headers, and somebody writes them. */
  readonly canSet: boolean;
  /** Puts a pair into the cookies of the answer. */
  set(tokens: TokenPair): void;
  /** Takes the cookies away. */
  clear(): void;
}
