import { checksOf } from '../core/option-table.js';
import { checkRecord } from '../core/validate.js';
import { escapeHtml } from './escape-html.js';
import { type MailOptions, mailTable } from './mail-options.js';
import { type WrittenMessage, writeMessage } from './message.js';
import { writeNotice } from './notice.js';
import { type MailSettings, readMail } from './read-mail.js';

/** A short code and a long one. Nobody can log in with them. */
const codes = ['042137', 'ABCDEFGHJK'];
const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

const at = Date.UTC(2026, 0, 2, 14, 5);

/** What is shown of a mail. */
type Shown = Pick<WrittenMessage, 'locale' | 'subject' | 'text' | 'html'>;

/** The mails in one language: with each code, and the notice where there is one. */
const samplesOf = (mail: MailSettings, locale: string): Promise<Shown>[] => {
  const question = { ip: '192.0.2.1', userAgent, locale, args: {} };
  const source = { id: 'preview', identity: 'ada@example.com', question };
  const mails = codes.map((code) => writeMessage({ ...source, code, requestedAt: at }, 300, mail));
  if (!mail.notifyNewNetwork) return mails;
  return [
    ...mails,
    writeNotice({ ...source, session: 'preview', loggedInAt: at, network: '192.0.2.0/24' }, mail),
  ];
};

const sectionOf = ({ locale, subject, text, html }: Shown): string => `<section>
<h2>${locale}: <bdi>${escapeHtml(subject)}</bdi></h2>
${['light', 'dark']
  .map(
    (scheme) =>
      `<iframe title="${locale}, ${scheme}" style="color-scheme:${scheme}" sandbox srcdoc="${escapeHtml(html)}"></iframe>`,
  )
  .join('\n')}
<pre dir="auto">${escapeHtml(text)}</pre>
</section>
`;

const styles = `body{font-family:system-ui,sans-serif;margin:16px}section{display:flex;flex-wrap:wrap;gap:16px;align-items:start}
h2{width:100%;font-size:16px;margin:24px 0 0}iframe{width:320px;height:680px;border:1px solid #888}
pre{width:320px;margin:0;white-space:pre-wrap;font-size:12px}`;

/**
 * Shows the mails of a `mail` option on one HTML page: every language, short and long codes, the notice where there is one,
 * light and dark, and the plain text. Templates write them too.
 *
 * @throws {TypeError} naming the option that is wrong, and what a template throws
 */
export const previewMails = async (options: MailOptions = {}): Promise<string> => {
  const mail = readMail(checkRecord<MailOptions>(options, 'mail', checksOf(mailTable)));
  const samples = mail.locales.flatMap((locale) => samplesOf(mail, locale));
  const sections = (await Promise.all(samples)).map(sectionOf).join('');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mails</title><style>${styles}</style></head>
<body>
${sections}</body>
</html>
`;
};
