import { describe, expect, it, vi } from 'vitest';
import type { EmailAuthOptions, MailDraft, MailTemplate } from '../../src/index.js';
import { FakeLogger } from '../support/fake-logger.js';
import { firefox } from '../support/sample-mails.js';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';

/** Asks for a code of a service with this template, and has everything done that comes of it. */
const ask = async (template: unknown, options: EmailAuthOptions = {}, args: object = {}) => {
  // Boundary: some of these are no templates, which callers without types may pass.
  const mail = { appName: 'Example', template: template as MailTemplate };
  const service = createTestAuth({ mail, delivery: { send: async () => {}, attempts: 2 }, ...options });
  const caller = { ip, userAgent: firefox, locale: 'de-CH,en;q=0.5', args };
  const outcome = await reasonOf(service.auth.requestLoginCode(identity, caller));
  await service.auth.close();
  return {
    ...service,
    outcome,
    failed: service.events.filter(({ type }) => type === 'code.delivery_failed'),
  };
};

/** The mails that it sends. */
const sendBy = async (template: MailTemplate, options: EmailAuthOptions = {}, args: object = {}) => {
  const sent: unknown[] = [];
  const delivery = async (message: object) => void sent.push(message);
  const { failed } = await ask(template, { delivery, ...options }, args);
  expect(failed).toEqual([]);
  return sent;
};

describe('a template', () => {
  it('is told everything that the built-in mail is written from', async () => {
    const drafts: MailDraft[] = [];
    const template: MailTemplate = (draft) => {
      drafts.push(draft);
      return {};
    };
    await sendBy(template, {}, { campaign: 'spring' });
    const [draft] = drafts;
    expect(draft).toEqual({
      ...{ identity, expiresIn: 300, requestedAt: expect.any(Number), locale: 'de', dir: 'ltr' },
      code: expect.stringMatching(/^\d{6}$/),
      groups: [draft?.code],
      appName: 'Example',
      device: 'Firefox unter Windows',
      request: { ip, userAgent: firefox, args: { campaign: 'spring' } },
      words: {
        subject: `${draft?.code} ist Ihr Anmeldecode für Example`,
        intro: 'Ihr Anmeldecode für Example:',
        validity: expect.stringContaining('5 Minuten'),
        when: expect.stringContaining('UTC'),
        device: 'Gerät: Firefox unter Windows',
        secrecy: expect.any(String),
        ignore: expect.any(String),
        support: null,
      },
      subject: draft?.words.subject,
      text: expect.stringContaining('Ihr Anmeldecode'),
      html: expect.stringContaining('<html lang="de" dir="ltr">'),
    });
  });

  it.each([
    ['nothing', () => ({})],
    ['undefined parts', () => ({ subject: undefined, text: undefined, html: undefined })],
  ])('that answers with %s leaves everything as it is', async (_, template) => {
    const [own] = await sendBy(template as MailTemplate);
    expect(own).toMatchObject({ subject: expect.stringContaining('ist Ihr Anmeldecode für Example') });
    expect(own).toMatchObject({ text: expect.stringContaining('gültig'), locale: 'de' });
  });

  it.each([
    [
      'the subject alone',
      () => ({ subject: 'Hello' }),
      { subject: 'Hello', html: expect.stringContaining('gültig') },
    ],
    [
      'the text',
      ({ code }: MailDraft) => ({ text: `! ${code}` }),
      { text: expect.stringMatching(/^! \d{6}$/) },
    ],
    [
      'the HTML, in time',
      async ({ html }: MailDraft) => ({ html: html.replace('<p', '<p class="mine"') }),
      { html: expect.stringContaining('<p class="mine"') },
    ],
    [
      'everything',
      ({ code }: MailDraft) => ({ subject: 's', text: code, html: `<b>${code}</b>` }),
      {
        subject: 's',
        text: expect.stringMatching(/^\d{6}$/),
        html: expect.stringMatching(/^<b>\d{6}<\/b>$/),
      },
    ],
  ])('replaces %s', async (_, template, expected) => {
    expect(await sendBy(template as MailTemplate)).toMatchObject([expected]);
  });

  it.each([
    ['in groups', ({ groups }: MailDraft) => ({ html: groups.join('-'), text: groups.join(' ') })],
    [
      'digit by digit',
      ({ code }: MailDraft) => ({ html: [...code].map((digit) => `<b>${digit}</b>`).join('\n') }),
    ],
    [
      'with other spaces',
      ({ code }: MailDraft) => ({ html: [...code].join('&nbsp;'), text: [...code].join('\u2009') }),
    ],
    ['as a word', ({ code }: MailDraft) => ({ text: `Code:${code}.`, html: `<p>Code:${code}.</p>` })],
  ])('may write the code %s', async (_, template) => {
    await sendBy(template as MailTemplate);
    const long = {
      limits: { shortCodesPerIdentity: { limit: 1, window: 60 } },
      loginCode: { generate: () => 'ABCDEFGHJK' },
    };
    await sendBy(template as MailTemplate, long);
  });

  it.each([
    [
      'a text without the code',
      () => ({ text: 'Hello' }),
      'mail.template must write the code into its text; nobody can log in without it',
    ],
    [
      'HTML without the code',
      () => ({ html: '<p>Hello</p>' }),
      'mail.template must write the code into its html; nobody can log in without it',
    ],
    [
      'another code',
      () => ({ text: '000000 0' }),
      'mail.template must write the code into its text; nobody can log in without it',
    ],
    [
      'an empty text',
      () => ({ text: '' }),
      'mail.template must answer with texts; its text is something else',
    ],
    [
      'a Buffer',
      ({ code }: MailDraft) => ({ html: Buffer.from(code) }),
      'mail.template must answer with texts; its html is something else',
    ],
    [
      'a promise for a part',
      ({ code }: MailDraft) => ({ html: Promise.resolve(code) }),
      'mail.template must answer with texts; its html is something else',
    ],
    [
      'a subject of two lines',
      () => ({ subject: 'Hello\r\nBcc: eve@example.com' }),
      'mail.template must answer with a subject of one line',
    ],
    [
      'nothing at all',
      () => undefined,
      'mail.template must answer with an object: { subject, text, html }, or some of them',
    ],
    [
      'a text',
      ({ code }: MailDraft) => code,
      'mail.template must answer with an object: { subject, text, html }, or some of them',
    ],
    [
      'a list',
      ({ code }: MailDraft) => [code],
      'mail.template must answer with an object: { subject, text, html }, or some of them',
    ],
    [
      'another part',
      () => ({ body: 'x' }),
      'mail.template must answer with nothing but subject, text and html',
    ],
  ])('that answers with %s is a mistake, and the operator is told', async (_, template, mistake) => {
    const { outcome, failed } = await ask(template);
    expect(outcome).toBe('ok');
    const failure = { step: 'template', scope: 'unknown', willRetry: false, mistake, error: 'TypeError' };
    expect(failed).toMatchObject([failure]);
    const logger = new FakeLogger();
    await ask(template, { logger });
    expect(logger.lines.join()).toContain(`A login code could not be written: ${mistake}.`);
  });

  it('that throws, rejects or hangs is no answer, and is tried again', async () => {
    const broken: readonly (() => unknown)[] = [
      () => {
        throw new RangeError('secret');
      },
      () => Promise.reject(new RangeError('secret')),
      () => new Promise(() => {}),
    ];
    for (const template of broken) {
      const calls = vi.fn(template);
      const { outcome, failed } = await ask(calls, {
        delivery: { send: async () => {}, attempts: 2, timeout: 0.05 },
      });
      expect(outcome).toBe('ok');
      expect(calls).toHaveBeenCalledTimes(2);
      expect(failed).toMatchObject([
        { step: 'template', scope: 'unknown', willRetry: true },
        { step: 'template', scope: 'unknown', willRetry: false },
      ]);
      expect(JSON.stringify(failed)).not.toContain('secret');
    }
  });

  it('is not asked about those who are not let in', async () => {
    const template = vi.fn(() => ({}));
    await ask(template, { claims: () => null });
    expect(template).not.toHaveBeenCalled();
  });
});
