/** A sentence with a name in braces, for which something is put. */
type With<Name extends string> = `${string}{${Name}}${string}`;

/** The words of `<login-code>` in one language, which says what the mail says. `{name}` stands for something. */
export interface LoginCodeWords {
  /** The language (BCP 47). It writes numbers and times, and says the direction. */
  readonly locale: string;
  /** The label of the input for the address. */
  readonly address: string;
  /** Sends a code there. */
  readonly send: string;
  /** What to do when it has been sent. */
  readonly hint: With<'address'>;
  /** When it was asked for, as the mail says it. */
  readonly requested: With<'time'>;
  /** The label of the input for the code. */
  readonly code: string;
  readonly login: string;
  readonly resend: string;
  /** Another code can be asked for, from now on. */
  readonly resendNow: string;
  /** When to try again. */
  readonly retryIn: With<'time'>;
  /** "Wrong address?" */
  readonly change: string;
  readonly done: string;
  /** `BAD_USER_INPUT` */
  readonly badAddress: string;
  /** `INVALID_LOGIN_CODE` */
  readonly badCode: string;
  /** `TOO_MANY_REQUESTS` */
  readonly tooMany: string;
  /** `REQUEST_REFUSED` */
  readonly refused: string;
  /** `DELIVERY_UNAVAILABLE` */
  readonly noMail: string;
  /** `SERVICE_UNAVAILABLE`, and everything else: there is no network, perhaps. */
  readonly noService: string;
}
