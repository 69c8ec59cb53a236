/** What a login sends. */
export interface LoginInput {
  /** The address that the code was sent to. */
  readonly identity: string;
  /** The code as the user typed it: spaces, hyphens, lower case and full-width characters are forgiven. */
  readonly code: string;
  /** The challenge that `requestLoginCode` answered with. */
  readonly challenge?: string | null | undefined;
  /**
   * A refresh token that the caller has of a session before this one. That session ends with the login (ASVS 7.2.4), as
   * `logout` would end it. If the login fails, it stays.
   */
  readonly refreshToken?: string | null | undefined;
}
