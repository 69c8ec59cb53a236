export { type MailLocale, mailLocales } from './languages/index.js';
export type { MailOptions } from './mail-options.js';
export type { NoticeDraft, NoticeTemplate } from './notice-template.js';
export { previewMails } from './preview.js';
export type { MailDraft, MailParts, MailTemplate } from './template.js';
export type { MailWords } from './wording.js';
