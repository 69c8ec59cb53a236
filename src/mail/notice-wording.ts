import type { Device } from '../session/device.js';
import { fill } from './fill.js';
import type { Formats } from './formats.js';
import { languages, type MailLocale } from './languages/index.js';
import { noticeLanguages } from './languages/notice/index.js';
import { nameDevice, timeOf } from './wording.js';

/** The sentences of a notice, in its language: plain text. */
export interface NoticeWords {
  readonly subject: string;
  /** What has happened. */
  readonly intro: string;
  /** When: a date with its time, in UTC. */
  readonly when: string;
  /** The browser that has logged in, and its system; null where they are not known. */
  readonly device: string | null;
  /** The network that it has logged in from; null where it is not known. */
  readonly network: string | null;
  /** What to do where it was the reader. */
  readonly wasYou: string;
  /** What to do where it was not. */
  readonly wasNotYou: string;
  /** Where there is help, as text; null where the option `mail.support` does not say. */
  readonly support: string | null;
}

/** What a notice is about. */
export interface NoticeFacts {
  /** Milliseconds since 1970. */
  readonly loggedInAt: number;
  readonly device: Device;
  readonly network: string | null;
  readonly appName: string | null;
  readonly support: string | null;
}

/** Between letters from right to left, an IPv6 prefix would be turned around in parts (Unicode, UAX 9: LRI and PDI). */
const isolated = (network: string, locale: MailLocale): string =>
  languages[locale].direction === 'rtl' ? `\u2066${network}\u2069` : network;

/** Puts a notice into words. */
export const putNoticeIntoWords = (locale: MailLocale, formats: Formats, facts: NoticeFacts): NoticeWords => {
  const { appName, support, network, loggedInAt } = facts;
  const [all, notice] = [languages[locale], noticeLanguages[locale]];
  const device = nameDevice(all, facts.device);
  return {
    subject: fill(appName ? notice.subjectWithApp : notice.subject, { app: appName ?? '' }),
    intro: notice.intro,
    when: fill(notice.when, { time: timeOf(formats, loggedInAt) }),
    device: device && fill(all.device, { device }),
    network: network && fill(notice.network, { network: isolated(network, locale) }),
    wasYou: notice.wasYou,
    wasNotYou: notice.wasNotYou,
    support: support && fill(all.support, { support }),
  };
};
