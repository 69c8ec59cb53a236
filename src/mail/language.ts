type Direction = 'ltr' | 'rtl';

/** A sentence with a name in braces, for which something is put. */
export type With<Name extends string> = `${string}{${Name}}${string}`;

/**
 * The words of the mail in one language: plain text, in which `{name}` stands for something. A type checks that none is
 * forgotten.
 */
export interface Language {
  readonly direction: Direction;
  /** The subject. The code comes first, where a notification shows it. */
  readonly subject: `{code}${string}`;
  /** The same, where the app has a name. */
  readonly subjectWithApp: `{code}${string}{app}${string}`;
  /** What the code is; the code follows in a line of its own. */
  readonly intro: string;
  readonly introWithApp: With<'app'>;
  /** How long the code is valid, that it works once, and where it belongs. */
  readonly validity: With<'duration'>;
  /** A duration in that sentence, for each plural category (CLDR) that the language has. One and two may be words. */
  readonly minutes: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & Record<'other', With<'count'>>>;
  /** When the code was asked for. */
  readonly when: With<'time'>;
  /** From where it was asked for. */
  readonly device: With<'device'>;
  /** A browser and its system. */
  readonly browserOn:
    | `${string}{browser}${string}{system}${string}`
    | `${string}{system}${string}{browser}${string}`;
  /** That nobody will ever ask for the code. */
  readonly secrecy: string;
  /** What to do where somebody else has asked for it. */
  readonly ignore: string;
  /** Where there is help. */
  readonly support: With<'support'>;
}
