import { mapValues } from '../core/map-values.js';
import { once } from '../core/once.js';
import { languages, type MailLocale } from './languages/index.js';

/** How a language writes what a mail says in figures. */
export interface Formats {
  readonly plural: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
  /** A date with its time. Somebody may read the mail tomorrow; nobody knows the reader's time zone, so it is UTC. */
  readonly time: Intl.DateTimeFormat;
}

const timeFormat = {
  ...({ year: 'numeric', month: 'long', day: 'numeric' } as const),
  ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const),
};

const createFormats = (locale: MailLocale): Formats => ({
  plural: new Intl.PluralRules(locale),
  number: new Intl.NumberFormat(locale),
  time: new Intl.DateTimeFormat(locale, timeFormat),
});

/** Makes the formats of a language when it is first written in: that takes longer than all the rest of a mail. */
export const createFormatsOf = (): ((locale: MailLocale) => Formats) => {
  const formats = mapValues(languages, (_, locale) => once(() => createFormats(locale)));
  return (locale) => formats[locale]();
};
