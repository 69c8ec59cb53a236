// Photographs every state of <login-code> on the page of the demo: npm run photograph:login -- FOLDER
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startChromium, whyNoChromium } from '../support/chromium.js';
import { codeIn, startDemoPage } from '../support/demo-page.js';
import { noLimits, wrongCode } from '../support/service.js';

type Server = Awaited<ReturnType<typeof startDemoPage>>;

const sizes = [
  { width: 320, height: 640 },
  { width: 1280, height: 560 },
];
const schemes = ['light', 'dark'] as const;

/** Walks through a login, and says which state there is. */
const walk = async (
  page: Page,
  { mailbox, auth }: Server,
  photograph: (state: string) => Promise<unknown>,
) => {
  const form = page.locator('login-code');
  const input = form.getByRole('textbox');
  const error = form.getByRole('alert').filter({ hasText: /./ });
  const ask = async (email: string) => {
    const mail = mailbox.next(email);
    await input.fill(email);
    await page.keyboard.press('Enter');
    await form.locator('#code').waitFor();
    const code = codeIn(await mail);
    await page.locator('#mails').getByText(code).first().waitFor();
    return code;
  };

  await input.waitFor();
  await photograph('address');
  await input.fill('ada');
  await page.keyboard.press('Enter');
  await error.waitFor();
  await photograph('address-error');
  const code = await ask('ada@example.com');
  await photograph('code');
  await input.fill(wrongCode(code));
  await error.waitFor();
  await photograph('code-error');
  await form.getByRole('button', { name: 'Wrong address?' }).click();
  for (const ip of ['192.0.2.1', '192.0.2.2']) await auth.requestLoginCode('grace@example.com', { ip });
  await auth.close();
  const long = await ask('grace@example.com');
  await input.fill(long.slice(0, -1));
  await photograph('code-long');
  await input.fill(long);
  await page.getByText('"role"').waitFor();
  await photograph('done');
};

const photographAll = async (browser: Browser, folder: string): Promise<void> => {
  const limits = { ...noLimits, shortCodesPerIdentity: { limit: 2 } };
  for (const viewport of sizes) {
    for (const colorScheme of schemes) {
      // A mailbox of its own for each.
      const server = await startDemoPage({ limits });
      const page = await browser.newPage({ viewport, colorScheme, locale: 'en' });
      await page.goto(server.url);
      await walk(page, server, (state) =>
        page.screenshot({ path: join(folder, `${state}-${viewport.width}-${colorScheme}.png`) }),
      );
      await page.close();
      await server.stop();
    }
  }
};

const main = async ([folder]: readonly string[]): Promise<void> => {
  if (folder === undefined) throw new Error('Say where to: npm run photograph:login -- FOLDER');
  const missing = await whyNoChromium();
  if (missing !== null) throw new Error(missing);
  await mkdir(folder, { recursive: true });
  const browser = await startChromium();
  try {
    await photographAll(browser, folder);
  } finally {
    await browser.close();
  }
};

void main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
