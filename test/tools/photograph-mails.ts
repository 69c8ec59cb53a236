// Photographs the built-in mail: npm run photograph -- FOLDER [LOCALE...]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { mailLocales } from '../../src/mail/languages/index.js';
import { startChromium, whyNoChromium } from '../support/chromium.js';
import { codes, writeSample } from '../support/sample-mails.js';

const widths = [320, 600];
const schemes = ['light', 'dark'] as const;
const mail = { appName: 'Example', color: '#0a66c2', support: 'help@example.com' };

const photograph = async (browser: Browser, folder: string, locales: readonly string[]): Promise<void> => {
  for (const width of widths) {
    for (const colorScheme of schemes) {
      const page = await browser.newPage({ viewport: { width, height: 480 }, colorScheme });
      for (const locale of locales) {
        for (const [kind, code] of Object.entries(codes)) {
          const { html } = await writeSample({ locale, code, mail });
          await page.setContent(html);
          const path = join(folder, `${locale}-${kind}-${width}-${colorScheme}.png`);
          await page.screenshot({ path, fullPage: true });
        }
      }
      await page.close();
    }
  }
};

const main = async ([folder, ...locales]: readonly string[]): Promise<void> => {
  if (folder === undefined) throw new Error('Say where to: npm run photograph -- FOLDER [LOCALE...]');
  const missing = await whyNoChromium();
  if (missing !== null) throw new Error(missing);
  await mkdir(folder, { recursive: true });
  const browser = await startChromium();
  try {
    await photograph(browser, folder, locales.length > 0 ? locales : mailLocales);
  } finally {
    await browser.close();
  }
};

void main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
