import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { startMailServer } from '../support/mail-server.js';
import { reasonOf } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

useTerminal();
const identity = 'ada@example.com';

let mail: Awaited<ReturnType<typeof startMailServer>>;
beforeEach(async () => {
  mail = await startMailServer();
  vi.stubEnv('SMTP_URL', mail.url);
});
afterEach(async () => {
  vi.useRealTimers();
  await mail.stop();
});

const logIn = async (auth: EmailAuth, ip: string, locale = 'en') => {
  const caller = {
    ip,
    locale,
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0',
  };
  const { challenge } = await auth.requestLoginCode(identity, caller);
  await auth.close();
  const code = mail.mails.at(-1)?.parsed.subject?.slice(0, 6) ?? '';
  const tokens = await auth.login({ identity, code, challenge }, caller);
  await auth.close();
  return tokens;
};
const subjects = () => mail.mails.map(({ parsed }) => parsed.subject);

describe('the notices of docs/notices.md', () => {
  it('are mailed in the language of the caller, with neither code nor link, when the network is new', async () => {
    const { auth } = await runAmong<{ auth: EmailAuth }>(
      blockOf('docs/notices.md', "appName: 'Example', notify"),
      {
        exports: ['auth'],
      },
    );
    await logIn(auth, '192.0.2.1');
    vi.setSystemTime(Date.now() + 61_000);
    await logIn(auth, '192.0.2.1');
    expect(subjects()).toEqual([expect.stringContaining('code'), expect.stringContaining('code')]);
    await logIn(auth, '198.51.100.7', 'de');
    expect(mail.mails).toHaveLength(4);
    const [notice] = mail.mails.slice(-1);
    expect(notice?.recipients).toEqual([identity]);
    expect(notice?.parsed).toMatchObject({
      subject: expect.stringMatching(/Anmeldung.*Example/),
      text: expect.stringMatching(/Firefox.*Windows[\s\S]*198\.51\.100\.0\/24/),
      from: { text: '"Example" <login@example.com>' },
    });
    expect(notice?.parsed.text).not.toMatch(/https?:|\b\d{6}\b/);
    expect(notice?.parsed.html).not.toMatch(/https?:|href|class="code"/);
  });

  it('link to a page that ends the session', async () => {
    const { auth, endIt } = await runAmong<{
      readonly auth: EmailAuth;
      endIt(email: string, session: string): Promise<boolean>;
    }>(blockOf('docs/notices.md', 'noticeTemplate ='), { exports: ['auth'] });
    await logIn(auth, '192.0.2.1');
    const stolen = await logIn(auth, '198.51.100.7');
    const { text = '' } = mail.mails.at(-1)?.parsed ?? {};
    const [, session = ''] = /End it here: https:\/\/app\.example\.com\/sessions\/(\S+)/.exec(text) ?? [];
    expect((await auth.sessions(identity)).map(({ id }) => id)).toContain(session);
    expect(await endIt('eve@example.com', session)).toBe(false);
    expect(await endIt(identity, session)).toBe(true);
    expect(await reasonOf(auth.refresh(stolen.refreshToken, { ip: null }))).toBe('revoked');
    expect(await auth.sessions(identity)).toHaveLength(1);
  });
});
