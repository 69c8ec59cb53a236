import { simpleParser } from 'mailparser';
import { Resend } from 'resend';
import { describe, expect, it, vi } from 'vitest';
import { createPostmarkDelivery } from '../../examples/providers/postmark.js';
import { createResendDelivery } from '../../examples/providers/resend.js';
import { createSesDelivery } from '../../examples/providers/ses.js';
import { createTwilioSender } from '../../examples/providers/twilio.js';
import { createSmsApp } from '../../examples/sms.js';
import { failureOf } from '../../src/delivery/delivery-failure.js';
import type { Delivery } from '../../src/index.js';
import { type ApiAnswer, startApi as startApiServer } from '../support/api-server.js';
import { useCleanUps } from '../support/clean-ups.js';
import { sampleMessage } from '../support/sample-message.js';
import { createTestAuth, signingKey } from '../support/service.js';

const { afterwards } = useCleanUps();
const from = 'Example <login@example.com>';
const identity = 'ada@example.org';

/** An API on loopback that keeps what it is asked. */
const startApi = async (answer: ApiAnswer = [200, { id: 'x', MessageId: 'x' }]) => {
  const api = await startApiServer(answer);
  afterwards(api.stop);
  return api;
};

const viaSes = (endpoint: string): Delivery =>
  createSesDelivery(from, {
    ...{ endpoint, region: 'eu-central-1' },
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
const viaResend = (baseUrl: string): Delivery => createResendDelivery(from, new Resend('re_x', { baseUrl }));
const viaPostmark = (url: string): Delivery => createPostmarkDelivery(from, 'token', `${url}/email`);
const viaTwilio = (origin: string): Delivery => {
  const send = createTwilioSender({ accountSid: 'AC1', authToken: 'x', from: '+15005550006', origin });
  return ({ identity, subject, signal }) => send(identity, subject, signal);
};
const all = { SES: viaSes, Resend: viaResend, Postmark: viaPostmark, Twilio: viaTwilio };

const outcomeOf = (sent: Promise<void>): Promise<unknown> =>
  sent.then(
    () => 'sent',
    (error) => failureOf(error, identity),
  );

describe('a mail', () => {
  it('goes through SES, with its Message-ID', async () => {
    const { url, asked } = await startApi();
    await viaSes(url)(sampleMessage());
    expect(asked.map(({ url }) => url)).toEqual(['/v2/email/outbound-emails']);
    const { Content, Destination } = JSON.parse(asked[0]?.body ?? '');
    expect(Destination).toEqual({ ToAddresses: [identity] });
    const mail = await simpleParser(Buffer.from(Content.Raw.Data, 'base64'));
    expect(mail).toMatchObject({
      ...{ subject: 'a subject', text: 'a text', messageId: `<${sampleMessage().id}@example.com>` },
    });
  });

  it('goes through Resend, with its id as idempotency key and tag', async () => {
    const { url, asked } = await startApi();
    await viaResend(url)(sampleMessage());
    const [{ headers, body, ...more } = { headers: {}, body: '' }] = asked;
    expect(more).toEqual({ url: '/emails' });
    expect(headers).toMatchObject({ 'idempotency-key': sampleMessage().id, authorization: 'Bearer re_x' });
    const { subject, text, html, id } = sampleMessage();
    const tags = [{ name: 'message', value: id }];
    expect(JSON.parse(body)).toEqual({ from, to: identity, subject, text, html, tags });
  });

  it('goes through Postmark, with its id as metadata', async () => {
    const { url, asked } = await startApi();
    await viaPostmark(url)(sampleMessage());
    expect(asked).toMatchObject([{ url: '/email', headers: { 'x-postmark-server-token': 'token' } }]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      ...{ From: from, To: identity, Subject: 'a subject', TextBody: 'a text', HtmlBody: '<p>a text</p>' },
      ...{ MessageStream: 'outbound', Metadata: { message: sampleMessage().id } },
    });
  });

  it('goes through the address that RESEND_BASE_URL names', async () => {
    const { url, asked } = await startApi();
    vi.stubEnv('RESEND_BASE_URL', url);
    vi.stubEnv('RESEND_API_KEY', 're_y');
    await createResendDelivery(from)(sampleMessage());
    expect(asked).toHaveLength(1);
  });

  it.each(['SES', 'Resend', 'Postmark'] as const)('with a notice goes through %s, too', async (name) => {
    const { url, asked } = await startApi();
    const { notify } = all[name](url);
    const { code, expiresIn, origin, requestedAt, ...message } = sampleMessage();
    await notify?.({ ...message, session: 's', loggedInAt: 0, network: null });
    expect(asked).toHaveLength(1);
  });
});

describe('a text', () => {
  it('goes through Twilio, with a last line for the page', async () => {
    const { url, asked } = await startApi([201]);
    const send = createTwilioSender({ accountSid: 'AC1', authToken: 'x', from: '+15005550006', origin: url });
    const { auth } = createSmsApp(send, { signingKey });
    await auth.requestLoginCode('+49 151 2345678', { ip: '192.0.2.1' });
    await auth.close();
    const authorization = `Basic ${Buffer.from('AC1:x').toString('base64')}`;
    const path = '/2010-04-01/Accounts/AC1/Messages.json';
    expect(asked).toMatchObject([{ url: path, headers: { authorization } }]);
    const { To, From, Body } = Object.fromEntries(new URLSearchParams(asked[0]?.body));
    expect({ To, From }).toEqual({ To: '+491512345678', From: '+15005550006' });
    expect(Body).toMatch(/^(\d{6}) is your login code\n\n@example\.com #\1$/);
  });
});

describe.each(Object.entries(all))('what goes wrong at %s is understood:', (name, open) => {
  const everybody = { scope: 'everybody', worthRetrying: true };
  it.each([
    ['a wrong key', [401, { statusCode: 401 }], everybody],
    ['a key that may not', [403, { statusCode: 403 }], everybody],
    ['a recipient that is refused', [422, { statusCode: 422 }], { scope: 'recipient', worthRetrying: false }],
    ['too much at once', [429, { statusCode: 429 }], { scope: 'unknown', worthRetrying: true }],
  ] as const)('%s', async (_, answer, failure) => {
    const { url, asked } = await startApi(answer);
    expect(await outcomeOf(open(url)(sampleMessage()))).toEqual(failure);
    expect(asked).toHaveLength(1);
  });

  it('a connection that is lost: the mail may have been accepted', async () => {
    const { url, asked } = await startApi('hang up');
    expect(await outcomeOf(open(url)(sampleMessage()))).toMatchObject({
      worthRetrying: false,
      mayBeAccepted: true,
    });
    expect(asked).toHaveLength(1);
  });

  it('silence: the mail may have been accepted', async () => {
    const { url, asked } = await startApi('silence');
    const { auth, events } = createTestAuth({ delivery: { send: open(url), timeout: 0.3, attempts: 3 } });
    await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    await auth.close();
    // The check of SES is a mail from nobody to nobody.
    const sent = asked.filter(({ body }) => !body.includes('invalid@invalid'));
    expect([name, sent.length]).toEqual([name, 1]);
    expect(events.at(-1)).toMatchObject({ type: 'code.delivery_failed', willRetry: false });
  });
});

describe('Postmark', () => {
  it.each([
    [10, 'everybody'],
    [405, 'everybody'],
    [406, 'recipient'],
    [300, 'recipient'],
  ])('says by its error %i that it concerns %s', async (ErrorCode, scope) => {
    const { url } = await startApi([422, { ErrorCode }]);
    expect(await outcomeOf(viaPostmark(url)(sampleMessage()))).toMatchObject({ scope });
  });
});

it('what a delivery is given is enough to know a report again', async () => {
  const { url, asked } = await startApi();
  const { auth, events } = createTestAuth({ delivery: viaResend(url) });
  await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
  await auth.close();
  const { to, tags } = JSON.parse(asked[0]?.body ?? '') as {
    readonly to: string;
    readonly tags: readonly { readonly value: string }[];
  };
  expect(await auth.reportDelivery(tags[0]?.value ?? '', 'bounced', to)).toBe(true);
  expect(events.at(-1)).toMatchObject({ type: 'mail.reported', report: 'bounced' });
});
