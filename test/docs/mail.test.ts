import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { failureOf } from '../../src/delivery/delivery-failure.js';
import type { Delivery, EmailAuth } from '../../src/index.js';
import { mailLocales } from '../../src/mail/languages/index.js';
import { type ApiAnswer, startApi } from '../support/api-server.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startMailServer } from '../support/mail-server.js';
import { sampleMessage } from '../support/sample-message.js';
import { createTestAuth } from '../support/service.js';
import { blockOf, docs, root } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
const { warn } = useTerminal();
const identity = 'ada@example.com';

/** The page's own delivery, with a provider on loopback. */
const open = async (answer: Parameters<typeof startApi>[0] = [200]) => {
  const api = await startApi(answer);
  afterwards(api.stop);
  const page = await runAmong<{ delivery: Delivery; auth: EmailAuth }>(
    blockOf('docs/mail.md', 'idempotency-key'),
    { exports: ['delivery', 'auth'], replacements: { 'https://sms.example.com': api.url } },
  );
  return { ...page, ...api };
};
const readings = (asked: readonly { readonly body: string }[]) =>
  asked.map(({ body }) => JSON.parse(body) as { to: string; text: string });

describe('the delivery of docs/mail.md', () => {
  it('sends the code in the language of the caller, and its user logs in', async () => {
    const { auth, asked } = await open();
    const caller = { ip: '192.0.2.1', locale: 'de' };
    const { challenge } = await auth.requestLoginCode(identity, caller);
    await auth.close();
    const [{ to, text } = { to: '', text: '' }] = readings(asked);
    expect([to, text]).toEqual([identity, expect.stringMatching(/^\d{6} ist Ihr Anmeldecode/)]);
    expect(asked[0]).toMatchObject({ url: '/messages', headers: { 'content-type': 'application/json' } });
    await expect(auth.login({ identity, challenge, code: text.slice(0, 6) }, caller)).resolves.toBeDefined();
    expect(warn.join()).not.toContain('delivery');
  });

  it.each<[number, object]>([
    [401, { scope: 'everybody', worthRetrying: true }],
    [404, { scope: 'recipient', worthRetrying: false }],
  ])('says whom a refusal concerns: %i', async (status, concern) => {
    const { delivery } = await open([status]);
    const refused = await Promise.resolve(delivery(sampleMessage())).catch((error: unknown) => error);
    expect(failureOf(refused, sampleMessage().identity)).toMatchObject(concern);
  });

  it('lets nobody ask for a code after the key was refused', async () => {
    const { auth } = await open([401]);
    await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    await auth.close();
    await expect(auth.requestLoginCode('eve@example.org', { ip: '192.0.2.2' })).rejects.toMatchObject({
      code: 'DELIVERY_UNAVAILABLE',
    });
  });

  it('tries again after an error of the provider, under the same id', async () => {
    const answers: ApiAnswer[] = [[500], [200]];
    const { delivery, asked } = await open((all) => answers[all.length - 1] ?? [500]);
    const { auth, events } = createTestAuth({ delivery });
    await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    // It waits no longer for the second try.
    await auth.close();
    expect(events.at(-1)?.type).toBe('code.sent');
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(readings(asked)).toHaveLength(2);
  });

  it('hands on the signal', async () => {
    const { delivery, asked } = await open();
    const message = { ...sampleMessage(), signal: AbortSignal.abort() };
    await expect(delivery(message)).rejects.toThrow(/abort/);
    expect(asked).toEqual([]);
  });

  it('gives up at the deadline, and sends no second message', async () => {
    const { delivery, asked } = await open('silence');
    const { auth, events } = createTestAuth({ delivery: { send: delivery, timeout: 0.2 } });
    await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    await auth.close();
    expect(events.map(({ type }) => type)).toEqual(['code.requested', 'code.delivery_failed']);
    expect(asked).toHaveLength(1);
  });
});

describe('the built-in mail of docs/mail.md', () => {
  it('has the subject that the page names, where the template is left out', async () => {
    const server = await startMailServer();
    afterwards(server.stop);
    vi.stubEnv('SMTP_URL', server.url);
    const template = '    template: async (mail) => ({ html: await render(h(LoginMail, mail)) }),';
    const { auth } = await runAmong<{ auth: EmailAuth }>(blockOf('docs/mail.md', '@react-email/render'), {
      exports: ['auth'],
      replacements: { "import { render } from '@react-email/render';\n": '', [template]: '' },
    });
    await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    await auth.close();
    const parsed = server.mails[0]?.parsed;
    expect(parsed?.subject).toMatch(/^\d{6} is your Example login code$/);
    for (const part of [parsed?.text, parsed?.html]) expect(part).toContain('help@example.com');
    expect(parsed?.html).not.toMatch(/<img|<a\b/);
  });

  it('is shown in all languages by the command of the page', async () => {
    const text = docs.find(({ path }) => path === 'docs/mail.md')?.text ?? '';
    const [, command = ''] = /`npx pothos-email-auth ([^`]+)`/.exec(text) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'email-auth-mails-'));
    afterwards(() => rmSync(folder, { recursive: true }));
    const bin = join(root, 'dist/esm/cli/bin.js');
    await promisify(execFile)(process.execPath, [bin, ...command.split(' ')], { cwd: folder });
    const page = readFileSync(join(folder, 'mails.html'), 'utf8');
    for (const locale of mailLocales) expect(page).toContain(`lang=&quot;${locale}&quot;`);
    expect(page).toContain('is your Example login code');
  });
});
