import type { NoticeMessage } from '../delivery/message.js';
import type { MailLocale } from './languages/index.js';
import type { NoticeWords } from './notice-wording.js';
import type { MailParts } from './template.js';

/** What a template writes a notice from. Only `html` is HTML; escape everything else where you put it into HTML. */
export interface NoticeDraft
  extends MailParts,
    Pick<NoticeMessage, 'identity' | 'session' | 'loggedInAt' | 'network' | 'request'> {
  /** The language of the caller, among `mail.locales`. */
  readonly locale: MailLocale;
  /** The direction of that language. */
  readonly dir: 'ltr' | 'rtl';
  /** The option `mail.appName`; null where there is none. */
  readonly appName: string | null;
  /** The browser that has logged in and its system, in the language of the mail; null where they are not known. */
  readonly device: string | null;
  /** The sentences of the built-in notice. */
  readonly words: NoticeWords;
}

/** Writes a notice in words and looks of your own, as `MailTemplate` writes a mail with a code. */
export type NoticeTemplate = (notice: NoticeDraft) => Partial<MailParts> | Promise<Partial<MailParts>>;
