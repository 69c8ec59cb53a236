import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { createPage } from '../../examples/serve-react.js';
import { startChromium, whyNoChromium } from '../support/chromium.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const missing = await whyNoChromium();
const { afterwards, later } = useCleanUps();

/** The example and its server, as `serve-react` starts them. */
const start = async (name: string) => {
  const page = await createPage(name);
  let app: ReturnType<typeof createApp> | undefined;
  const kit = createTestAuth<{ role: 'admin' | 'user' }>(
    { limits: noLimits, loginCode: { resendAfter: 0 } },
    (given) => {
      app = createApp(given);
      return app.auth;
    },
  );
  const server = await startHttpServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.url !== '/') return app?.yoga(request, response);
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
  });
  afterwards(server.stop);
  const readCode = async (): Promise<string> => {
    await kit.auth.close();
    return kit.mailbox.at(-1)?.code ?? '';
  };
  return { ...kit, url: new URL('/', server.url).href, readCode };
};

describe.skipIf(missing)(`React in Chromium${missing ? ` (${missing})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  it.each(['react-urql', 'react-apollo'])('logs in, stays, and logs out: %s', async (name) => {
    const { url, readCode, clock } = await start(name);
    const context = later(await browser.newContext(), (made) => made.close());
    const page = await context.newPage();
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(url);
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByRole('button', { name: 'Send a code' }).click();
    const code = page.getByLabel('Code that was sent to ada@example.com');
    await code.waitFor();
    const sent = await readCode();
    await code.fill(sent === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('code is wrong').waitFor();
    await page.reload();
    await code.fill(sent);
    await page.keyboard.press('Enter');
    await page.getByText('Signed in as ada@example.com').waitFor();
    // The server refuses the token, and the page gets another one.
    clock.advance(301);
    await page.reload();
    await page.getByText('Signed in as ada@example.com').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail address').waitFor();
    expect(errors).toEqual([]);
  });
});
