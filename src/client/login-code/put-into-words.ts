import type { CodeStep, LoginFormError } from './login-form.js';
import type { LoginCodeWords } from './words.js';

/** Puts a value for a name in braces, isolated from the direction of the sentence around it (Unicode Bidirectional Algorithm, 2.4). */
const fill = (sentence: string, value: string): string =>
  sentence.replace(/\{\w+\}/, () => `\u2068${value}\u2069`);

/** Short units have no grammar: they are the same behind every preposition. */
const durationOf = (locale: string, seconds: number): string => {
  const [count, unit] = seconds > 90 ? [Math.ceil(seconds / 60), 'minute'] : [seconds, 'second'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
};

const timeFormat = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const;

/** What to do, and the mark by which people know the mail: the minute of the request, as the mail writes it. */
export const hintOf = (words: LoginCodeWords, { address, requestedAt }: CodeStep) => ({
  hint: fill(words.hint, address),
  requested: fill(
    words.requested,
    `${new Intl.DateTimeFormat(words.locale, timeFormat).format(requestedAt)}\u00a0UTC`,
  ),
});

/** What a button says of its pause; empty where there is none. */
export const pauseOf = ({ locale }: LoginCodeWords, { resendAfter }: CodeStep): string =>
  resendAfter > 0 ? ` (${durationOf(locale, resendAfter)})` : '';

const complaints = {
  BAD_USER_INPUT: 'badAddress',
  INVALID_LOGIN_CODE: 'badCode',
  TOO_MANY_REQUESTS: 'tooMany',
  REQUEST_REFUSED: 'refused',
  DELIVERY_UNAVAILABLE: 'noMail',
} as const;

const isKnown = (code: string): code is keyof typeof complaints => Object.hasOwn(complaints, code);

/** What was wrong, and when to try again where the server says so. */
export const complaintOf = (words: LoginCodeWords, { code, retryAfter }: LoginFormError): string => {
  const sentence = words[isKnown(code) ? complaints[code] : 'noService'];
  return retryAfter ? `${sentence} ${fill(words.retryIn, durationOf(words.locale, retryAfter))}` : sentence;
};

/** Languages that are written from right to left. */
const leftward = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;

/** The direction in which a language is written, for the attribute `dir`. */
export const directionOf = ({ locale }: LoginCodeWords): 'ltr' | 'rtl' =>
  leftward.test(locale) ? 'rtl' : 'ltr';
