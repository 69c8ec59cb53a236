import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrastOf, dark, inkOn, light } from '../../src/mail/palette.js';
import { linesOfHtml, writeSample } from '../support/sample-mails.js';

/** Tags of the built-in mail, none of which runs, loads or leads anywhere. */
const tagsOf = (html: string): string[] => [
  ...new Set([...html.matchAll(/<[/!]?([a-z]+)/gi)].map(([, name = '']) => name.toLowerCase())),
];
const harmless = ['doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'div', 'p', 'br'];

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="https://evil.example">Log in</a>',
  "' onmouseover='alert(1)",
  '</title></head><body><h1>x</h1>',
  '</style><script>1</script>',
  '&lt;script&gt;',
  '{code} {app} {support} {time}',
  '$& $1 $`',
  '<!-- ',
  ']]>',
];

describe('words of others in the HTML', () => {
  it.each(attacks)('are text: the app is called %s', async (appName) => {
    const plain = tagsOf((await writeSample({ mail: { appName: 'x' } })).html);
    for (const logo of [{}, { logo: 'https://example.com/x.png' }]) {
      const { html, text, subject } = await writeSample({ mail: { appName, ...logo } });
      expect(tagsOf(html).filter((tag) => tag !== 'img')).toEqual(plain);
      expect(html.replace(/"[^"]*"/g, '').match(/<[^>]* on\w+=/g)).toBe(null);
      expect(linesOfHtml(html)).toEqual(text.split('\n').filter(Boolean));
      expect(linesOfHtml(html)[0]).toBe(appName.trim());
      expect(subject).toBe(`042137 is your ${appName.trim()} login code`);
    }
  });

  it.each([
    ...attacks.map((attack) => `Mozilla/5.0 (${attack}) ${attack}/1.0`),
    `<b>/1.0 Firefox/140.0 ${'x'.repeat(10_000)}`,
    'Mozilla/5.0 (<b>Windows</b> NT 10.0) Firefox/<i>140</i>',
    '\r\nBcc: eve@example.com\r\n\r\nFirefox/140.0',
  ])('are text: the browser is %s', async (userAgent) => {
    const { html, text, subject } = await writeSample({ userAgent });
    expect(harmless).toEqual(expect.arrayContaining(tagsOf(html)));
    expect(`${subject}${html}${text}`).not.toMatch(/<b>|evil|eve@|alert|onmouse/);
  });

  it.each([
    ['Your account is locked go to evil.example/1.0 ', 'Requested: November'],
    ['MyApp/1.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)', 'Device: iOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Device: Firefox on Linux'],
  ])('are shown where they are the name of a known browser: %s', async (userAgent, shown) => {
    const { text } = await writeSample({ userAgent });
    expect(text).toContain(shown);
    expect(text).not.toMatch(/evil|MyApp/);
  });

  it.each(attacks)('never come from its arguments: %s', async (attack) => {
    const usual = await writeSample();
    const { request, ...mail } = await writeSample({ args: { locale: attack, name: attack } });
    expect(mail).toEqual({ ...mail, subject: usual.subject, html: usual.html, text: usual.text });
    expect(request.args).toEqual({ locale: attack, name: attack });
  });

  it.each(['<b>', 'de"><b>', '__proto__', 'constructor', '', 'EN'])(
    'are no language that there is not: %j',
    async (locale) => {
      const { html, locale: chosen } = await writeSample({ locale });
      expect(chosen).toBe('en');
      expect(html).toContain('<html lang="en" dir="ltr">');
    },
  );
});

describe('the HTML', () => {
  it('has no table, no link, no form and no script', async () => {
    const { html } = await writeSample({
      mail: { appName: 'x', color: '#ff0000', support: 'a@example.com' },
    });
    expect(tagsOf(html)).toEqual(harmless);
    expect(html).not.toMatch(/https?:|href|src=|url\(|@import/);
  });

  it('shows a logo in the place of the name', async () => {
    const logo = 'https://example.com/logo.png?a=1&b=2';
    const { html } = await writeSample({ mail: { appName: 'A & B', logo } });
    expect(html.match(/<img [^>]*>/g)).toHaveLength(1);
    expect(html).toContain('src="https://example.com/logo.png?a=1&amp;b=2" alt="A &amp; B"');
  });

  it('has a preheader that readers do not see twice', async () => {
    const { html, text } = await writeSample();
    expect(html.split('It is valid for 5 minutes')).toHaveLength(3);
    expect(text.split('It is valid for 5 minutes')).toHaveLength(2);
  });

  it('is small, whatever it says: Gmail cuts at 102 kB', async () => {
    const { html } = await writeSample({ locale: 'hi', mail: { appName: 'x'.repeat(64) } });
    expect(Buffer.byteLength(html)).toBeLessThan(6000);
  });
});

describe('colours', () => {
  it.each([
    ['light', light],
    ['dark', dark],
  ])('have a contrast of 4.5 at least where the screen is %s', (_, { card, field, text, quiet }) => {
    expect(contrastOf(text, card)).toBeGreaterThan(4.5);
    expect(contrastOf(text, field)).toBeGreaterThan(4.5);
    expect(contrastOf(quiet, card)).toBeGreaterThan(4.5);
  });

  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#0000ff', '#ffffff', 8.59],
  ])('%s on %s has the contrast that WCAG says', (one, other, contrast) => {
    expect(contrastOf(one, other)).toBeCloseTo(contrast, 2);
    expect(contrastOf(other, one)).toBe(contrastOf(one, other));
  });

  it("have a name on them that can be read, whatever the host's own is", () => {
    const colors = fc.integer({ min: 0, max: 0xff_ff_ff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
    const property = fc.property(colors, (color) => {
      expect(contrastOf(color, inkOn(color))).toBeGreaterThan(4.5);
    });
    fc.assert(property);
  });
});
