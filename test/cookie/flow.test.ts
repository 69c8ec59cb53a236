import type { Plugin } from 'graphql-yoga';
import Keyv from 'keyv';
import { afterEach, describe, expect, it } from 'vitest';
import { own, refusalOf, sendRaw, startCookieServer } from '../support/cookie-server.js';
import { FakeLogger } from '../support/fake-logger.js';
import { makeFaulty } from '../support/faulty-cache.js';
import { noLimits } from '../support/service.js';

type Server = Awaited<ReturnType<typeof startCookieServer>>;
let server: Server;
const start = async (...args: Parameters<typeof startCookieServer>): Promise<Server> => {
  server = await startCookieServer({ limits: noLimits, loginCode: { resendAfter: 0 }, ...args[0] }, args[1]);
  return server;
};
afterEach(() => server.stop());

const live = '__Host-access=';
const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax';

describe('a login in cookies', () => {
  it('sets both, and answers with times alone', async () => {
    const { signIn, who } = await start();
    const answer = await signIn();
    expect(answer.body.data).toEqual({ login: { expiresIn: 300, refreshExpiresIn: 1_209_600 } });
    expect(answer.setCookie).toEqual([
      expect.stringMatching(/^__Host-access=[\w.-]+; Max-Age=300; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(
        /^__Host-refresh=[\w.-]+; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(await who()).toBe('ada@example.com');
  });

  it('is refreshed, replaced, and ended', async () => {
    const { signIn, refresh, jar, ask, who, auth } = await start();
    await signIn();
    const before = new Map(jar.cookies);
    expect((await refresh()).body.data.refreshToken).toEqual({ expiresIn: 300, refreshExpiresIn: 1_209_600 });
    expect([...jar.cookies.values()]).not.toContain(before.get('__Host-refresh'));
    expect([...jar.cookies.values()]).not.toContain(before.get('__Host-access'));
    expect(await who()).toBe('ada@example.com');
    const out = await ask('mutation { logout }');
    expect(out.body).toEqual({ data: { logout: true } });
    expect(out.setCookie).toEqual([
      `${live}; Max-Age=0; ${attributes}`,
      `__Host-refresh=; Max-Age=0; ${attributes}`,
    ]);
    expect(jar.cookies.size).toBe(0);
    expect(await auth.sessions('ada@example.com')).toEqual([]);
    expect((await ask('mutation { logout }')).body).toEqual({ data: { logout: true } });
  });

  it('ends everywhere, here too', async () => {
    const { signIn, ask, jar, auth } = await start();
    await signIn();
    expect((await ask('mutation { logoutEverywhere }')).body).toEqual({ data: { logoutEverywhere: true } });
    expect(jar.cookies.size).toBe(0);
    expect(await auth.sessions('ada@example.com')).toEqual([]);
  });

  it('keeps the cookies of somebody else, where a bearer token asks', async () => {
    const { signIn, ask, jar, logIn } = await start();
    await signIn();
    const { accessToken } = await logIn('grace@example.com');
    const answer = await ask('mutation { logoutEverywhere }', {
      ...own,
      authorization: `Bearer ${accessToken}`,
    });
    expect(answer.body).toEqual({ data: { logoutEverywhere: true } });
    expect(answer.setCookie).toEqual([]);
    expect(jar.cookies.size).toBe(2);
  });

  it('looks expired when only the refresh token is left, as it is', async () => {
    const { signIn, ask, jar, refresh, who } = await start();
    await signIn();
    jar.cookies.delete('__Host-access');
    expect(refusalOf(await ask('{ me }'))).toEqual(['UNAUTHENTICATED', 'expired']);
    await refresh();
    expect(await who()).toBe('ada@example.com');
  });
});

describe('cookies go', () => {
  const refused = ['INVALID_REFRESH_TOKEN', expect.any(String)];

  it.each<[reason: string, spoil: (it: Server) => unknown]>([
    ['expired', ({ clock }) => clock.advance(1_209_601)],
    ['revoked', ({ auth }) => auth.logoutEverywhere('ada@example.com')],
    [
      'reused',
      async ({ jar, refresh, clock, who }) => {
        const [...stolen] = jar.cookies;
        for (let i = 0; i < 2; i += 1) {
          await refresh();
          await who();
          clock.advance(60);
        }
        for (const [name, value] of stolen) jar.cookies.set(name, value);
      },
    ],
  ])('when a refresh is refused as %s', async (reason, spoil) => {
    const it = await start();
    await it.signIn();
    await spoil(it);
    const answer = await it.refresh();
    expect(refusalOf(answer)).toEqual(['INVALID_REFRESH_TOKEN', reason]);
    expect(answer.setCookie).toHaveLength(2);
    expect(it.jar.cookies.size).toBe(0);
  });

  it('not when nobody knows: the cache is away, or what claims asks', async () => {
    let isAway = false;
    const cache = new Keyv();
    const faulty = makeFaulty(cache);
    const claims = () => {
      if (isAway) throw new Error('away');
      return { role: 'user' as const };
    };
    const { signIn, jar, refresh, who } = await start({ cache, claims, logger: new FakeLogger() });
    await signIn();
    const before = [...jar.cookies];
    const expectKept = async () => {
      const answer = await refresh();
      expect(refusalOf(answer)).toEqual(['SERVICE_UNAVAILABLE', undefined]);
      expect([answer.setCookie, [...jar.cookies]]).toEqual([[], before]);
    };
    isAway = true;
    await expectKept();
    isAway = false;
    faulty.begin('fails');
    await expectKept();
    faulty.end();
    expect((await refresh()).setCookie).toHaveLength(2);
    expect(await who()).toBe('ada@example.com');
  });

  it('not when it is invalid', async () => {
    const { signIn, jar, refresh } = await start();
    await signIn();
    jar.cookies.set('__Host-refresh', 'nonsense');
    const answer = await refresh();
    expect(refusalOf(answer)).toEqual(refused);
    expect(answer.setCookie).toEqual([]);
    expect(jar.cookies.size).toBe(2);
  });
});

describe('two tabs (rule 7)', () => {
  it('that refresh at once have the same tokens', async () => {
    const { signIn, jar, post } = await start();
    await signIn();
    const headers = { ...own, ...jar.header };
    const refresh = () => post({ query: 'mutation { refreshToken { expiresIn } }' }, headers);
    const [one, other] = await Promise.all([refresh(), refresh()]);
    const refreshCookie = (lines: readonly string[]) =>
      lines.find((line) => line.startsWith('__Host-refresh='));
    expect(refreshCookie(one.setCookie)).toBeDefined();
    expect(refreshCookie(one.setCookie)).toBe(refreshCookie(other.setCookie));
  });

  it('are not signed out by an answer that was lost, hours later', async () => {
    const { signIn, jar, post, clock, refresh, who } = await start();
    await signIn();
    await post({ query: 'mutation { refreshToken { expiresIn } }' }, { ...own, ...jar.header });
    clock.advance(7200);
    expect((await refresh()).body.data.refreshToken.expiresIn).toBe(300);
    expect(await who()).toBe('ada@example.com');
  });
});

describe('an answer', () => {
  it('is for one browser, whether its cookies count or not', async () => {
    const { signIn, ask } = await start();
    expect((await ask('{ hello }')).headers['cache-control']).toBeUndefined();
    await signIn();
    for (const headers of [own, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }]) {
      const { headers: said } = await ask('{ hello }', headers);
      expect(said['cache-control']).toBe('private, no-store');
      const vary = said.vary?.split(', ');
      expect(vary).toEqual(
        expect.arrayContaining(['Cookie', 'Authorization', 'Origin', 'Sec-Fetch-Site', 'x-email-auth']),
      );
      expect(new Set(vary).size).toBe(vary?.length);
    }
  });

  it('lets the listed origins read it, and no others, whatever cors says', async () => {
    const origin = 'https://app.example.com';
    const { ask, http, post } = await start({ cookies: { origins: [origin] } });
    const said = async (from: string) => {
      const { headers } = await ask('{ hello }', { origin: from, 'sec-fetch-site': 'same-site' });
      return [headers['access-control-allow-origin'], headers['access-control-allow-credentials']];
    };
    expect(await said(origin)).toEqual([origin, 'true']);
    expect(await said('https://evil.test')).toEqual(['https://evil.test', undefined]);
    expect((await post({ query: '{ hello }' })).headers['access-control-allow-credentials']).toBeUndefined();
    const preflight = await fetch(http.url, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('of another plugin may have headers that nobody can change: a redirect, or what fetch has got', async () => {
    const plugin: Plugin = {
      onRequest: ({ url, endResponse }) => {
        if (url.pathname === '/old') endResponse(Response.redirect('https://example.com/new', 307));
      },
    };
    const { signIn, http, jar } = await start({}, [plugin]);
    await signIn();
    const url = new URL('/old', http.url).href;
    const { status, headers } = await sendRaw(url, { method: 'GET', headers: { ...own, ...jar.header } });
    expect([status, headers.location]).toEqual([307, 'https://example.com/new']);
    expect(headers['cache-control']).toBe('private, no-store');
  });

  it('carries the cookies of a batch and of a stream', async () => {
    const { post, loginMutation, http, jar } = await start();
    const batch = await post([{ query: '{ hello }' }, { query: await loginMutation() }]);
    expect(batch.setCookie).toHaveLength(2);
    const form = await fetch(http.url, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        origin: 'null',
        ...jar.header,
      },
      body: JSON.stringify({ query: await loginMutation() }),
    });
    expect(await form.text()).toContain('REQUEST_REFUSED');
    const stream = await post({ query: await loginMutation() }, { ...own, accept: 'text/event-stream' });
    expect(stream.headers['content-type']).toContain('text/event-stream');
    expect(stream.setCookie).toHaveLength(2);
    expect(stream.headers['cache-control']).toBe('private, no-store');
    const parts = await post({ query: await loginMutation() }, { ...own, accept: 'multipart/mixed' });
    expect(parts.headers['content-type']).toContain('multipart/mixed');
    expect(parts.setCookie).toHaveLength(2);
  });
});
