import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DemoMail } from '../../examples/web/mailbox.js';
import { startChromium, whyNoChromium } from '../support/chromium.js';
import { codeIn, startDemoPage } from '../support/demo-page.js';
import { noLimits, wrongCode } from '../support/service.js';

const missing = await whyNoChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(missing)(`the sign-in page in Chromium${missing ? ` (${missing})` : ''}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let server: Awaited<ReturnType<typeof startDemoPage>>;
  const troubles: string[] = [];
  let logins = 0;
  /** Each test has its own: the pause of one address holds nobody else up. */
  let email = '';
  let addresses = 0;
  beforeAll(async () => {
    browser = await startChromium();
    const limits = { ...noLimits, shortCodesPerIdentity: { limit: 2 } };
    server = await startDemoPage({ loginCode: { resendAfter: 2 }, limits });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    context = await browser.newContext({ locale: 'en', ...options });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    troubles.length = 0;
    logins = 0;
    addresses += 1;
    email = `ada${addresses}@example.com`;
    page.on('console', (message) => {
      // A refusal has a status of its own, which Chromium reports.
      if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
        troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (request.postData()?.includes('login(')) logins += 1;
    });
    await page.goto(server.url);
    await address().waitFor();
  };
  beforeEach(() => open());
  afterEach(async () => {
    await context.close();
    // What the policy of the page forbids is among these.
    expect(troubles).toEqual([]);
  });

  const address = () => page.locator('login-code').getByRole('textbox');
  const codeInput = () => page.locator('login-code input[autocomplete=one-time-code]');
  const button = (name: string) => page.locator('login-code').getByRole('button', { name });
  const error = () => page.locator('login-code').getByRole('alert');
  /** Waits for the step, then for the mail. */
  const requestCode = async (typed = email): Promise<DemoMail> => {
    const mail = server.mailbox.next(typed);
    await address().fill(typed);
    await page.keyboard.press('Enter');
    await codeInput().waitFor();
    return mail;
  };
  const signedIn = () => page.getByText('Signed in as').waitFor();
  const fail = async (mail: DemoMail) => {
    await codeInput().fill(wrongCode(codeIn(mail)));
    await error().filter({ hasText: 'wrong' }).waitFor();
  };
  /** Whatever has the focus, also inside of a shadow root. */
  const focused = () =>
    page.evaluate("(document.activeElement.shadowRoot ?? document).activeElement?.id ?? ''");
  /** @param look - a look at `form`, the shadow root */
  const inForm = (look: string) =>
    page.evaluate(`{ const form = document.querySelector('login-code').shadowRoot; ${look} }`);
  const scrollsSideways = () =>
    page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  const violations = async (): Promise<unknown> => {
    // The policy of the page forbids scripts of others. Those of the debugger are none.
    await page.evaluate(axe);
    return page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]))',
    );
  };

  it('logs in, shows the mail as it arrives, who is signed in, and signs out', async () => {
    const mail = await requestCode();
    await page.locator('#mails').getByText(codeIn(mail)).first().waitFor();
    await codeInput().pressSequentially(codeIn(mail));
    await signedIn();
    await page.getByText(`"me": "${email}"`).waitFor();
    expect(await focused()).toBe('who');
    await page.reload();
    await signedIn();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await address().waitFor();
    expect(logins).toBe(1);
  });

  it('shows the minute that the mail has', async () => {
    const mail = await requestCode();
    const shown = await page.locator('login-code').getByText('Requested').textContent();
    const [mark = ''] = /\d\d:\d\d\u00a0UTC/.exec(shown ?? '') ?? [];
    // The clock of the server is the same here, but may be in the next minute already.
    const [inMail = ''] = /\d\d:\d\d\u00a0UTC/.exec(mail.text) ?? [];
    const minutes = [mark, inMail].map((time) => Date.parse(`2026-01-01T${time.slice(0, 5)}Z`) / 60_000);
    expect(Math.abs((minutes[0] ?? 0) - (minutes[1] ?? 9)) % 1439).toBeLessThanOrEqual(1);
  });

  it('says that a code is wrong, marks it for the next one, and never sends it twice', async () => {
    const mail = await requestCode();
    await fail(mail);
    expect(await codeInput().getAttribute('aria-invalid')).toBe('true');
    expect(await focused()).toBe('code');
    await page.keyboard.press('Enter');
    await page.keyboard.type(codeIn(mail));
    await signedIn();
    expect(logins).toBe(2);
  });

  it('takes a code that is pasted with spaces around and inside of it', async () => {
    const code = codeIn(await requestCode());
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(
      (text) => {
        // Boundary: this runs in the browser.
        const { navigator } = globalThis as unknown as {
          navigator: { clipboard: { writeText(text: string): Promise<void> } };
        };
        return navigator.clipboard.writeText(text);
      },
      ` ${code.slice(0, 3)} ${code.slice(3)} \n`,
    );
    await codeInput().press('Control+V');
    await signedIn();
    expect(logins).toBe(1);
  });

  it('takes the ten letters and digits of an address under attack, with a keyboard that has letters', async () => {
    for (const ip of ['192.0.2.1', '192.0.2.2']) await server.auth.requestLoginCode(email, { ip });
    await server.auth.close();
    const code = codeIn(await requestCode());
    expect(code).toMatch(/^\w{5}-\w{5}$/);
    expect(await codeInput().getAttribute('inputmode')).toBe('text');
    await codeInput().pressSequentially(code.toLowerCase().slice(0, -1));
    expect(logins).toBe(0);
    await page.keyboard.type(code.slice(-1));
    await signedIn();
    expect(logins).toBe(1);
  });

  it('lets the page answer a guard, and goes on', async () => {
    const sent: string[] = [];
    const answers = [
      { errors: [{ message: 'No.', extensions: { code: 'REQUEST_REFUSED', reason: 'captcha' } }] },
      { data: { requestLoginCode: { challenge: 'c', expiresIn: 300, resendAfter: 60, codeLength: 6 } } },
    ];
    await page.route('**/graphql', (route) => {
      sent.push(route.request().postData() ?? '');
      return route.fulfill({ json: answers[sent.length - 1] });
    });
    await page.evaluate(
      "document.querySelector('login-code').addEventListener('refused', ({ detail }) => { if (detail.reason === 'captcha') detail.retry({ captcha: 'solved' }); })",
    );
    await address().fill(email);
    await button('Send login code').click();
    await codeInput().waitFor();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toContain('captcha: \\"solved\\"');
  });

  it('asks for another code when its pause is over, and takes the new one', async () => {
    const first = await requestCode();
    expect(await button('Send another code').getAttribute('aria-disabled')).toBe('true');
    await codeInput().pressSequentially('12');
    await page.locator('login-code').getByRole('status').filter({ hasText: 'now' }).waitFor();
    const next = server.mailbox.next(email);
    await button('Send another code').click();
    const second = await next;
    expect(codeIn(second)).not.toBe(codeIn(first));
    await page.waitForFunction(
      "document.querySelector('login-code').shadowRoot.querySelector('input').value === ''",
    );
    expect(await focused()).toBe('code');
    await page.keyboard.type(codeIn(second));
    await signedIn();
  });

  it('still waits for the code after a reload', async () => {
    const mail = await requestCode();
    await page.reload();
    await codeInput().waitFor();
    // A page that has just opened leaves the focus alone.
    expect(await focused()).toBe('');
    await codeInput().fill(codeIn(mail));
    await signedIn();
  });

  it('needs no mouse', async () => {
    await page.locator('#language').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('email');
    await page.keyboard.type('nobody@example.com');
    await page.keyboard.press('Enter');
    await codeInput().waitFor();
    expect(await focused()).toBe('code');
    for (const _ of ['submit', 'resend', 'change']) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await button('Send login code').waitFor();
    expect(await focused()).toBe('email');
    const mail = server.mailbox.next(email);
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await codeInput().waitFor();
    await page.keyboard.type(codeIn(await mail));
    await signedIn();
  });

  it('says what is wrong with an address, and keeps it', async () => {
    await address().fill('ada');
    await page.keyboard.press('Enter');
    await error().filter({ hasText: 'valid' }).waitFor();
    expect(await address().inputValue()).toBe('ada');
    expect(await focused()).toBe('email');
  });

  it('says that it cannot be reached, and works when it can', async () => {
    const mail = await requestCode();
    await context.setOffline(true);
    await codeInput().fill(codeIn(mail));
    await error().filter({ hasText: 'not available' }).waitFor();
    await context.setOffline(false);
    await button('Log in').click();
    await signedIn();
  });

  it('speaks another language, from right to left, with a code from left to right', async () => {
    await page.locator('#language').selectOption('ar');
    const mail = await requestCode();
    expect(mail.subject).toContain('رمز');
    const shown = await inForm(
      "['#code', 'form'].map((one) => getComputedStyle(form.querySelector(one)).direction).concat(form.querySelector('form').lang)",
    );
    expect(shown).toEqual(['ltr', 'rtl', 'ar']);
    expect(await violations()).toEqual([]);
    await codeInput().fill(codeIn(mail));
    await signedIn();
  });

  it('does not scroll sideways at 320 pixels, or at 200 % of 640', async () => {
    for (const options of [
      { viewport: { width: 320, height: 640 } },
      { viewport: { width: 320, height: 480 }, deviceScaleFactor: 2 },
    ]) {
      await context.close();
      await open(options);
      expect(await scrollsSideways()).toBe(false);
      const mail = await requestCode(`${'ada'.repeat(18)}${email}.${'example'.repeat(8)}.com`);
      expect(await scrollsSideways()).toBe(false);
      await fail(mail);
      expect(await scrollsSideways()).toBe(false);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      expect(await scrollsSideways()).toBe(false);
    }
  });

  it('has borders and a visible focus in forced colours', async () => {
    await context.close();
    await open({ forcedColors: 'active' });
    await requestCode();
    const borders = await inForm(
      "[...form.querySelectorAll('input, button')].map((e) => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).borderTopColor])",
    );
    // Boundary: pairs of strings, see above.
    for (const [style, colour] of borders as [string, string][]) {
      expect(style).toBe('solid');
      expect(colour).not.toMatch(/^rgba\(.*, 0\)$|transparent/);
    }
    expect(await inForm("getComputedStyle(form.querySelector('#code')).outlineStyle")).toBe('solid');
  });

  it.each(['light', 'dark'] as const)('has no violation that axe knows, in any state: %s', async (scheme) => {
    await context.close();
    await open({ colorScheme: scheme });
    expect(await violations()).toEqual([]);
    await address().fill('ada');
    await page.keyboard.press('Enter');
    await error().filter({ hasText: 'valid' }).waitFor();
    expect(await violations()).toEqual([]);
    const mail = await requestCode();
    expect(await violations()).toEqual([]);
    await fail(mail);
    expect(await violations()).toEqual([]);
    await page.locator('#language').selectOption('de');
    await page.getByRole('button', { name: 'Anmelden' }).waitFor();
    expect(await violations()).toEqual([]);
    await codeInput().fill(codeIn(mail));
    await signedIn();
    expect(await violations()).toEqual([]);
  });
});
