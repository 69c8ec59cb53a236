import type { Caller } from '../core/caller.js';
import { isAuthError } from '../core/errors.js';
import { wordsOf } from '../core/http-words.js';
import { type AuthState, callerOf, type Presentation } from '../token/auth-state.js';
import { toGraphQLError } from './refusals.js';

/**
 * The refusal of a caller as a GraphQL error. The headers of the answer say what they have to, whatever becomes of the
 * error: a member of a union, or one of a batch.
 *
 * @param reader - the caller as the field knows her; by default as the request does
 */
export const refuse = (
  auth: AuthState,
  error: unknown,
  presentation?: Presentation,
  reader: Caller = callerOf(auth),
): unknown => {
  if (isAuthError(error)) callerOf(auth).say(wordsOf(error));
  return toGraphQLError(error, presentation, reader);
};
