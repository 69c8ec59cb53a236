import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailLocale, mailLocales } from '../../src/mail/languages/index.js';
import { previewMails } from '../../src/mail/preview.js';
import { startChromium, whyNoChromium } from '../support/chromium.js';
import { codes, type Sample, writeSample, writeSampleNotice } from '../support/sample-mails.js';
import { howMuch } from '../support/thoroughness.js';

const missing = await whyNoChromium();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const few: readonly MailLocale[] = ['en', 'de', 'ar', 'ja'];
const locales = howMuch({ quick: few, slow: mailLocales });
const mail = { appName: 'Example', color: '#f5c518', support: 'https://support.example.com/questions/login' };
/** What has no place to break, and what is empty. */
const extremes: readonly Sample[] = [
  { mail: { appName: 'M'.repeat(64), support: `${'m'.repeat(64)}@example.com` } },
  { code: 'W'.repeat(32) },
  { code: '0'.repeat(12), mail: { appName: 'x', logo: 'https://127.0.0.1:1/logo.png', color: '#000000' } },
];

/** Elements that are wider than the screen, or begin before it. */
const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    // Boundary: this runs in the browser, whose types are not ours.
    const { document, innerWidth } = globalThis as unknown as {
      readonly innerWidth: number;
      readonly document: {
        querySelectorAll(selector: string): Iterable<{
          readonly outerHTML: string;
          readonly scrollWidth: number;
          readonly clientWidth: number;
          getBoundingClientRect(): { readonly left: number; readonly right: number };
        }>;
      };
    };
    return [...document.querySelectorAll('*')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        const { clientWidth, scrollWidth } = element;
        // Elements in a line have no width of their own.
        return left < 0 || right > innerWidth || (clientWidth > 0 && scrollWidth > clientWidth);
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 80));
  });

/** What axe-core says of contrast, language, names of images and the rest of WCAG 2.2, levels A and AA. */
const complaints = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    // Boundary: axe-core is there in the browser.
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string }[]; incomplete: { id: string }[] }> };
    };
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations, incomplete } = await axe.run({ runOnly });
    return [...violations, ...incomplete].map(({ id }) => id);
  });
};

describe.skipIf(missing !== null)('in a browser, a mail', () => {
  let browser: Browser;
  const pages: Record<'light' | 'dark', Page> = Object.create(null);
  beforeAll(async () => {
    browser = await startChromium();
    for (const colorScheme of ['light', 'dark'] as const) {
      pages[colorScheme] = await browser.newPage({ viewport: { width: 320, height: 640 }, colorScheme });
    }
  });
  afterAll(() => browser?.close());

  const show = async (page: Page, sample: Sample) => {
    const { html } = await writeSample(sample);
    await page.setContent(html, { waitUntil: 'domcontentloaded' });
  };

  it.each(locales.flatMap((locale) => Object.values(codes).map((code) => [locale, code] as const)))(
    'can be read on a screen of 320 pixels, light and dark: %s, %s',
    async (locale, code) => {
      for (const page of Object.values(pages)) {
        await show(page, { locale, code, mail });
        expect(await overflowing(page)).toEqual([]);
        expect(await complaints(page)).toEqual([]);
      }
    },
  );

  it.each(locales)('a notice can be read there, too: %s', async (locale) => {
    const { html } = await writeSampleNotice({ locale, network: '2001:db8:ffff::/48', mail });
    for (const page of Object.values(pages)) {
      await page.setContent(html, { waitUntil: 'domcontentloaded' });
      expect(await overflowing(page)).toEqual([]);
      expect(await complaints(page)).toEqual([]);
    }
  });

  it.each(extremes)('stays within the screen, whatever it holds: %j', async (sample) => {
    for (const locale of few) {
      await show(pages.light, { locale, ...sample });
      expect(await overflowing(pages.light)).toEqual([]);
    }
  });

  it('runs from right to left where its language does', async () => {
    const startOf = async (locale: MailLocale) => {
      await show(pages.light, { locale, mail });
      const box = await pages.light.locator('p').first().boundingBox();
      const direction = await pages.light
        .locator('p')
        .first()
        .evaluate((element) => {
          // Boundary: this runs in the browser.
          const { getComputedStyle } = globalThis as unknown as {
            getComputedStyle(of: unknown): { direction: string };
          };
          return getComputedStyle(element).direction;
        });
      return { direction, box: box !== null };
    };
    expect(await startOf('ar')).toEqual({ direction: 'rtl', box: true });
    expect(await startOf('en')).toEqual({ direction: 'ltr', box: true });
  });

  it('is what an overflow and a faint colour would be noticed in', async () => {
    const { html } = await writeSample({ mail });
    await pages.light.setContent(html.replaceAll('overflow-wrap:anywhere', 'white-space:nowrap'));
    expect(await overflowing(pages.light)).not.toEqual([]);
    await pages.light.setContent(html.replaceAll('#4b5563', '#999999'));
    expect(await complaints(pages.light)).toContain('color-contrast');
  });

  it('is shown in the preview, in all languages', async () => {
    const page = await browser.newPage({ colorScheme: null });
    await page.setContent(await previewMails({ ...mail, locales: [...few] }), { waitUntil: 'load' });
    const frames = page.frames().slice(1);
    expect(frames).toHaveLength(few.length * 4);
    const colours = await Promise.all(
      frames.slice(0, 2).map((frame) =>
        frame.locator('body').evaluate((body) => {
          // Boundary: this runs in the browser.
          const { getComputedStyle } = globalThis as unknown as {
            getComputedStyle(of: unknown): { backgroundColor: string };
          };
          return getComputedStyle(body).backgroundColor;
        }),
      ),
    );
    expect(colours).toEqual(['rgb(243, 244, 246)', 'rgb(11, 15, 25)']);
    await page.close();
  });
});

describe('the preview', () => {
  it('shows every language with both codes, and what a template writes', async () => {
    const page = await previewMails({ appName: '<b>' });
    expect(page.match(/<iframe/g)).toHaveLength(mailLocales.length * 4);
    const withNotices = await previewMails({ appName: 'x', notifyNewNetwork: true });
    expect(withNotices.match(/<iframe/g)).toHaveLength(mailLocales.length * 6);
    expect(page).not.toContain('<b>');
    const own = await previewMails({ locales: ['en'], template: ({ code }) => ({ html: `<i>${code}</i>` }) });
    expect(own.match(/srcdoc="&lt;i&gt;042137&lt;\/i&gt;"/g)).toHaveLength(2);
  });

  it('refuses options that are wrong, as the service does', async () => {
    await expect(previewMails({ appname: 'x' } as object)).rejects.toThrow(
      'mail.appname is not an option; did you mean mail.appName?',
    );
  });
});
