import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { startChromium } from '../support/chromium.js';

/** A real browser, without a past in each test. Call it where there is a Chromium. */
export const useBrowser = () => {
  let browser: Browser;
  let context: BrowserContext;
  const said: string[] = [];
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    said.length = 0;
    errors.length = 0;
    context = await browser.newContext();
  });
  afterEach(() => context?.close());
  return {
    /** What the pages have written to their consoles. */
    said,
    /** What they did not catch. */
    errors,
    open: async (url: string): Promise<Page> => {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('console', (message) => void said.push(message.text()));
      page.on('pageerror', ({ message }) => void errors.push(message));
      await page.goto(url);
      return page;
    },
  };
};
