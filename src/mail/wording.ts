import type { Device } from '../session/device.js';
import { inGroups } from './code-groups.js';
import { fill } from './fill.js';
import type { Formats } from './formats.js';
import type { Language } from './language.js';

/** The sentences of a mail, in its language: plain text. */
export interface MailWords {
  readonly subject: string;
  /** What the code is. The code belongs behind it, in a line of its own. */
  readonly intro: string;
  /** How long it is valid, that it works once, and where it belongs. */
  readonly validity: string;
  /** When it was asked for: a date with its time, in UTC. */
  readonly when: string;
  /** The browser that asked for it, and its system; null where they are not known. */
  readonly device: string | null;
  /** That nobody will ever ask for it. */
  readonly secrecy: string;
  /** What to do where somebody else has asked for it. */
  readonly ignore: string;
  /** Where there is help, as text; null where the option `mail.support` does not say. */
  readonly support: string | null;
}

/** What a mail is about. */
export interface MailFacts {
  readonly code: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
  readonly device: Device;
  readonly appName: string | null;
  readonly support: string | null;
}

const durationOf = ({ minutes }: Language, { plural, number }: Formats, seconds: number): string => {
  const count = Math.max(1, Math.round(seconds / 60));
  const phrase = minutes[plural.select(count)] ?? minutes.other;
  return fill(phrase, { count: number.format(count) });
};

/** A time, as a reader of this language writes it. */
export const timeOf = ({ time }: Formats, at: number): string => `${time.format(at)}\u00a0UTC`;

/** A browser and its system, such as `Firefox on Windows`; null where neither is known. */
export const nameDevice = ({ browserOn }: Language, { browser, system }: Device): string | null =>
  browser && system ? fill(browserOn, { browser, system }) : (browser ?? system);

/** Puts a mail into words. */
export const putIntoWords = (language: Language, formats: Formats, facts: MailFacts): MailWords => {
  const { appName, support, expiresIn, requestedAt } = facts;
  const device = nameDevice(language, facts.device);
  const names = { code: inGroups(facts.code), app: appName ?? '' };
  return {
    subject: fill(appName ? language.subjectWithApp : language.subject, names),
    intro: fill(appName ? language.introWithApp : language.intro, names),
    validity: fill(language.validity, { duration: durationOf(language, formats, expiresIn) }),
    when: fill(language.when, { time: timeOf(formats, requestedAt) }),
    device: device && fill(language.device, { device }),
    secrecy: language.secrecy,
    ignore: language.ignore,
    support: support && fill(language.support, { support }),
  };
};
