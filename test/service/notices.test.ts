import { describe, expect, it } from 'vitest';
import { type Delivery, type EmailAuthOptions, fallback, type NoticeMessage } from '../../src/index.js';
import { FakeLogger } from '../support/fake-logger.js';
import { firefox } from '../support/sample-mails.js';
import { createTestAuth, noLimits } from '../support/service.js';

const identity = 'ada@example.com';
const duration = expect.any(Number);
const [home, away] = ['192.0.2.1', '203.0.113.77'];

/** A service whose notices are kept, and whose user has logged in from home. */
const create = async (
  { mail, ...options }: EmailAuthOptions = {},
  notify?: (message: NoticeMessage) => Promise<void>,
) => {
  const notices: NoticeMessage[] = [];
  const codes: string[] = [];
  const send: Delivery = Object.assign(async ({ code }: { readonly code: string }) => void codes.push(code), {
    notify: async (message: NoticeMessage) => {
      notices.push(message);
      await notify?.(message);
    },
  });
  const service = createTestAuth({
    mail: { appName: 'Example', notifyNewNetwork: true, ...mail },
    delivery: { send, attempts: 2 },
    limits: noLimits,
    loginCode: { resendAfter: 0 },
    logger: new FakeLogger(),
    ...options,
  });
  const { auth, events } = service;
  const logIn = async (ip: string | null, caller: object = {}) => {
    await auth.requestLoginCode(identity, { ip });
    await auth.close();
    return auth.login({ identity, code: codes.at(-1) ?? '' }, { ip, userAgent: firefox, ...caller });
  };
  await logIn(home);
  const told = () => events.filter(({ type }) => type.startsWith('notice.')).map(({ at, ...event }) => event);
  return { ...service, notices, codes, logIn, told };
};

describe('a login from a new network', () => {
  it('is told to the owner, with all that a page for it needs', async () => {
    const { auth, clock, events, notices, logIn, told } = await create();
    const { claims } = await logIn(away, { locale: 'de', args: { tenant: 7 } });
    const { sid: session } = claims;
    expect(events.at(-1)).toMatchObject({ type: 'login.succeeded', session, newNetwork: true });
    await auth.close();
    expect(notices).toEqual([
      {
        ...{ id: expect.stringMatching(/^[\da-f-]{36}$/), identity, session, locale: 'de', timeout: 30 },
        ...{ loggedInAt: clock(), network: '203.0.113.0/24', signal: expect.any(AbortSignal) },
        request: { ip: away, userAgent: firefox, args: { tenant: 7 } },
        subject: 'Neue Anmeldung bei Example',
        text: expect.stringContaining('Gerät: Firefox unter Windows\nNetz: 203.0.113.0/24\n'),
        html: expect.stringContaining('Netz: 203.0.113.0/24'),
      },
    ]);
    expect(told()).toEqual([{ type: 'notice.sent', ip: away, identity, session, duration }]);
    const [notice] = notices;
    expect(await auth.endSession(identity, notice?.session ?? '')).toBe(true);
    expect(await auth.reportDelivery(notice?.id ?? '', 'bounced', identity)).toBe(true);
  });

  it('is told once: then the network is known', async () => {
    const { auth, notices, logIn } = await create();
    for (const ip of [away, away, home, away]) await logIn(ip);
    await auth.close();
    expect(notices).toHaveLength(1);
  });

  it.each([
    ['the first login of all', home],
    ['a login from a network that is known', home],
    ['a login from nobody knows where', null],
  ])('is not %s', async (_, ip) => {
    const { auth, events, notices, logIn } = await create();
    await logIn(ip);
    await auth.close();
    expect(notices).toEqual([]);
    const logins = events.filter(({ type }) => type === 'login.succeeded');
    expect(logins).toMatchObject([{ newNetwork: false }, { newNetwork: false }]);
  });

  it('is told only where the option says so', async () => {
    const { auth, events, notices, logIn } = await create({ mail: { notifyNewNetwork: false } });
    await logIn(away);
    await auth.close();
    expect(notices).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'login.succeeded', newNetwork: true });
  });

  it('is told after an outage too, where the same code works again', async () => {
    let isAway = false;
    const claims = () => {
      if (isAway) throw new RangeError('no');
      return {};
    };
    const { auth, codes, notices, logIn } = await create({ claims });
    isAway = true;
    await auth.requestLoginCode('eve@example.com', { ip: away });
    isAway = false;
    await auth.requestLoginCode(identity, { ip: away });
    await auth.close();
    const login = () => auth.login({ identity, code: codes.at(-1) ?? '' }, { ip: away });
    isAway = true;
    await expect(login()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await auth.close();
    expect(notices).toEqual([]);
    isAway = false;
    await login();
    await auth.close();
    expect(notices).toHaveLength(1);
    await logIn(away);
    await auth.close();
    expect(notices).toHaveLength(1);
  });

  it('is told where nothing is kept of sessions', async () => {
    const { auth, notices, logIn } = await create({ sessions: 'stateless' });
    await logIn(away);
    await auth.close();
    expect(notices).toHaveLength(1);
  });
});

describe('the notice', () => {
  it('waits until the answer has left, and the host is told to wait for it', async () => {
    const { auth, notices, logIn } = await create();
    const works: Promise<unknown>[] = [];
    let leave = () => {};
    const replied = new Promise<void>((resolve) => {
      leave = resolve;
    });
    await logIn(away, { replied, waitUntil: (work: Promise<unknown>) => void works.push(work) });
    await new Promise((next) => setTimeout(next, 20));
    expect([notices.length, works.length]).toEqual([0, 1]);
    leave();
    await works[0];
    expect(notices).toHaveLength(1);
    await auth.close();
  });

  it('holds nobody up who is slow to send it', async () => {
    const { auth, logIn, told } = await create({}, () => new Promise(() => {}));
    await logIn(away);
    await auth.close({ timeout: 0.05 });
    const failed = { type: 'notice.delivery_failed', scope: 'unknown', willRetry: false };
    expect(told()).toMatchObject([{ ...failed, error: 'AbortError (20)' }]);
  });

  it('is tried again, and what fails is told', async () => {
    const refused = Object.assign(new Error('ada@example.com'), { command: 'RCPT TO', responseCode: 450 });
    const { auth, notices, logIn, told } = await create({}, () => Promise.reject(refused));
    const { claims } = await logIn(away);
    await auth.close();
    const failed = { type: 'notice.delivery_failed', ip: away, identity, session: claims.sid };
    const event = { ...failed, step: 'delivery', scope: 'recipient', error: 'Error', duration };
    expect(told()).toEqual([
      { ...event, willRetry: true },
      { ...event, willRetry: false },
    ]);
    expect(new Set(notices.map(({ id }) => id)).size).toBe(1);
  });

  it('is not sent again where it may have been accepted', async () => {
    const lost = Object.assign(new Error('no'), { code: 'ECONNRESET' });
    const { auth, notices, logIn } = await create({}, () => Promise.reject(lost));
    await logIn(away);
    await auth.close();
    expect(notices).toHaveLength(1);
  });

  it('that finds that nobody can be mailed, stops requests for codes', async () => {
    const down = Object.assign(new Error('no'), { code: 'EAUTH' });
    const { auth, logIn } = await create({}, () => Promise.reject(down));
    await logIn(away);
    await auth.close();
    const asked = auth.requestLoginCode(identity, { ip: home });
    await expect(asked).rejects.toMatchObject({ code: 'DELIVERY_UNAVAILABLE' });
  });

  it('that cannot be sent is told to the operator in a sentence', async () => {
    const logger = new FakeLogger();
    const { auth, logIn } = await create({ logger }, () => Promise.reject(new RangeError('no')));
    await logIn(away);
    await auth.close();
    expect(logger.lines.join('\n')).toContain('error: A notice of a login could not be sent: RangeError.');
  });

  it('is written by a template of the host’s', async () => {
    const { auth, notices, logIn } = await create({
      mail: {
        noticeTemplate: ({ words, session, network, dir, device }) => ({
          html: `<p dir="${dir}">${words.intro} ${device} ${network}: https://example.com/sessions/${session}</p>`,
        }),
      },
    });
    const { claims } = await logIn(away);
    await auth.close();
    const link = `Firefox on Windows 203.0.113.0/24: https://example.com/sessions/${claims.sid}</p>`;
    expect(notices).toMatchObject([{ subject: 'New login to Example', html: expect.stringContaining(link) }]);
  });

  it.each([
    ['no text', { text: '' }, 'its text is something else'],
    ['a header', { subject: 'x\r\nBcc: eve@evil.example' }, 'a subject of one line'],
    ['something else', { body: 'x' }, 'nothing but subject, text and html'],
    ['nothing', null, 'must answer with an object'],
  ])('is not sent where a template writes %s', async (_, parts, sentence) => {
    // Boundary: what callers without types may answer.
    const noticeTemplate = () => parts as never;
    const { auth, notices, logIn, told } = await create({ mail: { noticeTemplate } });
    await logIn(away);
    await auth.close();
    expect(notices).toEqual([]);
    const mistake = expect.stringMatching(`^mail\\.noticeTemplate must answer .*${sentence}|${sentence}`);
    expect(told()).toMatchObject([
      { type: 'notice.delivery_failed', step: 'template', mistake, willRetry: false },
    ]);
  });
});

describe('the options', () => {
  const send: Delivery = async () => {};
  const notifying = Object.assign(async () => {}, { notify: async () => {} });
  const mail = { notifyNewNetwork: true };

  it('need a delivery that can', () => {
    const open = (delivery: Delivery) => () => createTestAuth({ mail, delivery });
    expect(open(send)).toThrow(TypeError);
    expect(open(send)).toThrow('mail.notifyNewNetwork needs a delivery');
    expect(open(fallback([send, notifying]))).not.toThrow();
    expect(open(notifying)).not.toThrow();
  });

  it('need each other', () => {
    const noticeTemplate = () => ({});
    expect(() => createTestAuth({ mail: { noticeTemplate } })).toThrow('mail.noticeTemplate needs');
  });
});
