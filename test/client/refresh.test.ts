import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebStorage } from '../../src/client/index.js';
import { useClientClock } from '../support/client-clock.js';
import { createStorage, startClientServer } from '../support/client-server.js';

const clientClock = useClientClock();
let server: Awaited<ReturnType<typeof startClientServer>>;
beforeAll(async () => {
  server = await startClientServer({ loginCode: { resendAfter: 0 } });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.network.sent.length = 0;
});

/** Time passes here and at the server. */
const pass = (seconds: number) => {
  clientClock.pass(seconds);
  server.clock.advance(seconds);
};

/** Tabs of one browser, signed in. */
const openTabs = async (count: number, storage: WebStorage = createStorage()) => {
  const tabs = Array.from({ length: count }, () => server.open({ storage }));
  const [first] = tabs;
  if (!first) throw new Error('no tab');
  await server.logIn(first);
  return { storage, tabs, first, second: tabs[1] ?? first };
};

describe('a token', () => {
  it('is refreshed once, half a minute before its end, however many ask', async () => {
    const { first } = await openTabs(1);
    const before = await first.token();
    pass(269);
    expect(await first.token()).toBe(before);
    pass(2);
    const tokens = await Promise.all(Array.from({ length: 1000 }, () => first.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(before);
    expect(server.network.count('refreshToken')).toBe(1);
    expect(first.peek()).toMatchObject({ token: tokens[0], renewIn: 270 });
  });

  it('is refreshed once by five tabs without Web Locks', async () => {
    const { tabs } = await openTabs(5);
    pass(290);
    const tokens = await Promise.all(tabs.map((tab) => tab.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('belongs to one page where there is no storage', async () => {
    const [first, second] = [server.open(), server.open()];
    await server.logIn(first);
    expect([first.state.status, second.state.status]).toEqual(['signedIn', 'signedOut']);
    pass(290);
    const tokens = await Promise.all([first.token(), first.token(), first.token()]);
    expect(new Set(tokens).size).toBe(1);
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('is stored before anybody gets it', async () => {
    const { storage, first } = await openTabs(1);
    pass(290);
    const token = await first.token();
    expect(server.open({ storage }).peek()?.token).toBe(token);
  });
});

describe('a lock of a tab that is dead', () => {
  // Node 24 has Web Locks, too. This is about browsers without them.
  beforeEach(() => void vi.stubGlobal('navigator', undefined));

  it('ends by itself', async () => {
    const { storage, first } = await openTabs(1);
    const lease = { owner: 'dead', until: Date.now() + 15_000 };
    storage.setItem(`email-auth ${server.url} lease`, JSON.stringify(lease));
    pass(290);
    expect(await first.token()).not.toBeNull();
    expect(server.network.count('refreshToken')).toBe(1);
    expect(storage.getItem(`email-auth ${server.url} lease`)).toBeNull();
  });

  it('is waited for while the tab may live', async () => {
    const { storage, first } = await openTabs(1);
    pass(290);
    const lease = { owner: 'alive', until: Date.now() + 15_000 };
    storage.setItem(`email-auth ${server.url} lease`, JSON.stringify(lease));
    const token = first.token();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.network.count('refreshToken')).toBe(0);
    pass(15);
    expect(await token).not.toBeNull();
  });

  it('counts for nothing where it would end later than any lock can', async () => {
    const { storage, first } = await openTabs(1);
    pass(290);
    const lease = { owner: 'from the future', until: Date.now() + 3_600_000 };
    storage.setItem(`email-auth ${server.url} lease`, JSON.stringify(lease));
    expect(await first.token()).not.toBeNull();
  });
});

describe('an outage', () => {
  it.each(['offline', 'lost'] as const)('signs nobody out: %s', async (trouble) => {
    const { first } = await openTabs(1);
    const before = await first.token();
    pass(280);
    server.network.trouble('refreshToken', trouble);
    expect(await first.token()).toBe(before);
    pass(30);
    await expect(first.token()).rejects.toThrow(new TypeError('fetch failed'));
    expect(first.state.status).toBe('signedIn');
    server.network.trouble('refreshToken', null);
    // An answer that was lost hours ago is no theft.
    pass(7200);
    expect(await first.token()).not.toBe(before);
    expect(await server.ask(first, '{ me }')).toEqual({ data: { me: 'ada@example.com' } });
    expect(server.events.filter(({ type }) => type === 'token.reused')).toEqual([]);
  });

  it('of the server is none of the user either', async () => {
    const { storage, first } = await openTabs(1);
    pass(310);
    const error = { message: 'Try again later.', extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 7 } };
    const broken = server.open({ storage, fetch: async () => Response.json({ errors: [error] }) });
    await expect(broken.token()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 7 });
    expect([broken.state.status, first.state.status]).toEqual(['signedIn', 'signedIn']);
    expect(await first.token()).not.toBeNull();
  });
});

describe('the end of a session', () => {
  it('signs out all tabs, and says why', async () => {
    const { first, second } = await openTabs(2);
    await server.auth.logoutEverywhere('ada@example.com');
    pass(290);
    expect(await first.token()).toBeNull();
    expect(first.state).toEqual({ status: 'signedOut', reason: 'revoked' });
    expect(second.state).toEqual({ status: 'signedOut' });
    await server.logIn(first);
    await first.logout();
    expect(first.state).toEqual({ status: 'signedOut' });
  });

  it('is told in a tab that has begun to listen after the login', async () => {
    const { first, second } = await openTabs(2);
    const told: string[] = [];
    second.subscribe(() => told.push(second.state.status));
    await first.logout();
    expect(await second.token()).toBeNull();
    expect(told).toEqual(['signedOut']);
  });

  it('comes by a logout in any tab, in two at once, and offline', async () => {
    const { first, second } = await openTabs(2);
    await Promise.all([first.logout(), second.logout()]);
    expect([first.state, second.state]).toEqual([{ status: 'signedOut' }, { status: 'signedOut' }]);
    await server.logIn(second);
    server.network.trouble('logout', 'offline');
    await expect(first.logout()).rejects.toThrow(new TypeError('fetch failed'));
    server.network.trouble('logout', null);
    expect([first.state, second.state]).toEqual([{ status: 'signedOut' }, { status: 'signedOut' }]);
    expect(await second.token()).toBeNull();
  });

  it('is not undone by a refresh that was under way', async () => {
    const { first, second } = await openTabs(2);
    pass(290);
    server.network.trouble('refreshToken', 'hangs');
    const token = first.token();
    await vi.waitFor(() => expect(server.network.count('refreshToken')).toBe(1), { timeout: 20_000 });
    await second.logout();
    server.network.trouble('refreshToken', null);
    await vi.waitFor(() => server.network.letGo(), { timeout: 20_000 });
    expect(await token).toBeNull();
    expect(first.state.status).toBe('signedOut');
  });

  it('of the session before is not the end of the next one', async () => {
    const { first, second } = await openTabs(2);
    pass(290);
    server.network.trouble('refreshToken', 'hangs');
    const token = first.token();
    await vi.waitFor(() => expect(server.network.count('refreshToken')).toBe(1), { timeout: 20_000 });
    await second.logout();
    await server.logIn(second, 'eve@example.com');
    server.network.trouble('refreshToken', null);
    server.network.letGo();
    expect(await token).toBe(second.peek()?.token);
    expect(first.state).toMatchObject({ status: 'signedIn', claims: { email: 'eve@example.com' } });
  });

  it('is told to the server where another tab has logged in meanwhile', async () => {
    const storage = createStorage();
    const [first, second] = [server.open({ storage }), server.open({ storage })];
    await first.requestCode('bob@example.com');
    const code = await server.readCode();
    await second.requestCode('bob@example.com');
    await second.login(await server.readCode());
    await first.login(code);
    await vi.waitFor(async () => expect(await server.auth.sessions('bob@example.com')).toHaveLength(1), {
      timeout: 20_000,
    });
    expect(await second.token()).toBe(await first.token());
  });
});

describe('an older pair', () => {
  it('never takes the place of a newer one', async () => {
    const { storage, first } = await openTabs(1);
    pass(290);
    // A tab that does not wait, as if its lock had been lost.
    server.network.trouble('refreshToken', 'hangs');
    const slow = first.token();
    await vi.waitFor(() => expect(server.network.count('refreshToken')).toBe(1), { timeout: 20_000 });
    server.network.trouble('refreshToken', null);
    const stored = storage.getItem(`email-auth ${server.url}`) ?? '';
    const { refreshToken } = JSON.parse(stored);
    pass(11);
    const second = await server.auth.refresh(refreshToken, { ip: null });
    pass(11);
    const third = await server.auth.refresh(second.refreshToken, { ip: null });
    storage.setItem(`email-auth ${server.url}`, JSON.stringify({ ...third, receivedAt: Date.now() }));
    server.network.letGo();
    expect(await slow).toBe(third.accessToken);
  });
});

describe('a refusal of an old pair', () => {
  it('does not end what another tab has got since', async () => {
    const { storage, first } = await openTabs(1);
    pass(310);
    const key = `email-auth ${server.url}`;
    const extensions = { code: 'INVALID_REFRESH_TOKEN', reason: 'reused' };
    const slow = server.open({
      storage,
      fetch: async () => {
        const newer = await server.auth.refresh(JSON.parse(storage.getItem(key) ?? '').refreshToken, {
          ip: null,
        });
        storage.setItem(key, JSON.stringify({ ...newer, receivedAt: Date.now() }));
        return Response.json({ errors: [{ message: 'Log in again.', extensions }] });
      },
    });
    expect(await slow.token()).not.toBeNull();
    expect([slow.state.status, first.state.status]).toEqual(['signedIn', 'signedIn']);
  });
});

describe('a storage', () => {
  const throwing: WebStorage = {
    getItem: () => {
      throw new Error('SecurityError');
    },
    setItem: () => {
      throw new Error('SecurityError');
    },
    removeItem: () => {
      throw new Error('SecurityError');
    },
  };

  it('that throws is done without', async () => {
    const { first } = await openTabs(1, throwing);
    pass(290);
    expect(await first.token()).not.toBeNull();
    expect(await server.ask(first, '{ me }')).toEqual({ data: { me: 'ada@example.com' } });
    await first.logout();
    expect(first.state).toEqual({ status: 'signedOut' });
  });

  it('that is full keeps no older tokens', async () => {
    const entries = new Map<string, string>();
    const storage = createStorage(entries);
    const { first } = await openTabs(1, storage);
    storage.setItem = () => {
      throw new Error('QuotaExceededError');
    };
    pass(290);
    const token = await first.token();
    expect(entries.size).toBe(0);
    expect(await first.token()).toBe(token);
    expect(first.state.status).toBe('signedIn');
  });
});

describe('a clock of the device', () => {
  it('may be hours off from the server’s', async () => {
    clientClock.set(-86_400 * 365);
    const { first } = await openTabs(1);
    pass(200);
    await first.token();
    expect(server.network.count('refreshToken')).toBe(0);
    pass(90);
    await first.token();
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('that stands still while a laptop sleeps makes no token younger', async () => {
    const { first } = await openTabs(1);
    clientClock.sleep(3600);
    server.clock.advance(3600);
    await first.token();
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('that is set back does not, either', async () => {
    const { first } = await openTabs(1);
    clientClock.set(-3600);
    pass(290);
    await first.token();
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('that is set back a little does not, either', async () => {
    const { first } = await openTabs(1);
    pass(250);
    clientClock.set(-200);
    pass(30);
    await first.token();
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('that was set back before a reload tells nothing, however long the page is open', async () => {
    const { storage } = await openTabs(1);
    clientClock.set(-60);
    const client = server.open({ storage });
    expect(client.peek()?.renewIn).toBe(0);
    pass(61);
    expect(client.peek()?.renewIn).toBe(0);
  });

  it('that was set back before a reload leads to one refresh', async () => {
    const { storage } = await openTabs(1);
    clientClock.set(-3600);
    const client = server.open({ storage });
    await Promise.all([client.token(), client.token()]);
    await client.token();
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('that is set forward costs one refresh', async () => {
    const { first } = await openTabs(1);
    clientClock.set(86_400);
    await first.token();
    await first.token();
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('counts on after a reload', async () => {
    const { storage } = await openTabs(1);
    pass(200);
    expect(server.open({ storage }).peek()?.renewIn).toBe(70);
  });

  it('counts the pause and the life of a code, and forgets it after a reload', async () => {
    const storage = createStorage();
    const client = server.open({ storage });
    await client.requestCode('ada@example.com');
    clientClock.pass(100.5);
    expect(client.state).toMatchObject({ expiresIn: 200, resendAfter: 0 });
    expect(server.open({ storage }).state).toMatchObject({ expiresIn: 200 });
    clientClock.pass(200);
    expect(client.state).toMatchObject({ status: 'codeSent', expiresIn: 0 });
    expect(server.open({ storage }).state).toEqual({ status: 'signedOut' });
  });

  it('counts a slow answer against the code, and not against the pause', async () => {
    const paused = await startClientServer({ loginCode: { resendAfter: 60 } });
    const client = paused.open({
      fetch: async (...request) => {
        const answer = await fetch(...request);
        clientClock.pass(5);
        return answer;
      },
    });
    await client.requestCode('ada@example.com');
    expect(client.state).toMatchObject({ expiresIn: 295, resendAfter: 60 });
    await paused.stop();
  });

  it('that was set back before a reload leaves the code alone', async () => {
    const storage = createStorage();
    await server.open({ storage }).requestCode('ada@example.com');
    clientClock.set(-3600);
    expect(server.open({ storage }).state).toMatchObject({ status: 'codeSent', expiresIn: 300 });
  });
});
