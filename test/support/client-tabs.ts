import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { AuthClientOptions, AuthTransport } from '../../src/client/index.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { startChromium } from './chromium.js';
import { createClientPage, type PageGlobals } from './client-page.js';
import { startClientServer } from './client-server.js';

/** Where the client keeps what it has of a server at `/graphql`. */
export const storageKey = 'email-auth /graphql';

/**
 * A real browser with tabs that share its storage and its cookies, at the origin of a real server. Each test has a browser without
 * a past.
 */
export const useClientTabs = (options: EmailAuthOptions<{ role: 'admin' | 'user' }> = {}) => {
  let browser: Browser;
  let context: BrowserContext;
  let html: string;
  let server: Awaited<ReturnType<typeof startClientServer>>;
  beforeAll(async () => {
    browser = await startChromium();
    html = await createClientPage();
    server = await startClientServer({ loginCode: { resendAfter: 0 }, ...options });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    // The page comes from the origin of the API, as its own page would.
    await context.route('**/page', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  });
  afterEach(() => context.close());

  const tabs = {
    context: () => context,
    server: () => server,

    async open(more: Omit<AuthClientOptions<object, AuthTransport>, 'url'> = {}): Promise<Page> {
      const page = await context.newPage();
      await page.goto(new URL('/page', server.url).href);
      await page.evaluate((given) => {
        // Boundary: this runs in the browser, here and below.
        const here = globalThis as unknown as PageGlobals;
        here.client = here.createAuthClient({ url: '/graphql', storage: here.localStorage, ...given });
      }, more);
      return page;
    },
    state: (page: Page) =>
      page.evaluate(() => (globalThis as unknown as PageGlobals).client.state as { status: string }),
    token: (page: Page) => page.evaluate(() => (globalThis as unknown as PageGlobals).client.token()),
    logout: (page: Page) => page.evaluate(() => (globalThis as unknown as PageGlobals).client.logout()),
    requestCode: (page: Page) =>
      page.evaluate(() => (globalThis as unknown as PageGlobals).client.requestCode('ada@example.com')),
    login: (page: Page, code: string) =>
      page.evaluate((typed) => (globalThis as unknown as PageGlobals).client.login(typed), code),
    async signIn(page: Page) {
      await tabs.requestCode(page);
      await tabs.login(page, await server.readCode());
    },
    /** What the server answers to `{ me }`, through the `fetch` of the client. */
    me: (page: Page): Promise<unknown> =>
      page.evaluate(async () => {
        const { client } = globalThis as unknown as PageGlobals;
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ query: '{ me }' });
        return (await client.fetch('/graphql', { method: 'POST', headers, body })).json();
      }),
    /** As if the token had been received so long ago. Resolves when all tabs see it: a storage takes a moment to reach them. */
    async age(page: Page, seconds: number) {
      const aged = await page.evaluate(
        ([key, by]) => {
          const { localStorage } = globalThis as unknown as PageGlobals;
          const held = JSON.parse(localStorage.getItem(key) ?? '');
          const text = JSON.stringify({ ...held, receivedAt: held.receivedAt - by * 1000 });
          localStorage.setItem(key, text);
          return text;
        },
        [storageKey, seconds] as const,
      );
      for (const tab of context.pages())
        await tab.waitForFunction(
          ([key, text]) => (globalThis as unknown as PageGlobals).localStorage.getItem(key) === text,
          [storageKey, aged] as const,
        );
    },
    /** Resolves when a tab is told that somebody is signed out. */
    told: (page: Page, status: string) =>
      page.evaluate(
        (wanted) =>
          new Promise<void>((resolve) => {
            const { client } = globalThis as unknown as PageGlobals;
            const look = () => client.state.status === wanted && resolve();
            client.subscribe(look);
            look();
          }),
        status,
      ),
    countRefreshes: (): (() => number) => {
      let count = 0;
      context.on('request', (request) => {
        if (/\brefreshToken\b/.test(request.postDataJSON()?.query.split('{')[1] ?? '')) count += 1;
      });
      return () => count;
    },
  };
  return tabs;
};
