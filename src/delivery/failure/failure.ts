import type { FailureScope } from '../../core/events.js';

/** What went wrong with a message, as far as its error tells. */
export interface DeliveryFailure {
  /**
   * `everybody`: nobody gets mail now (connection, authentication, certificate, sender); no recipient can cause that.
   * `recipient`: this address or message was refused. `unknown`: the error does not say.
   */
  readonly scope: FailureScope;
  /** Another try may help, and makes no second copy: this one was surely not accepted. */
  readonly worthRetrying: boolean;
  /** There was no answer: it may have been accepted. Then it is not worth retrying. */
  readonly mayBeAccepted?: true;
}

/** What is known of a failed message beside the error. */
export interface FailedMessage {
  /** Its address is not ASCII, so the mail server must know SMTPUTF8 (RFC 6531, section 3.2). */
  readonly needsUtf8: boolean;
  /** It went through fetch, which says what happened in the error's cause only. */
  readonly byFetch: boolean;
}

/** What the properties of one error say; null where they say nothing. It takes whatever is thrown. */
export type Reading = (error: unknown, message: FailedMessage) => DeliveryFailure | null;

/** Nobody gets mail now. */
export const everybody: DeliveryFailure = { scope: 'everybody', worthRetrying: true };

/** The error does not say whom it concerns. */
export const unknown: DeliveryFailure = { scope: 'unknown', worthRetrying: true };

/** D3: There was no answer, so the message may have been accepted, and a second one may be a copy. */
export const unanswered = {
  scope: 'unknown',
  worthRetrying: false,
  mayBeAccepted: true,
} as const satisfies DeliveryFailure;

/** This address or message was refused, for good or for now. */
export const refused = (forGood: boolean): DeliveryFailure => ({
  scope: 'recipient',
  worthRetrying: !forGood,
});
