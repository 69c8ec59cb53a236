import type { Question } from '../core/question.js';
import type { LoginCodeMessage } from '../delivery/message.js';
import { knownDevice } from '../session/device.js';
import { groupsOf, inGroups } from './code-groups.js';
import { paragraphsOf } from './content.js';
import { isMailLocale, languages } from './languages/index.js';
import { layOutHtml } from './layout-html.js';
import { layOutText } from './layout-text.js';
import type { MailSettings } from './read-mail.js';
import { applyTemplate, type MailDraft } from './template.js';
import { nameDevice, putIntoWords } from './wording.js';

/** What a mail is written from. */
export interface MessageSource extends Pick<LoginCodeMessage, 'id' | 'identity' | 'code' | 'requestedAt'> {
  readonly question: Question;
}

/** A message, before a try to send it gives it a deadline. */
export type WrittenMessage = Omit<LoginCodeMessage, 'signal' | 'timeout'>;

/** The built-in mail, and what a template needs to write another. */
const draftOf = (source: MessageSource, expiresIn: number, mail: MailSettings): MailDraft => {
  const { identity, code, requestedAt, question } = source;
  const { ip, userAgent, args } = question;
  const locale = isMailLocale(question.locale) ? question.locale : mail.locale;
  const { appName = null, support = null, color = null, logo = null } = mail;
  const language = languages[locale];
  const device = knownDevice(mail.readUserAgent(userAgent));
  const formats = mail.formatsOf(locale);
  const words = putIntoWords(language, formats, { code, expiresIn, requestedAt, device, appName, support });
  const { direction } = language;
  const { subject, intro, validity } = words;
  const content = {
    ...{ subject, intro, preheader: validity, code: inGroups(code), appName, locale, direction, color, logo },
    paragraphs: paragraphsOf(
      ...[[validity], [words.when, words.device], [words.secrecy], [words.ignore], [words.support]],
    ),
  };
  return {
    ...{ identity, code, expiresIn, requestedAt, locale, appName, words },
    request: { ip, userAgent, args },
    groups: groupsOf(code),
    dir: direction,
    device: nameDevice(language, device),
    subject,
    text: layOutText(content),
    html: layOutHtml(content),
  };
};

/**
 * Writes the mail for a code. Of a caller, nothing comes into the built-in one but the names of the browser and the system.
 *
 * @throws {unknown} what the `mail.template` option throws, and a `TypeError` where it writes no mail
 */
export const writeMessage = async (
  source: MessageSource,
  expiresIn: number,
  mail: MailSettings,
): Promise<WrittenMessage> => {
  const draft = draftOf(source, expiresIn, mail);
  const parts = await applyTemplate(mail.template, draft, { option: 'mail.template', code: draft.code });
  const { identity, code, requestedAt, locale, request } = draft;
  return {
    ...{ id: source.id, identity, code, expiresIn, requestedAt, locale, request },
    ...parts,
    origin: mail.origin ?? null,
  };
};
