import type { HeaderLookup } from '../core/caller.js';
import type { Question } from '../core/question.js';

/** A request for a code, or a login, before anything is looked up for it. */
export interface LoginAttempt<Args extends object = object> extends Question<Args> {
  readonly action: 'requestLoginCode' | 'login';
  /** The address, normalised; whether it is known is nobody's business yet. */
  readonly identity: string;
  /** The headers of the request, without `authorization`, `cookie` and `proxy-*`. Empty where the host hands none on. */
  readonly headers: HeaderLookup;
  /**
   * How near the nearest limit is, as a network sees it that the identity does not know: from 0 (nothing was counted) to 1
   * (it is reached). So a captcha can be asked for only when somebody needs many tries. All mails to the address count as
   * mails that strangers have asked for: the number is the same on a network that the identity knows.
   */
  pressure(): Promise<number>;
  /** Aborts when the guard has taken as long as a mail may (`delivery.timeout`). Pass it on to whatever asks somebody else. */
  readonly signal: AbortSignal;
}

/**
 * Lets an attempt pass by answering with nothing, or refuses it by throwing `new AuthError('REQUEST_REFUSED', { reason })`.
 * Anything else that it answers or throws is a mistake or an outage: the attempt gets `SERVICE_UNAVAILABLE`, and the
 * operator is told.
 */
export type GuardOption<Args extends object = object> = (attempt: LoginAttempt<Args>) => void | Promise<void>;
