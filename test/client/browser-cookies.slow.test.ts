import { describe, expect, it } from 'vitest';
import { whyNoChromium } from '../support/chromium.js';
import type { PageGlobals } from '../support/client-page.js';
import { useClientTabs } from '../support/client-tabs.js';

const missing = await whyNoChromium();

describe.skipIf(missing)(`the client with cookies in Chromium${missing ? ` (${missing})` : ''}`, () => {
  const tabs = useClientTabs({ transport: 'cookie', cookies: { insecure: true } });
  const open = () => tabs.open({ transport: 'cookie' });
  const me = { data: { me: 'ada@example.com' } };

  it('logs in, stays signed in over a reload, and no script sees a token', async () => {
    const first = await open();
    await tabs.signIn(first);
    expect(await tabs.me(first)).toEqual(me);
    await first.close();
    const again = await open();
    expect(await tabs.state(again)).toEqual({ status: 'signedIn', claims: null });
    expect(await tabs.me(again)).toEqual(me);
    const cookies = await tabs.context().cookies();
    expect(cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual([
      [true, 'Lax'],
      [true, 'Lax'],
    ]);
    const seen = await again.evaluate(() => {
      const here = globalThis as unknown as PageGlobals & { readonly document: { readonly cookie: string } };
      return JSON.stringify([here.document.cookie, { ...here.localStorage }, here.client.peek()]);
    });
    for (const { value } of cookies) expect(seen).not.toContain(value);
  });

  it.each([2, 5])('refreshes once for %i tabs and many who ask', async (count) => {
    const pages = [];
    for (let n = 0; n < count; n += 1) pages.push(await open());
    const [first] = pages as [(typeof pages)[0] & object];
    await tabs.signIn(first);
    await tabs.age(first, 290);
    const refreshes = tabs.countRefreshes();
    const answers = await Promise.all([...pages, ...pages].map(tabs.me));
    expect(answers).toEqual(answers.map(() => me));
    expect(refreshes()).toBe(1);
  });

  it('logs the other tab out, and takes the cookies away', async () => {
    const [first, second] = [await open(), await open()];
    await tabs.signIn(first);
    await tabs.told(second, 'signedIn');
    const told = tabs.told(second, 'signedOut');
    await tabs.logout(first);
    await told;
    expect(await tabs.context().cookies()).toEqual([]);
    expect(await tabs.me(second)).toMatchObject({ errors: [{ extensions: { reason: 'missing' } }] });
  });

  it('stays signed in while it is offline, and where a logout did not reach the server', async () => {
    const page = await open();
    await tabs.signIn(page);
    await tabs.age(page, 310);
    await tabs.context().setOffline(true);
    await expect(tabs.token(page)).rejects.toThrow('Failed to fetch');
    await expect(tabs.logout(page)).rejects.toThrow('Failed to fetch');
    expect(await tabs.state(page)).toMatchObject({ status: 'signedIn' });
    await tabs.context().setOffline(false);
    expect(await tabs.me(page)).toEqual(me);
  });

  it('refreshes once after a sleep that was longer than the token’s life', async () => {
    const page = await open();
    await page.clock.install();
    await tabs.signIn(page);
    const refreshes = tabs.countRefreshes();
    tabs.server().clock.advance(3600);
    await page.clock.fastForward(3_600_000);
    expect(await Promise.all([tabs.me(page), tabs.me(page)])).toEqual([me, me]);
    expect(refreshes()).toBe(1);
  });

  it('finds out that somebody is signed in, where its storage was cleared', async () => {
    const page = await open();
    await tabs.signIn(page);
    await page.evaluate(() =>
      (globalThis as unknown as { localStorage: { clear(): void } }).localStorage.clear(),
    );
    await page.close();
    const again = await open();
    expect(await tabs.state(again)).toEqual({ status: 'signedOut' });
    await again.evaluate(() => (globalThis as unknown as PageGlobals).client.resume());
    expect(await tabs.state(again)).toEqual({ status: 'signedIn', claims: null });
    expect(await tabs.me(again)).toEqual(me);
  });
});
