import { type AuthErrorCode, defaultMessages, type Messages, refusals } from '../core/errors.js';
import { callHarmlessly } from '../core/harmless.js';
import { mapValues } from '../core/map-values.js';
import { checksOf, fillIn } from '../core/option-table.js';
import { errorName } from '../core/read-error.js';
import { type Check, record, text } from '../core/validate.js';
import { warnOnce } from '../core/warn-once.js';
import { type ChooseLocale, localeOf } from '../mail/choose-locale.js';
import type { MailLocale } from '../mail/languages/index.js';
import type { MessageFor } from '../token/auth-state.js';

/** Says the sentence for people behind a code, in a language: one of `mail.locales`, chosen as that of a mail is. */
type MessageIn = (code: AuthErrorCode, locale: MailLocale) => string;

/** Sentences per code, or a function that says them. */
export type MessagesOption = Partial<Messages> | MessageIn;

/** The `messages` option as a record, row by row. */
const messagesTable = mapValues(refusals, ({ message }) => ({ check: text, default: message }));

const messagesRecord = record<Partial<Messages>>(checksOf(messagesTable));

export const messagesCheck: Check = (value, option) =>
  typeof value === 'function' ? undefined : messagesRecord(value, option);

const isSentence = (answer: unknown): answer is string => typeof answer === 'string' && answer.trim() !== '';

/** Whatever the function does, the refusal remains one. */
const asking = (
  ask: MessageIn,
  chooseLocale: ChooseLocale,
  reportMistake: (sentence: string) => void,
): MessageFor => {
  const report = warnOnce(
    reportMistake,
    (what: string) => `The option messages ${what}. The refusal has its built-in sentence.`,
  );
  return (code, reader = { ip: null }) => {
    try {
      const answer: unknown = ask(code, localeOf(chooseLocale, reader));
      if (isSentence(answer)) return answer;
      // A promise, perhaps: it must not end the process.
      callHarmlessly(() => answer);
      report('must answer with a sentence, and not with a promise');
    } catch (error) {
      report(`failed: ${errorName(error)}`);
    }
    return defaultMessages[code];
  };
};

/** The `messages` option. A language is chosen only for a refusal, and only where there is a function. */
export const readMessages = (
  given: MessagesOption,
  chooseLocale: ChooseLocale,
  reportMistake: (sentence: string) => void,
): MessageFor => {
  if (typeof given === 'function') return asking(given, chooseLocale, reportMistake);
  const messages = fillIn(messagesTable, given);
  return (code) => messages[code];
};
