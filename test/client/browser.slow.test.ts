import { describe, expect, it } from 'vitest';
import { whyNoChromium } from '../support/chromium.js';
import type { PageGlobals } from '../support/client-page.js';
import { useClientTabs } from '../support/client-tabs.js';

const missing = await whyNoChromium();

describe.skipIf(missing)(`the client in Chromium${missing ? ` (${missing})` : ''}`, () => {
  const tabs = useClientTabs();
  const { open, state, token, age, signIn } = tabs;
  const me = { data: { me: 'ada@example.com' } };

  it.each([2, 5])('refreshes once for %i tabs and many who ask, by Web Locks', async (count) => {
    const pages = [];
    for (let n = 0; n < count; n += 1) pages.push(await open());
    const [first] = pages as [(typeof pages)[0] & object];
    await signIn(first);
    await age(first, 290);
    const refreshes = tabs.countRefreshes();
    const tokens = await Promise.all([...pages, ...pages].map(token));
    expect(new Set(tokens).size).toBe(1);
    expect(refreshes()).toBe(1);
  });

  it('goes on at once where a tab that held the lock is closed', async () => {
    const [first, second] = [await open(), await open()];
    await signIn(first);
    await age(first, 290);
    await second.evaluate(() => {
      const { navigator } = globalThis as unknown as PageGlobals;
      void navigator.locks.request('email-auth /graphql', () => new Promise(() => {}));
    });
    const waiting = token(first);
    await second.close();
    expect(await waiting).not.toBeNull();
  });

  it('waits no longer than its time-out for a tab that is stuck', async () => {
    const [first, second] = [await open(), await open()];
    await signIn(first);
    await age(first, 290);
    await second.evaluate(() => {
      const { navigator } = globalThis as unknown as PageGlobals;
      void navigator.locks.request('email-auth /graphql', () => new Promise(() => {}));
    });
    const before = performance.now();
    expect(await token(first)).not.toBeNull();
    expect(performance.now() - before).toBeGreaterThan(14_000);
  });

  it('signs the other tab out, and tells its page', async () => {
    const [first, second] = [await open(), await open()];
    await signIn(first);
    await tabs.told(second, 'signedIn');
    const told = tabs.told(second, 'signedOut');
    await tabs.logout(first);
    await told;
    expect([await state(first), await state(second)]).toEqual([
      { status: 'signedOut' },
      { status: 'signedOut' },
    ]);
    expect(await tabs.me(second)).toMatchObject({ errors: [{ extensions: { reason: 'missing' } }] });
  });

  it('knows after a reload that a code is on its way', async () => {
    const page = await open();
    await tabs.requestCode(page);
    await page.close();
    const again = await open();
    expect(await state(again)).toMatchObject({ status: 'codeSent', identity: 'ada@example.com' });
    await tabs.login(again, await tabs.server().readCode());
    expect(await state(again)).toMatchObject({ status: 'signedIn' });
  });

  it('stays signed in while it is offline', async () => {
    const page = await open();
    await signIn(page);
    await age(page, 310);
    await tabs.context().setOffline(true);
    await expect(token(page)).rejects.toThrow('Failed to fetch');
    expect(await state(page)).toMatchObject({ status: 'signedIn' });
    await tabs.context().setOffline(false);
    expect(await tabs.me(page)).toEqual(me);
  });

  it('refreshes once after a sleep that was longer than the token’s life', async () => {
    const { clock } = tabs.server();
    const page = await open();
    await page.clock.install();
    await signIn(page);
    const refreshes = tabs.countRefreshes();
    clock.advance(3600);
    // As a laptop wakes up: the clock has gone on, and no timer has.
    await page.clock.fastForward(3_600_000);
    expect(await Promise.all([tabs.me(page), tabs.me(page)])).toEqual([me, me]);
    expect(refreshes()).toBe(1);
  });
});
