import { checksOf } from '../../src/core/option-table.js';
import { checkRecord } from '../../src/core/validate.js';
import { type MailOptions, mailTable } from '../../src/mail/mail-options.js';
import { writeMessage } from '../../src/mail/message.js';
import { writeNotice } from '../../src/mail/notice.js';
import { readMail } from '../../src/mail/read-mail.js';

/** A browser that says who it is. */
export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** A short code, and a long one, as they are made. */
export const codes = { short: '042137', long: 'ABCDEFGHJK' } as const;

/** What a sample is to be; the rest is usual. */
export interface Sample {
  readonly locale?: string;
  readonly code?: string;
  readonly userAgent?: string | null;
  readonly args?: object;
  readonly expiresIn?: number;
  readonly mail?: MailOptions;
}

/** A mail as it is written. */
export const writeSample = ({ locale = 'en', code = codes.short, mail = {}, ...more }: Sample = {}) => {
  const { userAgent = firefox, args = {}, expiresIn = 300 } = more;
  const question = { ip: '192.0.2.1', userAgent, locale, args };
  const source = { id: 'sample', identity: 'ada@example.com', code, question };
  const settings = readMail(checkRecord<MailOptions>(mail, 'mail', checksOf(mailTable)));
  return writeMessage({ ...source, requestedAt: Date.UTC(2026, 10, 25, 14, 5) }, expiresIn, settings);
};

/** What a sample of a notice is to be; the rest is usual. */
export interface SampleNotice extends Pick<Sample, 'locale' | 'userAgent' | 'mail'> {
  readonly network?: string | null;
}

/** A notice of a new network as it is written. */
export const writeSampleNotice = ({ locale = 'en', mail = {}, ...more }: SampleNotice = {}) => {
  const { userAgent = firefox, network = '192.0.2.0/24' } = more;
  const question = { ip: '192.0.2.1', userAgent, locale, args: {} };
  const source = { id: 'sample', identity: 'ada@example.com', session: 'session', network, question };
  const settings = readMail(checkRecord<MailOptions>(mail, 'mail', checksOf(mailTable)));
  return writeNotice({ ...source, loggedInAt: Date.UTC(2026, 10, 25, 14, 5) }, settings);
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What a reader sees of the HTML, and what stands for an image that is not shown, line by line. */
export const linesOfHtml = (html: string): string[] => {
  const [, body = ''] = html.split('</head>');
  return body
    .replace(/<div style="display:none[^>]*>[^<]*<\/div>/, '')
    .replace(/<img [^>]*alt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/&([^;]+);/g, (whole, name: string) => entities[name] ?? whole)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
};
