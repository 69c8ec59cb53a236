import type { Question } from '../core/question.js';
import type { NoticeMessage } from '../delivery/message.js';
import { knownDevice } from '../session/device.js';
import { paragraphsOf } from './content.js';
import { isMailLocale, languages } from './languages/index.js';
import { layOutHtml } from './layout-html.js';
import { layOutText } from './layout-text.js';
import type { NoticeDraft } from './notice-template.js';
import { putNoticeIntoWords } from './notice-wording.js';
import type { MailSettings } from './read-mail.js';
import { applyTemplate } from './template.js';
import { nameDevice } from './wording.js';

/** What a notice is written from. */
export interface NoticeSource
  extends Pick<NoticeMessage, 'id' | 'identity' | 'session' | 'loggedInAt' | 'network'> {
  readonly question: Question;
}

/** A notice, before a try to send it gives it a deadline. */
export type WrittenNotice = Omit<NoticeMessage, 'signal' | 'timeout'>;

/** The built-in notice, and what a template needs to write another. */
const draftOf = (source: NoticeSource, mail: MailSettings): NoticeDraft => {
  const { identity, session, loggedInAt, network, question } = source;
  const { ip, userAgent, args } = question;
  const locale = isMailLocale(question.locale) ? question.locale : mail.locale;
  const { appName = null, support = null, color = null, logo = null } = mail;
  const device = knownDevice(mail.readUserAgent(userAgent));
  const formats = mail.formatsOf(locale);
  const words = putNoticeIntoWords(locale, formats, { loggedInAt, device, network, appName, support });
  const { subject, intro } = words;
  const { direction } = languages[locale];
  const content = {
    ...{ subject, intro, preheader: intro, code: null, appName, locale, direction, color, logo },
    paragraphs: paragraphsOf(
      ...[[words.when, words.device, words.network], [words.wasNotYou], [words.wasYou], [words.support]],
    ),
  };
  return {
    ...{ identity, session, loggedInAt, network, locale, appName, words, subject },
    request: { ip, userAgent, args },
    dir: direction,
    device: nameDevice(languages[locale], device),
    text: layOutText(content),
    html: layOutHtml(content),
  };
};

/**
 * Writes the notice of a login. Of its caller, nothing comes into the built-in one but the names of the browser and the
 * system, and the network.
 *
 * @throws {unknown} what the `mail.noticeTemplate` option throws, and a `TypeError` where it writes no mail
 */
export const writeNotice = async (source: NoticeSource, mail: MailSettings): Promise<WrittenNotice> => {
  const draft = draftOf(source, mail);
  const parts = await applyTemplate(mail.noticeTemplate, draft, {
    option: 'mail.noticeTemplate',
    code: null,
  });
  const { identity, session, loggedInAt, network, locale, request } = draft;
  return { ...{ id: source.id, identity, session, loggedInAt, network, locale, request }, ...parts };
};
