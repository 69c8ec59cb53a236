/** What a code of {@link AuthClientError} can be. Later servers may know more. */
export type AuthClientErrorCode =
  | 'BAD_USER_INPUT'
  | 'INVALID_LOGIN_CODE'
  | 'TOO_MANY_REQUESTS'
  | 'UNAUTHENTICATED'
  | 'INVALID_REFRESH_TOKEN'
  | 'DELIVERY_UNAVAILABLE'
  | 'REQUEST_REFUSED'
  | 'SERVICE_UNAVAILABLE'
  | (string & {});

/** What a server says of a refusal. */
export interface RefusalDetails {
  readonly code: AuthClientErrorCode;
  readonly reason?: string | undefined;
  readonly retryAfter?: number | undefined;
}

/**
 * The server has refused, or could not answer. Its `message` is a sentence for people, in the words of the server. An error
 * of the network is none of these: it stays what `fetch` has rejected with.
 */
export class AuthClientError extends Error {
  override readonly name = 'AuthClientError';
  /** Such as `INVALID_LOGIN_CODE`: the README lists them. */
  readonly code: AuthClientErrorCode;
  /** A word for why, where the server says one. */
  readonly reason: string | undefined;
  /** Seconds after which it makes sense to try again, where the server says so. */
  readonly retryAfter: number | undefined;

  constructor(message: string, { code, reason, retryAfter }: RefusalDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}
