import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startChromium, whyNoChromium } from '../support/chromium.js';
import { startHttpServer } from '../support/http-server.js';
import { ada, eve, serveCached } from './cached-server.js';

const noBrowser = await whyNoChromium();

/** Asks from a page by GET, which is what browsers keep the answers of. */
const ask = (page: Page, query: string, token?: string) =>
  page.evaluate(
    async ([to, authorization]) => {
      const headers = { accept: 'application/json', ...(authorization && { authorization }) };
      return (await (await fetch(to, { headers })).json()) as unknown;
    },
    [`/graphql?query=${encodeURIComponent(query)}`, token ? `Bearer ${token}` : ''] as const,
  );

describe.skipIf(noBrowser)('the cache of a browser, with a response cache on the server', () => {
  let browser: Browser;
  let stop: () => unknown = () => {};
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());
  afterEach(() => stop());

  const open = async () => {
    const service = serveCached(undefined, {}, { buildResponseCacheKey: undefined });
    const server = await startHttpServer(service.yoga);
    const page = await (await browser.newContext()).newPage();
    await page.goto(new URL('/', server.url).href);
    stop = async () => {
      await page.context().close();
      await server.stop();
    };
    return { ...service, page };
  };

  it('gives nobody what somebody else was answered in the same browser', async () => {
    const { logIn, page } = await open();
    const [first, second] = [await logIn(ada), await logIn(eve)];
    // The server has an answer for each of them, so it calls any of them current.
    const tokens = [undefined, first.accessToken, second.accessToken, undefined, first.accessToken];
    const names = ['stranger', ada, eve, 'stranger', ada];
    const answers: unknown[] = [];
    for (const token of tokens) answers.push(await ask(page, '{ hello }', token));
    expect(answers).toEqual(names.map((name) => ({ data: { hello: `Hello, ${name}!` } })));
  });
});
