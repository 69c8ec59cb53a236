import type { With } from './language.js';

/** The words of a notice of a new network, in one language, beside those that all mails have: plain text. */
export interface NoticeLanguage {
  readonly subject: string;
  /** The same, where the app has a name. */
  readonly subjectWithApp: With<'app'>;
  /** What has happened. */
  readonly intro: string;
  /** When. */
  readonly when: With<'time'>;
  /** From which network. */
  readonly network: With<'network'>;
  /** What to do where it was the reader. */
  readonly wasYou: string;
  /** What to do where it was somebody else: who has logged in can read the mails. */
  readonly wasNotYou: string;
}
