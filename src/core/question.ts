/** What travels with a question to the host's own code: to `guard`, to `claims`, and with the mail. */
export interface Question<Args extends object = object> {
  /** The caller's address; null where it is not known. */
  readonly ip: string | null;
  /** The first 512 characters of the caller's `User-Agent`; null where there is none. A stranger's text. */
  readonly userAgent: string | null;
  /** The language of the mail, chosen among `mail.locales` by what the caller reads: a BCP 47 tag. */
  readonly locale: string;
  /** The host's own arguments of `requestLoginCode` and `login`; without any, and at a refresh, an empty object. */
  readonly args: Readonly<Args>;
}
