import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigningKey } from '../support/service.js';
import type { HostClient } from './clients.js';
import type { HostSettings } from './host-app.js';
import { type Mailbox, startMailbox } from './mailbox.js';

/** A host that runs, and a client of it. */
export interface Host extends HostClient {
  stop(): unknown;
}

/** A kind of host: a row of the table. */
export interface HostRow {
  readonly name: string;
  /** The address of a caller who comes without a proxy; null where the host does not tell. */
  readonly direct: string | null;
  /** Whether an option says which proxies to trust. A platform tells the address by itself. */
  readonly takesProxies: boolean;
  /** Whether the host tells when an answer has left. */
  readonly tells: boolean;
  /** What its answers say of a login: graphql-sse insists on a word of its own. Null where they have no headers. */
  readonly cacheControl: 'no-store' | 'no-cache' | null;
  /** Whether Yoga writes its answers: else they carry no cookies. */
  readonly setsCookies?: false;
  readonly start: (settings: HostSettings) => Promise<Host>;
}

const forged = '203.0.113.66';
const told = '198.51.100.7';
const pair = '{ accessToken refreshToken }';
const requestCode = (email: string) => `requestLoginCode(email: "${email}") { challenge }`;

/** What every host has to do. */
export const describeHost = (row: HostRow): void => {
  describe(row.name, () => {
    let mailbox: Mailbox;
    let host: Host;
    let proxied: Host | undefined;
    beforeAll(async () => {
      // One of them says that no proxy is trusted: deployment-watch.test.ts reads it.
      vi.spyOn(console, 'warn').mockImplementation(() => {});
      mailbox = await startMailbox();
      const settings = { signingKey: createSigningKey(), mailbox: mailbox.url };
      host = await row.start(settings);
      if (row.takesProxies) proxied = await row.start({ ...settings, proxy: { trust: ['loopback'] } });
    }, 120_000);
    afterAll(async () => {
      vi.restoreAllMocks();
      await host?.stop();
      await proxied?.stop();
      mailbox.stop();
    });

    it('counts the address of its caller, who cannot forge it', async () => {
      expect((await host.ask('{ ip }')).data).toEqual({ ip: row.direct });
      const names = ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'x-vercel-forwarded-for'];
      const headers = {
        ...Object.fromEntries(names.map((name) => [name, forged])),
        forwarded: `for=${forged}`,
      };
      expect((await host.ask('{ ip }', headers)).data).toEqual({ ip: row.direct });
    });

    it.runIf(row.takesProxies)('counts the address that a trusted proxy tells, and no other', async () => {
      const headers = { 'x-forwarded-for': `${forged}, ${told}`, forwarded: `for=${forged}` };
      expect((await proxied?.ask('{ ip }', headers))?.data).toEqual({ ip: told });
    });

    it('answers before the mail goes out, logs in, opens a field, and refreshes', async () => {
      const email = 'ada@example.com';
      const release = mailbox.hold();
      const { data } = await host.ask(`mutation { ${requestCode(email)} }`);
      release();
      const input = `email: "${email}", challenge: "${data.requestLoginCode.challenge}"`;
      const code = await mailbox.codeFor(email);
      const { login } = (await host.ask(`mutation { login(${input}, code: "${code}") ${pair} }`)).data;
      const me = (token: string) => host.ask('{ me }', { authorization: `Bearer ${token}` });
      expect((await me(login.accessToken)).data).toEqual({ me: email });
      const refresh = `mutation { refreshToken(token: "${login.refreshToken}") ${pair} }`;
      const { refreshToken } = (await host.ask(refresh)).data;
      expect((await me(refreshToken.accessToken)).data).toEqual({ me: email });
    });

    it('keeps tokens in cookies, or says that it cannot', async () => {
      const email = 'carl@example.com';
      const asking = { 'x-email-auth': 'cookie' };
      const { data } = await host.ask(`mutation { ${requestCode(email)} }`);
      const input = `email: "${email}", challenge: "${data.requestLoginCode.challenge}"`;
      const code = await mailbox.codeFor(email);
      const login = await host.ask(`mutation { login(${input}, code: "${code}") ${pair} }`, asking);
      if (row.setsCookies === false) {
        expect(login.errors?.[0]?.extensions.code).toBe('REQUEST_REFUSED');
        return;
      }
      expect(login.data.login).toEqual({ accessToken: null, refreshToken: null });
      const set = login.headers?.getSetCookie() ?? [];
      expect(set.map((line) => line.split('=')[0])).toEqual(['__Host-access', '__Host-refresh']);
      const cookie = set.map((line) => line.split(';')[0]).join('; ');
      const me = await host.ask('{ me }', { ...asking, cookie });
      expect([me.data, me.headers?.get('cache-control')]).toEqual([{ me: email }, 'private, no-store']);
    });

    it.runIf(row.tells)('looks an address up when the last byte of the answer has left', async () => {
      const email = 'bob@example.com';
      // An answer that has not left after five seconds counts as one that never will; a busy machine takes longer for this.
      const later = setTimeout;
      vi.stubGlobal('setTimeout', (run: () => void, wait?: number, ...args: []) =>
        later(run, wait === 5000 ? 60_000 : wait, ...args),
      );
      const answer = await host.begin?.(`mutation { ${requestCode(email)} long }`);
      const log = async () => (await host.ask('{ log }')).data.log;
      for (let i = 0; i < 2; i += 1) expect(await log()).not.toContain(`request ${email}`);
      await answer?.readOn();
      await mailbox.codeFor(email);
      expect(await log()).toContain(`request ${email}`);
    });

    it('tells a client when to try again', async () => {
      const email = 'eve@example.com';
      await host.ask(`mutation { ${requestCode(email)} }`);
      const { errors, headers } = await host.ask(`mutation { ${requestCode(email)} }`);
      const { code, retryAfter } = errors?.[0]?.extensions ?? {};
      expect(code).toBe('TOO_MANY_REQUESTS');
      expect(retryAfter).toBeGreaterThan(0);
      expect(headers?.get('retry-after') ?? null).toBe(row.cacheControl && String(retryAfter));
    });

    it.runIf(row.cacheControl)('asks for a token that is missing, and forbids to keep one', async () => {
      const refused = await host.ask(`mutation { refreshToken(token: "x") ${pair} }`);
      expect(refused.headers?.get('cache-control')).toBe(row.cacheControl);
      const { headers } = await host.ask('{ me }');
      expect(headers?.get('www-authenticate')).toBe('Bearer realm="graphql"');
    });
  });
};
