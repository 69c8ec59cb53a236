import { type Filled, fillIn } from '../core/option-table.js';
import { createReadUserAgent, type ReadUserAgent } from '../session/device.js';
import { type ChooseLocale, createChooseLocale } from './choose-locale.js';
import { createFormatsOf, type Formats } from './formats.js';
import type { MailLocale } from './languages/index.js';
import { type MailOptions, mailTable } from './mail-options.js';

/** The `mail` option with its defaults, and the choice of a language that follows from it. */
export interface MailSettings extends Filled<MailOptions, typeof mailTable> {
  readonly chooseLocale: ChooseLocale;
  readonly formatsOf: (locale: MailLocale) => Formats;
  /** For the session that a login begins, too: it mostly comes from the browser that has asked. */
  readonly readUserAgent: ReadUserAgent;
}

/**
 * The `mail` option.
 *
 * @throws {TypeError} where its parts contradict each other
 */
export const readMail = (given: MailOptions): MailSettings => {
  const mail = fillIn(mailTable, given);
  const { appName, logo, locale, locales } = mail;
  if (logo !== undefined && appName === undefined) {
    throw new TypeError('mail.logo needs mail.appName: the name stands where images are not shown');
  }
  if (mail.noticeTemplate !== undefined && !mail.notifyNewNetwork) {
    throw new TypeError('mail.noticeTemplate needs mail.notifyNewNetwork: nothing else is written by it');
  }
  if (!locales.includes(locale)) {
    throw new TypeError(
      `mail.locale must be one of mail.locales: add '${locale}', or give another mail.locale`,
    );
  }
  return Object.freeze({
    ...mail,
    chooseLocale: createChooseLocale(locales, locale),
    formatsOf: createFormatsOf(),
    readUserAgent: createReadUserAgent(),
  });
};
