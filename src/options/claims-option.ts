import type { Question } from '../core/question.js';
import type { TokenClaims } from '../token/auth-state.js';

/** What `claims` is told about the question. */
export interface ClaimsInfo<Args extends object = object> extends Question<Partial<Args>> {
  /** `request`: before a code is mailed. `login`: the code was right. `refresh`: a refresh token is in order. */
  readonly phase: 'request' | 'login' | 'refresh';
  /** The claims of the refresh token, when one is refreshed. */
  readonly claims?: TokenClaims;
}

/** Claims, or the word that somebody may not log in. */
type Answer<Extra extends object> = Extra | null | undefined | false | 0 | '';

/**
 * Says who may log in, and what stands in their tokens. The answer is plain JSON and is copied; properties that are
 * undefined are left out. At login and at refresh a `TypeError` names a claim that is something else (a `Date`, a `Set`,
 * an object of a class), or says that the claims are too many for a token of 8,000 characters.
 */
export type ClaimsOption<Extra extends object, Args extends object = object> = (
  identity: string,
  info: ClaimsInfo<Args>,
) => Answer<Extra> | Promise<Answer<Extra>>;
