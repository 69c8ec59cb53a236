import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WebStorage } from '../../src/client/index.js';
import { useClientClock } from '../support/client-clock.js';
import { startClientServer } from '../support/client-server.js';

const clientClock = useClientClock();
let server: Awaited<ReturnType<typeof startClientServer>>;
beforeAll(async () => {
  server = await startClientServer({ loginCode: { resendAfter: 0 } });
});
afterAll(() => server.stop());

/** One lock for all tabs. */
const createLocks = () => {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    request(_name: string, { ifAvailable = false }, run: (lock: object | null) => unknown): Promise<unknown> {
      if (ifAvailable && waiting > 0) return Promise.resolve(run(null));
      waiting += 1;
      const turn = last
        .then(() => run({}))
        .finally(() => {
          waiting -= 1;
        });
      last = turn.catch(() => {});
      return turn;
    },
  };
};

/** What each tab sees of the storage: its own writes at once, and those of others some time later, as in Chromium. */
const createViews = (count: number): WebStorage[] => {
  const views = Array.from({ length: count }, () => new Map<string, string>());
  const change = (own: Map<string, string>, make: (view: Map<string, string>) => void): void => {
    make(own);
    setTimeout(() => views.forEach(make), 50);
  };
  return views.map((own) => ({
    getItem: (key) => own.get(key) ?? null,
    setItem: (key, value) => change(own, (view) => view.set(key, value)),
    removeItem: (key) => change(own, (view) => view.delete(key)),
  }));
};

describe('a tab that has waited for another one by Web Locks', () => {
  const openTabs = async () => {
    vi.stubGlobal('navigator', { locks: createLocks() });
    const tabs = createViews(5).map((storage) => server.open({ storage }));
    const [first] = tabs;
    if (!first) throw new Error('no tab');
    await server.logIn(first);
    await vi.waitFor(() => expect(tabs.every(({ state }) => state.status === 'signedIn')).toBe(true));
    server.network.sent.length = 0;
    clientClock.pass(290);
    server.clock.advance(290);
    return tabs;
  };

  it('lets the storage settle, and does not refresh once more', async () => {
    const tabs = await openTabs();
    const tokens = await Promise.all(tabs.map((tab) => tab.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('refreshes itself where the other one could not', async () => {
    const tabs = await openTabs();
    server.network.trouble('refreshToken', 'offline');
    const before = tabs.map((tab) => tab.peek()?.token);
    expect(await Promise.all(tabs.map((tab) => tab.token()))).toEqual(before);
    server.network.trouble('refreshToken', null);
    expect(await tabs[1]?.token()).not.toBe(before[1]);
    expect(server.network.count('refreshToken')).toBe(1);
  });
});
