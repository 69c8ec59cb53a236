import type { OptionTable } from '../core/option-table.js';
import { boolean, type Check, callable, list, matching, oneOf } from '../core/validate.js';
import { wrongString } from '../core/wrong-value.js';
import { type MailLocale, mailLocales } from './languages/index.js';
import type { NoticeTemplate } from './notice-template.js';
import type { MailTemplate } from './template.js';

/** The `mail` option: what the mails look like, and in which languages they are. */
export interface MailOptions<Args extends object = object> {
  /** The name of your app, as users know it: up to 64 characters in one line. Default: none, and the mail names no app. */
  readonly appName?: string;
  /** The language for callers who read none of `locales`. Default: `'en'`. */
  readonly locale?: MailLocale;
  /** The languages to choose from, by what the caller reads. Default: all 25. */
  readonly locales?: readonly MailLocale[];
  /** The colour behind the name of the app, as `#rrggbb`; the name is black or white on it. Default: none. */
  readonly color?: string;
  /**
   * The `https` address of an image, 32 pixels high, in the place of the name of the app. Many mail programs show no
   * images; then the name is there. Needs `appName`. Default: none.
   */
  readonly logo?: string;
  /** Where users get help: an e-mail address or an `https` address. It is shown as text, not as a link. Default: none. */
  readonly support?: string;
  /**
   * The origin of the page that asks for codes, such as `https://app.example.com` (`http` for localhost): mail programs that
   * know the header `OTP-Token` fill the code in there and nowhere else. Default: none, and no such header.
   */
  readonly origin?: string;
  /** Writes the subject, the text or the HTML in your own way. Default: the built-in mail. */
  readonly template?: MailTemplate<Args>;
  /**
   * Whether somebody who logs in from a network that is new to the identity causes a notice to its owner. It needs a
   * delivery that carries `notify`, as `nodemailerDelivery` does. Default: `false`.
   */
  readonly notifyNewNetwork?: boolean;
  /** Writes the subject, the text or the HTML of that notice in your own way. Default: the built-in notice. */
  readonly noticeTemplate?: NoticeTemplate;
}

/** Control characters, line ends of all kinds, halves of characters, and what turns the direction of the text around. */
const unfit = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

const isLine = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max && !unfit.test(value);

const appName: Check = (value, option) => {
  if (!isLine(value, 64)) throw wrongString(option, 'a name of 1 to 64 characters in one line', value);
  return value.trim();
};

const parse = (value: string): URL | null => {
  try {
    return new URL(value);
  } catch {
    return null;
  }
};

/** An address without a password, in the spelling of URLs: nothing in it is a space, a quote or a letter beyond ASCII. */
const isHttps = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > 2000 || /[^\x21-\x7e]|["'<>\\]/.test(value)) return false;
  const url = parse(value);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
};

const logo: Check = (value, option) => {
  if (!isHttps(value))
    throw wrongString(option, 'an https address, such as https://example.com/logo.png', value);
};

const support: Check = (value, option) => {
  const isAddress = isLine(value, 254) && /^[^\s@<>"',;:()]+@[^\s@<>"',;:()]+$/.test(value);
  if (!isAddress && !isHttps(value))
    throw wrongString(option, 'an e-mail address or an https address', value);
};

/** The spelling is the one that browsers compare. `http` is for development alone. */
const isOrigin = (value: unknown): boolean => {
  const url = typeof value === 'string' ? parse(value) : null;
  if (url?.origin !== value) return false;
  return url?.protocol === 'https:' || /^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(url?.origin ?? '');
};

const origin: Check = (value, option) => {
  if (!isOrigin(value)) {
    throw wrongString(option, 'an https origin without a path, such as https://app.example.com', value);
  }
};

/** The `mail` option, row by row. */
export const mailTable = {
  appName: { check: appName, default: undefined },
  locale: { check: oneOf(...mailLocales), default: 'en' },
  locales: {
    check: list(oneOf(...mailLocales), 'languages', { min: 1, max: mailLocales.length }),
    default: mailLocales,
  },
  color: { check: matching(/^#[0-9a-f]{6}$/i, 'a colour such as #0a66c2'), default: undefined },
  logo: { check: logo, default: undefined },
  support: { check: support, default: undefined },
  origin: { check: origin, default: undefined },
  template: { check: callable, default: undefined },
  notifyNewNetwork: { check: boolean, default: false },
  noticeTemplate: { check: callable, default: undefined },
} satisfies OptionTable<MailOptions>;
