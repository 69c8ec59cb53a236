import { describe, expect, it } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import type { EmailAuthOptions, LoginCodeMessage, MailOptions } from '../../src/index.js';
import { mailLocales } from '../../src/mail/languages/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { type ReceivedMail, startMailServer } from '../support/mail-server.js';
import { firefox } from '../support/sample-mails.js';
import { createTestAuth, noLimits } from '../support/service.js';

const { afterwards } = useCleanUps();

interface Request {
  readonly mail?: MailOptions;
  readonly userAgent?: string;
  readonly locale?: string;
  readonly args?: object;
  readonly options?: EmailAuthOptions;
}

/** Has a code mailed over SMTP, and answers with how it arrives. */
const receive = async ({ mail = {}, options = {}, ...question }: Request = {}): Promise<ReceivedMail> => {
  const server = await startMailServer();
  const delivery = nodemailerDelivery({ transport: server.url, from: 'Example <login@example.com>' });
  afterwards(() => delivery.close?.());
  afterwards(server.stop);
  const { auth } = createTestAuth({ mail, delivery, limits: noLimits, ...options });
  await auth.requestLoginCode('ada@example.org', { ip: '192.0.2.1', userAgent: firefox, ...question });
  await auth.close();
  const [received, ...others] = server.mails;
  if (!received || others.length > 0) throw new Error(`${server.mails.length} mails`);
  return received;
};

const headersOf = ({ source }: ReceivedMail): string => source.split('\r\n\r\n')[0] ?? '';
const namesOf = (mail: ReceivedMail): string[] =>
  [...headersOf(mail).matchAll(/^([\w-]+):/gm)].map(([, name = '']) => name.toLowerCase()).sort();

const usual = [
  ...['auto-submitted', 'content-language', 'content-type', 'date', 'from', 'message-id', 'mime-version'],
  ...['subject', 'to', 'x-auto-response-suppress'],
];

describe('a mail over SMTP', () => {
  it('says its language, that a machine sent it, and nothing about lists', async () => {
    const mail = await receive({ locale: 'de-AT', mail: { appName: 'Beispiel' } });
    expect(namesOf(mail)).toEqual(usual);
    expect(mail.parsed.headers.get('content-language')).toBe('de');
    expect(mail.parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.parsed.messageId).toMatch(/^<[\da-f-]{36}@example\.com>$/);
  });

  it.each(mailLocales)('arrives as it was written: %s', async (locale) => {
    const written: LoginCodeMessage[] = [];
    const server = await startMailServer();
    afterwards(server.stop);
    const send = nodemailerDelivery({ transport: server.url, from: 'login@example.com' });
    const delivery = async (message: LoginCodeMessage) => {
      written.push(message);
      await send(message);
    };
    const { auth } = createTestAuth({ delivery, mail: { appName: 'Bücher & Söhne 書' } });
    const caller = { ip: '192.0.2.1', locale, userAgent: firefox };
    await auth.requestLoginCode('ada@example.org', caller);
    await auth.close();
    const [parsed] = server.mails.map((mail) => mail.parsed);
    expect(parsed?.subject).toBe(written[0]?.subject);
    expect(parsed?.text?.trimEnd()).toBe(written[0]?.text.trimEnd());
    expect(String(parsed?.html).trimEnd()).toBe(written[0]?.html.trimEnd());
  });

  it('binds the code to an origin where one is given', async () => {
    const mail = await receive({ mail: { origin: 'https://app.example.com' } });
    const code = /^\d{6}$/m.exec(mail.parsed.text ?? '')?.[0];
    expect(namesOf(mail)).toEqual([...usual, 'otp-token'].sort());
    expect(mail.parsed.headers.get('otp-token')).toBe(`"${code}"; origin="https://app.example.com"`);
  });

  it('binds no code of the host that the header cannot hold', async () => {
    const options = { loginCode: { generate: () => '１２３４５６' } };
    const mail = await receive({ mail: { origin: 'https://app.example.com' }, options });
    expect(namesOf(mail)).toEqual(usual);
    expect(mail.parsed.text).toContain('１２３４５６');
  });
});

const line = '\r\nBcc: eve@evil.example\r\nX-Evil: 1\r\n\r\nevil';
const attacks: Readonly<Record<string, Request>> = {
  'a browser': { userAgent: `Mozilla/5.0${line} Firefox/140.0${line}` },
  'a browser with a folded line': { userAgent: 'Firefox/140.0\r\n\tBcc: eve@evil.example' },
  'a list of languages': { locale: `de${line}` },
  'a list of languages with one that is right': { locale: `x${line},en;q=0.9` },
  'an argument': { args: { note: line, [`x${line}`]: 1 } },
  'the argument locale': { args: { locale: `de${line}` } },
  'the argument locale, encoded': { args: { locale: 'de%0d%0aBcc:eve@evil.example' } },
};

describe('no header can be added by', () => {
  it.each(Object.entries(attacks))('%s', async (_, request) => {
    const mail = await receive(request);
    expect(namesOf(mail)).toEqual(usual);
    expect(mail.recipients).toEqual(['ada@example.org']);
    expect(mail.source).not.toMatch(/evil/i);
  });

  it.each([
    ...['\r', '\n', '\0', '\u2028', '\u2029', '\u0085', '\u000b', '\u001b[31m'],
    // They would turn the text around, so that one name reads as another.
    ...['\u202E', '\u2066', '\u200F', '\uD800'],
  ])('the name of the app with %j in it: it is refused at start', (character) => {
    for (const appName of [`A${character}B`, `${character}A`]) {
      expect(() => createTestAuth({ mail: { appName } })).toThrow(/^mail\.appName must be a name/);
    }
  });

  it('the name of the app, as an encoded word (RFC 2047): it stays in the subject', async () => {
    const mail = await receive({ mail: { appName: '=?utf-8?q?=0D=0ABcc:_eve@evil.example?=' } });
    expect(namesOf(mail)).toEqual(usual);
    expect(mail.recipients).toEqual(['ada@example.org']);
  });

  it.each([
    'A: b <eve@evil.example>',
    '%0d%0aBcc:%20eve@evil.example',
    '\\r\\nBcc: eve@evil.example',
    'x'.repeat(64),
  ])('the name of the app, which is %s', async (appName) => {
    const mail = await receive({ mail: { appName } });
    expect(namesOf(mail)).toEqual(usual);
    expect(mail.recipients).toEqual(['ada@example.org']);
    const code = /^\d{6}$/m.exec(mail.parsed.text ?? '')?.[0];
    expect(mail.parsed.subject).toBe(`${code} is your ${appName} login code`);
  });
});
