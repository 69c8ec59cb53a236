import type { AuthError } from './errors.js';

/** Headers `Set-Cookie`, by the name of the cookie: one answer sets each once. */
export type SetCookies = Readonly<Record<string, string>>;

/** What the headers of an answer have to say, whatever its body says. */
export interface HttpWords {
  /** The answer concerns a login: nobody may keep it (RFC 6749, section 5.1). */
  readonly noStore?: boolean;
  /** Whole seconds after which to try again (RFC 9110, section 10.2.3). */
  readonly retryAfter?: number | undefined;
  /** Why an access token did not open something: the `error` of RFC 6750, section 3.1, or null where none was sent. */
  readonly bearer?: 'invalid_token' | 'insufficient_scope' | null | undefined;
  /** Cookies to set or to take away. */
  readonly setCookies?: SetCookies | undefined;
}

const bearerOf = ({ code, reason }: AuthError): HttpWords['bearer'] => {
  if (code === 'FORBIDDEN') return 'insufficient_scope';
  if (code !== 'UNAUTHENTICATED') return undefined;
  return reason === 'missing' ? null : 'invalid_token';
};

/** The headers that a refusal asks for. */
export const wordsOf = (refusal: AuthError): HttpWords => ({
  retryAfter: refusal.retryAfter,
  bearer: bearerOf(refusal),
});
