import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startHttpServer } from '../support/http-server.js';
import { reasonOf } from '../support/service.js';
import { serverModule } from './modules.js';
import { startMailServerInEnv } from './readme-app.js';
import type { Replacements } from './run-among.js';
import { runBlock } from './run-block.js';
import { logInBy } from './serve-auth.js';

const { later } = useCleanUps();
const caller = { ip: '192.0.2.1' };
const day = 86_400;

beforeEach(() => {
  // That somebody gets no mail is said in development.
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** The service of a guide, over the user table of the login before it. */
const open = async (service: () => Promise<{ readonly auth: EmailAuth }>, users: Record<string, object>) => {
  const mail = later(await startMailServerInEnv(), ({ stop }) => stop());
  vi.stubGlobal('findUser', async (email: string) => users[email]);
  const { auth } = await service();
  const logIn = (email: string) => {
    const code = mail.nextCode();
    return logInBy(auth, email, () => code);
  };
  return { auth, mail, logIn };
};

describe('docs/from-auth-js.md', () => {
  const users: Record<string, { id: string; isBlocked: boolean }> = {
    'ada@example.com': { id: '7', isBlocked: false },
    'eve@example.com': { id: '8', isBlocked: true },
  };

  it('mails a code to users of the table, who stay for 30 days', async () => {
    const { auth, mail, logIn } = await open(
      () => runBlock('docs/from-auth-js.md', 'callbacks.signIn'),
      users,
    );
    const { accessToken, refreshExpiresIn } = await logIn('ada@example.com');
    expect(refreshExpiresIn).toBe(30 * day);
    expect((await auth.authenticate(accessToken, caller)).claims).toMatchObject({
      ...{ sub: 'ada@example.com', id: '7' },
    });
    const [{ parsed } = { parsed: undefined }] = mail.mails;
    expect([parsed?.from?.text, parsed?.subject]).toEqual([
      'login@example.com',
      expect.stringContaining('Example'),
    ]);
  });

  it('answers a blocked and an unknown user as everybody, and ends the session of who is blocked later', async () => {
    const { auth, mail, logIn } = await open(
      () => runBlock('docs/from-auth-js.md', 'callbacks.signIn'),
      users,
    );
    for (const email of ['eve@example.com', 'nobody@example.com'])
      expect(await auth.requestLoginCode(email, caller)).toMatchObject({ codeLength: 6, expiresIn: 300 });
    await auth.close();
    expect(mail.mails).toEqual([]);
    const { refreshToken } = await logIn('ada@example.com');
    users['ada@example.com'] = { id: '7', isBlocked: true };
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('revoked');
  });
});

describe('docs/from-better-auth.md', () => {
  const users = { 'ada@example.com': { id: '7', role: 'admin' } };

  it('logs users of the table in, for seven days since they were last seen', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { auth, mail, logIn } = await open(() => runBlock('docs/from-better-auth.md', 'sliding'), users);
    const first = await logIn('ada@example.com');
    expect(first.refreshExpiresIn).toBe(7 * day);
    expect((await auth.authenticate(first.accessToken, caller)).claims).toMatchObject(
      users['ada@example.com'],
    );
    vi.advanceTimersByTime(6 * day * 1000);
    const second = await auth.refresh(first.refreshToken, caller);
    expect(second.refreshExpiresIn).toBe(7 * day);
    vi.advanceTimersByTime(8 * day * 1000);
    expect(await reasonOf(auth.refresh(second.refreshToken, caller))).toBe('expired');
    await auth.requestLoginCode('nobody@example.com', caller);
    await auth.close();
    expect(mail.mails).toHaveLength(1);
  });

  it('allows five attempts on a code', async () => {
    const { auth, mail } = await open(() => runBlock('docs/from-better-auth.md', 'sliding'), users);
    const code = mail.nextCode();
    const { challenge, expiresIn } = await auth.requestLoginCode('ada@example.com', caller);
    expect(expiresIn).toBe(300);
    const right = await code;
    const wrong = right === '000000' ? '000001' : '000000';
    const guess = (typed: string) =>
      reasonOf(auth.login({ identity: 'ada@example.com', code: typed, challenge }, caller));
    for (let count = 0; count < 5; count += 1) expect(await guess(wrong)).toBe('INVALID_LOGIN_CODE');
    expect(await guess(right)).toBe('INVALID_LOGIN_CODE');
  });
});

describe('docs/from-your-own-login.md', () => {
  /** The README's server, with the `claims` of the page, and fields that ask either login. */
  const changes: Replacements = {
    "(email.endsWith('@example.com') ? { role: 'admin' as const } : null)": 'claims(email)',
    "AuthClaims: { role: 'admin' | 'user' }":
      'Context: { user: { id: string } | null }; AuthClaims: { userId: string }',
    "hello: t.string({ resolve: () => 'Hello!' }),": `
      old: t.string({ resolve: (_root, _args, ctx) => ctx.user?.id ?? null }),
      both: t.string({ resolve: (_root, _args, ctx) => ctx.auth.claims?.userId ?? ctx.user?.id ?? null }),`,
  };
  const server = Object.entries(changes).reduce((code, [from, to]) => {
    expect(code).toContain(from);
    return code.replace(from, () => to);
  }, `import { claims } from './block.js';\n${serverModule}`);

  it('runs beside the old login, and knows the users of both', async () => {
    const mail = later(await startMailServerInEnv(), ({ stop }) => stop());
    const users: Record<string, object> = { 'ada@example.com': { id: '7' } };
    vi.stubGlobal('findUser', async (email: string) => users[email]);
    vi.stubGlobal('oldLogin', async ({ headers }: Request) =>
      headers.get('cookie') === 'old=7' ? { id: '7' } : null,
    );
    const { yoga } = await runBlock<{ yoga: Parameters<typeof startHttpServer>[0] }>(
      'docs/from-your-own-login.md',
      'oldLogin',
      {},
      {
        'server.ts': server,
      },
    );
    const { query, stop } = await startHttpServer(yoga);
    later(null, stop);
    const ask = async (headers = {}) => (await query('{ old both me }', {}, headers)).data;
    expect(await ask()).toEqual({ old: null, both: null, me: null });
    expect(await ask({ cookie: 'old=7' })).toEqual({ old: '7', both: '7', me: null });
    const request = (email: string) =>
      query(`mutation { requestLoginCode(email: "${email}") { challenge } }`);
    await request('nobody@example.com');
    const mailed = mail.nextCode();
    const { challenge } = (await request('ada@example.com')).data.requestLoginCode;
    const input = `email: "ada@example.com", code: "${await mailed}", challenge: "${challenge}"`;
    const { login } = (await query(`mutation { login(${input}) { accessToken } }`)).data;
    const authorization = `Bearer ${login.accessToken}`;
    expect(await ask({ authorization })).toEqual({ old: null, both: '7', me: 'ada@example.com' });
    expect(mail.mails).toHaveLength(1);
  });
});
