import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { CodeStep, LoginFormError } from '../../src/client/login-code/login-form.js';
import { complaintOf, directionOf, hintOf, pauseOf } from '../../src/client/login-code/put-into-words.js';
import type { LoginCodeWords } from '../../src/client/login-code/words.js';
import { createFormatsOf } from '../../src/mail/formats.js';
import { languages, mailLocales } from '../../src/mail/languages/index.js';
import { timeOf } from '../../src/mail/wording.js';

const folder = resolve(import.meta.dirname, '../../src/client/languages');
const fileOf = (locale: string) => join(folder, `${locale.toLowerCase()}.ts`);
const wordsOf = async (locale: string): Promise<LoginCodeWords> => (await import(fileOf(locale))).words;
const english = await wordsOf('en');

const names: Readonly<Partial<Record<keyof LoginCodeWords, string>>> = {
  hint: '{address}',
  requested: '{time}',
  retryIn: '{time}',
};
/** As wide as a button of a narrow phone. */
const labels = ['send', 'login', 'resend', 'change'] as const;
const step: CodeStep = {
  ...({ step: 'code', address: 'ada@example.com', codeLength: 6, busy: null, error: null } as const),
  ...{ requestedAt: Date.parse('2026-11-25T14:05:31Z'), resendAfter: 45 },
};
const errorOf = (code: string, retryAfter?: number): LoginFormError => ({
  ...{ code, retryAfter, reason: undefined, task: 'login', cause: null },
});

describe('the languages of <login-code>', () => {
  it('are those of the mail', () => {
    expect(readdirSync(folder).sort()).toEqual(
      mailLocales.map((locale) => `${locale.toLowerCase()}.ts`).sort(),
    );
  });

  it.each(mailLocales)('are complete, in plain text: %s', async (locale) => {
    const words = await wordsOf(locale);
    expect(Object.keys(words)).toEqual(Object.keys(english));
    expect(words.locale).toBe(locale);
    for (const [key, text] of Object.entries(words)) {
      // Boundary: the keys were compared.
      const name = names[key as keyof LoginCodeWords];
      expect(text.match(/\{\w*\}/g) ?? []).toEqual(name ? [name] : []);
      expect(text).toBe(text.trim().normalize('NFC'));
      expect(text).not.toMatch(/^$|[<>&\n]|https?:|\p{Cc}/u);
      expect(text.length).toBeLessThanOrEqual(90);
    }
    for (const label of labels) expect(words[label].length).toBeLessThanOrEqual(30);
    if (locale === 'en') return;
    const same = Object.entries(words).filter(([key, text]) => text === english[key as keyof LoginCodeWords]);
    expect(same).toEqual([]);
  });

  it.each(mailLocales)('say when in the words of the mail: %s', async (locale) => {
    const words = await wordsOf(locale);
    expect(words.requested).toBe(languages[locale].when);
    expect(directionOf(words)).toBe(languages[locale].direction);
    const [mark = ''] = /\u2068(.*)\u2069/.exec(hintOf(words, step).requested)?.slice(1) ?? [];
    expect(mark).toMatch(/^\p{Nd}{2}[:.]\p{Nd}{2}\u00a0UTC$/u);
    const [clock = '', zone = ''] = mark.split('\u00a0');
    const inMail = timeOf(createFormatsOf()(locale), step.requestedAt);
    expect([inMail.includes(clock), inMail.endsWith(zone)]).toEqual([true, true]);
  });

  it.each(mailLocales)('are at most half a kilobyte: %s', async (locale) => {
    const { outputFiles } = await build({
      entryPoints: [fileOf(locale)],
      ...{ bundle: true, minify: true, write: false, format: 'esm', target: 'es2022', charset: 'utf8' },
    });
    expect(gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThanOrEqual(500);
  });
});

describe('the words of <login-code>', () => {
  it.each([
    ['BAD_USER_INPUT', 'This is not a valid email address.'],
    ['INVALID_LOGIN_CODE', 'This code is wrong or has expired.'],
    ['TOO_MANY_REQUESTS', 'Too many attempts.'],
    ['REQUEST_REFUSED', 'This request was refused.'],
    ['DELIVERY_UNAVAILABLE', 'No emails can be sent at the moment.'],
    ['SERVICE_UNAVAILABLE', 'Login is not available at the moment.'],
    ['UNREACHABLE', 'Login is not available at the moment.'],
    ['constructor', 'Login is not available at the moment.'],
  ])('say what was wrong: %s', (code, sentence) => {
    expect(complaintOf(english, errorOf(code))).toBe(sentence);
  });

  it.each([
    [1, '1 sec'],
    [45, '45 sec'],
    [90, '90 sec'],
    [91, '2 min'],
    [300, '5 min'],
  ])('say when to try again: %d s', (seconds, duration) => {
    expect(complaintOf(english, errorOf('TOO_MANY_REQUESTS', seconds))).toBe(
      `Too many attempts. Try again in \u2068${duration}\u2069.`,
    );
  });

  it('name no pause that is over', () => {
    expect(complaintOf(english, errorOf('TOO_MANY_REQUESTS', 0))).toBe('Too many attempts.');
    expect(pauseOf(english, step)).toBe(' (45 sec)');
    expect(pauseOf(english, { ...step, resendAfter: 0 })).toBe('');
  });

  it('keep an address in one piece, whatever is in it', () => {
    const address = '{time}$&@example.com';
    expect(hintOf(english, { ...step, address }).hint).toBe(
      `Enter the code from the email to \u2068${address}\u2069.`,
    );
  });
});
