import type { Question } from '../core/question.js';

/** What each message has, whatever it is about. */
export interface Message<Args extends object = object> {
  /** One per message: the same in every try, and never the same for another one. `reportDelivery` knows it. */
  readonly id: string;
  /** Where it goes: the identity, normalised. */
  readonly identity: string;
  /** The subject line. */
  readonly subject: string;
  /** Plain text, without links. */
  readonly text: string;
  /** The same in HTML. */
  readonly html: string;
  /** BCP 47 tag of the language that it is written in. */
  readonly locale: string;
  /** Whose request caused it: the caller's address and browser, and the host's own arguments. */
  readonly request: Pick<Question<Args>, 'ip' | 'userAgent' | 'args'>;
  /**
   * Aborts when this try has taken too long, or the service closes for good. Pass it on to whatever sends: what does not
   * end by itself keeps others waiting. After an abort the message is not sent again, for it may have been accepted.
   */
  readonly signal: AbortSignal;
  /** Seconds that this try may take, for what takes no signal. */
  readonly timeout: number;
}

/** A code on its way to its user. */
export interface LoginCodeMessage<Args extends object = object> extends Message<Args> {
  /** The code. Whoever sees it can log in: it must not be logged. */
  readonly code: string;
  /** Seconds for which the code is still valid, counted from this try. */
  readonly expiresIn: number;
  /** A subject line that begins with the code, for notifications. */
  readonly subject: string;
  /** Plain text, with the code alone on its line, and without links. Codes of more than eight characters are in groups. */
  readonly text: string;
  /** The option `mail.origin`: the origin of the page that the code belongs to; null where it does not say. */
  readonly origin: string | null;
  /** When the code was asked for: milliseconds since 1970, by the service's clock. */
  readonly requestedAt: number;
}

/** A notice on its way to the owner of an identity: somebody has logged in from a network that is new to it. */
export interface NoticeMessage<Args extends object = object> extends Message<Args> {
  /** The id of the session that has begun, for `endSession` on a page of yours. */
  readonly session: string;
  /** When it began: milliseconds since 1970, by the service's clock. */
  readonly loggedInAt: number;
  /** Where from: an IPv4 /24 or an IPv6 /48; null where it is not known. */
  readonly network: string | null;
}
