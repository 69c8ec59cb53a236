/** What the text and the HTML of a mail both show. */
export interface MailContent {
  readonly subject: string;
  /** What lists of mails show behind the subject. */
  readonly preheader: string;
  readonly intro: string;
  /** The code as it is shown; null where the mail is about none. */
  readonly code: string | null;
  /** What stands below. */
  readonly paragraphs: readonly Paragraph[];
  readonly appName: string | null;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  /** `#rrggbb`, behind the name of the app. */
  readonly color: string | null;
  /** The address of an image, which shows the name of the app. */
  readonly logo: string | null;
}

/** A paragraph, line by line. */
export interface Paragraph {
  readonly lines: readonly string[];
  /** It matters less. */
  readonly isQuiet: boolean;
}

/** Paragraphs of the lines that there are; all but the first matter less. */
export const paragraphsOf = (...paragraphs: readonly (readonly (string | null)[])[]): readonly Paragraph[] =>
  paragraphs
    .map((lines, index) => ({ lines: lines.filter((line) => line !== null), isQuiet: index > 0 }))
    .filter(({ lines }) => lines.length > 0);
