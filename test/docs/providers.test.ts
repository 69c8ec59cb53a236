import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuthEvent, Delivery, EmailAuth } from '../../src/index.js';
import { type ApiAnswer, startApi } from '../support/api-server.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startMailServer } from '../support/mail-server.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
const { error } = useTerminal();
const identity = 'ada@example.com';

beforeEach(() => vi.stubEnv('RESEND_API_KEY', 're_x'));

/** The server of the page: its Resend is on loopback, and so is its second mail server. It asks once for a code. */
const askOnce = async (answer: ApiAnswer) => {
  const api = await startApi(answer);
  afterwards(api.stop);
  const mail = await startMailServer();
  afterwards(mail.stop);
  vi.stubEnv('SMTP_URL', mail.url);
  const { auth, viaResend, viaSmtp } = await runAmong<{
    readonly auth: EmailAuth;
    readonly viaResend: Delivery;
    readonly viaSmtp: Delivery;
  }>(blockOf('docs/providers.md', 'fallback(['), {
    exports: ['auth', 'viaResend', 'viaSmtp'],
    replacements: {
      'process.env.RESEND_API_KEY': `process.env.RESEND_API_KEY, { baseUrl: '${api.url}' }`,
    },
  });
  const { challenge } = await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
  await auth.close();
  return { ...api, ...mail, auth, viaResend, viaSmtp, challenge };
};

describe('the deliveries of docs/providers.md', () => {
  it('send by Resend, under an idempotency key, as long as that works', async () => {
    const { auth, asked, mails, challenge } = await askOnce([200, { id: 'x' }]);
    expect(mails).toEqual([]);
    expect(error).toEqual([]);
    expect(asked).toHaveLength(1);
    const { from, to, subject, tags } = JSON.parse(asked[0]?.body ?? '');
    expect([from, to, tags]).toEqual([
      'Example <login@example.com>',
      identity,
      [{ name: 'message', value: asked[0]?.headers['idempotency-key'] }],
    ]);
    const code = subject.slice(0, 6);
    await expect(auth.login({ identity, code, challenge }, { ip: '192.0.2.1' })).resolves.toBeDefined();
  });

  it.each([[401], [422], [503]])('send by SMTP when Resend refuses with %i', async (status) => {
    const { auth, mails, challenge } = await askOnce([
      status,
      { name: 'refused', statusCode: status, message: 'No.' },
    ]);
    expect(error).toEqual(['Delivery 0 failed.']);
    expect(mails.map(({ recipients }) => recipients)).toEqual([[identity]]);
    const code = mails[0]?.parsed.subject?.slice(0, 6) ?? '';
    await expect(auth.login({ identity, code, challenge }, { ip: '192.0.2.1' })).resolves.toBeDefined();
  });

  it('send nothing a second time where Resend may have accepted the mail', async () => {
    const { asked, mails } = await askOnce('hang up');
    expect(asked).toHaveLength(1);
    expect(error[0]).toBe('Delivery 0 failed.');
    expect(error[1]).toContain('could not be sent');
    expect(mails).toEqual([]);
  });
});

describe('the webhook of docs/providers.md', () => {
  it('reports what bounced of our messages, and nothing else', async () => {
    const events: AuthEvent[] = [];
    const ids: string[] = [];
    const onEvent = (event: AuthEvent) => void events.push(event);
    const delivery: Delivery = async ({ id }) => void ids.push(id);
    vi.stubGlobal('options', { delivery, onEvent });
    const { auth, onBounce } = await runAmong<{
      readonly auth: EmailAuth;
      onBounce(data: object): Promise<void>;
    }>(blockOf('docs/providers.md', 'onBounce'), {
      exports: ['auth'],
      replacements: { 'createEmailAuth()': "createEmailAuth(Reflect.get(globalThis, 'options'))" },
    });
    await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    await auth.close();
    events.length = 0;
    const message = ids[0] ?? 'none';
    await onBounce({ to: ['eve@example.com', identity], tags: { message } });
    await onBounce({ to: [identity], tags: { message: 'forged' } });
    expect(events).toMatchObject([{ type: 'mail.reported', identity, report: 'bounced' }]);
  });
});
