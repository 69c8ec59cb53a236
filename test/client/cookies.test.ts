import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthClient, type WebStorage } from '../../src/client/index.js';
import { createBrowserFetch } from '../support/browser-fetch.js';
import { useClientClock } from '../support/client-clock.js';
import { createStorage, startClientServer } from '../support/client-server.js';

const clientClock = useClientClock();
const me = { data: { me: 'ada@example.com' } };

describe.each(['cookie', 'either'] as const)('under cookies, with transport: %s', (transport) => {
  let server: Awaited<ReturnType<typeof startClientServer>>;
  beforeAll(async () => {
    server = await startClientServer({ transport, loginCode: { resendAfter: 0 } });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.network.sent.length = 0;
  });
  const pass = (seconds: number) => {
    clientClock.pass(seconds);
    server.clock.advance(seconds);
  };

  /** A browser, and what opens its tabs. */
  const openBrowser = (entries = new Map<string, string>()) => {
    const storage = createStorage(entries);
    const browser = createBrowserFetch(server.network.fetch);
    const open = (kept: WebStorage = storage) =>
      createAuthClient({ url: server.url, fetch: browser.fetch, storage: kept, transport: 'cookie' });
    return { ...browser, entries, open };
  };
  const signIn = async () => {
    const browser = openBrowser();
    const client = browser.open();
    await server.logIn(client);
    return { ...browser, client };
  };

  it('logs in, and no script sees a token', async () => {
    const { client, entries, cookies } = await signIn();
    expect(client.state).toEqual({ status: 'signedIn', claims: null });
    expect(await client.token()).toBe('');
    expect(client.peek()).toMatchObject({ token: '', headers: { 'x-email-auth': 'cookie' } });
    expect(await server.ask(client, '{ me }')).toEqual(me);
    const seen = JSON.stringify([[...entries], client.peek()]);
    for (const { value } of cookies.values()) expect(seen).not.toContain(value);
    expect(seen).not.toContain('ada@example.com');
    expect(cookies.size).toBe(2);
  });

  it('refreshes once, half a minute before the end, however many ask in however many tabs', async () => {
    const { client, open } = await signIn();
    const tabs = [client, open(), open(), open(), open()];
    const before = client.peek()?.id;
    pass(271);
    await Promise.all(tabs.flatMap((tab) => [tab.token(), tab.token(), tab.token(), tab.token()]));
    expect(server.network.count('refreshToken')).toBe(1);
    expect(new Set(tabs.map((tab) => tab.peek()?.id)).size).toBe(1);
    expect(client.peek()?.id).not.toBe(before);
    expect(await Promise.all(tabs.map((tab) => server.ask(tab, '{ me }')))).toEqual(tabs.map(() => me));
  });

  it('asks once more where the cookie is over, and never where nobody is signed in', async () => {
    const { client } = await signIn();
    const { cookies, open } = openBrowser();
    expect(await server.ask(open(), '{ me }')).toMatchObject({
      errors: [{ extensions: { reason: 'missing' } }],
    });
    expect([cookies.size, server.network.count('refreshToken')]).toEqual([0, 0]);
    // The clock of the server goes on, and that of the page does not: its timer would come too late.
    server.clock.advance(301);
    const asked = Array.from({ length: 20 }, () => server.ask(client, '{ me }'));
    expect(await Promise.all(asked)).toEqual(asked.map(() => me));
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('asks once more where the browser has dropped the access cookie', async () => {
    const { client, cookies } = await signIn();
    for (const name of cookies.keys()) if (name.includes('access')) cookies.delete(name);
    expect(await server.ask(client, '{ me }')).toEqual(me);
  });

  it('logs out: the cookies go, and all tabs know', async () => {
    const { client, open, header } = await signIn();
    const other = open();
    const sessions = async () => (await server.auth.sessions('ada@example.com')).length;
    const before = await sessions();
    await client.logout();
    expect([client.state, other.state]).toEqual([{ status: 'signedOut' }, { status: 'signedOut' }]);
    expect(header()).toBe('');
    expect(await sessions()).toBe(before - 1);
  });

  it('stays signed in where the server could not be told of a logout: the cookies are still there', async () => {
    const { client } = await signIn();
    server.network.trouble('logout', 'offline');
    await expect(client.logout()).rejects.toThrow(new TypeError('fetch failed'));
    expect(client.state.status).toBe('signedIn');
    server.network.trouble('logout', null);
    await client.logout();
    expect(client.state).toEqual({ status: 'signedOut' });
  });

  it.each(['offline', 'lost'] as const)('signs nobody out by an outage: %s', async (trouble) => {
    const { client } = await signIn();
    pass(310);
    server.network.trouble('refreshToken', trouble);
    await expect(client.token()).rejects.toThrow(new TypeError('fetch failed'));
    expect(client.state.status).toBe('signedIn');
    server.network.trouble('refreshToken', null);
    pass(7200);
    expect(await server.ask(client, '{ me }')).toEqual(me);
    expect(server.events.filter(({ type }) => type === 'token.reused')).toEqual([]);
  });

  it('is signed out by a refusal alone, and says why', async () => {
    const { client, header } = await signIn();
    await server.auth.logoutEverywhere('ada@example.com');
    expect(await server.ask(client, '{ me }')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(client.state).toEqual({ status: 'signedOut', reason: 'revoked' });
    expect(header()).toBe('');
  });

  it('is signed out where somebody has cleared the cookies', async () => {
    const { client, cookies } = await signIn();
    cookies.clear();
    pass(271);
    expect(await client.token()).toBeNull();
    expect(client.state).toEqual({ status: 'signedOut', reason: 'invalid' });
  });

  it('knows after a reload, without a question', async () => {
    const { open } = await signIn();
    server.network.sent.length = 0;
    expect(open().state).toEqual({ status: 'signedIn', claims: null });
    expect(server.network.sent).toEqual([]);
  });

  it('finds out where the storage does not know, and keeps it', async () => {
    const { open } = await signIn();
    const storage = createStorage();
    const client = open(storage);
    expect(client.state.status).toBe('signedOut');
    await Promise.all([client.resume(), open(storage).resume()]);
    expect(client.state).toEqual({ status: 'signedIn', claims: null });
    expect(server.network.count('refreshToken')).toBe(1);
    await client.resume();
    expect(server.network.count('refreshToken')).toBe(1);
    expect(await server.ask(client, '{ me }')).toEqual(me);
  });

  it('finds out that nobody is signed in, and that an outage is none', async () => {
    const client = openBrowser().open();
    server.network.trouble('refreshToken', 'offline');
    await expect(client.resume()).rejects.toThrow(new TypeError('fetch failed'));
    server.network.trouble('refreshToken', null);
    await client.resume();
    expect(client.state).toEqual({ status: 'signedOut' });
  });

  it('is told of another login in another tab', async () => {
    const { client, open } = await signIn();
    const told: unknown[] = [];
    client.subscribe(() => told.push(client.state.status));
    const session = client.peek()?.session;
    const other = open();
    await other.logout();
    await server.logIn(other, 'eve@example.com');
    expect(await server.ask(client, '{ me }')).toEqual({ data: { me: 'eve@example.com' } });
    expect(client.peek()?.session).not.toBe(session);
    expect(told).toEqual(['signedIn']);
  });
});

describe('a request under cookies', () => {
  const sentBy = async (url: string, asked: string) => {
    const sent: unknown[] = [];
    const client = createAuthClient({
      url,
      transport: 'cookie',
      fetch: async (_input, init) => {
        const headers = new Headers(init?.headers);
        sent.push([init?.credentials, headers.get('x-email-auth'), headers.get('authorization')]);
        return Response.json({});
      },
    });
    await client.fetch(asked, { credentials: 'omit' });
    await client.requestCode('ada@example.com').catch(() => {});
    return sent;
  };

  it('brings the cookies and the header that asks for them, to the server alone', async () => {
    const here = ['same-origin', 'cookie', null];
    expect(await sentBy('/graphql', '/graphql')).toEqual([here, here]);
    const there = ['include', 'cookie', null];
    const api = 'https://api.example.com/graphql';
    expect(await sentBy(api, `${api}?x`)).toEqual([there, there]);
    expect(await sentBy(api, 'https://other.example.com/')).toEqual([['omit', null, null], there]);
  });
});
