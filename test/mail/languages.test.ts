import { describe, expect, it } from 'vitest';
import { languages, type MailLocale, mailLocales } from '../../src/mail/languages/index.js';
import { codes, linesOfHtml, writeSample } from '../support/sample-mails.js';

const latin = new Set<MailLocale>([
  ...(['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl'] as const),
  ...(['cs', 'sv', 'da', 'nb', 'fi', 'tr'] as const),
]);
const mail = { appName: 'Kwxq', support: 'ada@kwxq.example' } as const;
/** Names, which are the same everywhere. */
const names = /Kwxq|ada@kwxq\.example|Firefox|Windows|UTC|\{\w+\}|042137|ABCDE-FGHJK/g;
/** English words that stand in our sentences, and in no other language that we write. */
const english =
  /\b(your|you|the|this|with|works|asked|ask|share|anyone|never|nobody|ignore|requested|minutes?)\b/i;
const isEnglish = (locale: MailLocale, text: string): boolean =>
  english.test(locale === 'fr' ? text.replace(/\bminutes?\b/g, '') : text);

describe.each(mailLocales)('a mail in %s', (locale) => {
  const language = languages[locale];

  it.each(Object.entries(codes))('has all its parts, with a %s code', async (_, code) => {
    const { subject, text, html } = await writeSample({ locale, code, mail });
    const shown = code === codes.long ? 'ABCDE-FGHJK' : code;
    expect(subject.startsWith(shown)).toBe(true);
    expect(subject).toContain('Kwxq');
    expect(text.split('\n').filter((line) => line.includes(shown))).toEqual([shown]);
    expect(html.split('\n').filter((line) => line === shown)).toHaveLength(1);
    for (const part of ['Kwxq', 'Firefox', 'Windows', 'UTC', 'ada@kwxq.example']) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(`${subject}${text}`).not.toMatch(/[{}<>]|undefined|null/);
    expect(html).not.toMatch(/<a\b|<img|<table|href=|https?:/);
  });

  it('names no app, no device and no help where there are none', async () => {
    const { subject, text } = await writeSample({ locale, userAgent: null });
    expect(subject.startsWith(codes.short)).toBe(true);
    expect(`${subject}${text}`).not.toMatch(/[{}]| {2}| [:：]$/m);
    const paragraphs = text.trimEnd().split('\n\n');
    expect(paragraphs).toHaveLength(6);
    expect(paragraphs.every((paragraph) => !paragraph.includes('\n'))).toBe(true);
  });

  it('says the same in its text and in its HTML', async () => {
    const { text, html } = await writeSample({ locale, code: codes.long, mail });
    expect(linesOfHtml(html)).toEqual(text.split('\n').filter((line) => line !== ''));
    const logo = 'https://kwxq.example/logo.png';
    const withLogo = await writeSample({ locale, code: codes.long, mail: { ...mail, logo } });
    expect(linesOfHtml(withLogo.html)).toEqual(linesOfHtml(html));
  });

  it('tells its language and direction', async () => {
    const { html } = await writeSample({ locale });
    const direction = ['ar', 'he', 'fa'].includes(locale) ? 'rtl' : 'ltr';
    expect(html).toContain(`<html lang="${locale}" dir="${direction}">`);
  });

  it('has the words for every number', () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    expect(Object.keys(language.minutes).sort()).toEqual([...pluralCategories].sort());
    // One and two may be words.
    for (const [category, phrase] of Object.entries(language.minutes)) {
      if (category !== 'one' && category !== 'two') expect(phrase).toContain('{count}');
    }
  });

  it('is in that language alone', async () => {
    const { subject, text } = await writeSample({ locale, mail });
    const words = `${subject}\n${text}`.replace(names, '');
    if (locale === 'en') expect(isEnglish(locale, words)).toBe(true);
    else expect([words, isEnglish(locale, words)]).toEqual([words, false]);
    if (!latin.has(locale)) expect(words).not.toMatch(/\p{Script=Latin}/u);
  });

  it('has plain text in its file', () => {
    const { minutes, ...sentences } = language;
    for (const sentence of [...Object.values(minutes), ...Object.values(sentences)]) {
      expect(sentence).toBe(sentence.trim());
      expect(sentence).toBe(sentence.normalize('NFC'));
      expect(sentence).not.toMatch(/[<>&\n]|https?:|\p{Cc}/u);
    }
  });
});

describe('numbers and dates', () => {
  it.each([
    ['en', 1, 'valid for 1 minute and'],
    ['en', 5, 'valid for 5 minutes and'],
    ['de', 1, 'ist 1 Minute gültig'],
    ['fr', 1, 'valable 1 minute et'],
    ['fr', 10, 'valable 10 minutes et'],
    ['pl', 1, 'przez 1 minutę i'],
    ['pl', 2, 'przez 2 minuty i'],
    ['pl', 5, 'przez 5 minut i'],
    ['cs', 1, 'platí 1 minutu a'],
    ['cs', 3, 'platí 3 minuty a'],
    ['cs', 5, 'platí 5 minut a'],
    ['uk', 1, 'дійсний 1 хвилину і'],
    ['uk', 4, 'дійсний 4 хвилини і'],
    ['uk', 10, 'дійсний 10 хвилин і'],
    ['ru', 1, 'действует 1 минуту и'],
    ['ru', 3, 'действует 3 минуты и'],
    ['ru', 5, 'действует 5 минут и'],
    ['fi', 1, 'voimassa 1 minuutin ja'],
    ['fi', 5, 'voimassa 5 minuuttia ja'],
    ['ar', 1, 'لمدة دقيقة واحدة و'],
    ['ar', 2, 'لمدة دقيقتين و'],
    ['he', 1, 'למשך דקה אחת ו'],
    ['he', 2, 'למשך שתי דקות ו'],
    ['fa', 5, 'تا ۵ دقیقه معتبر'],
    ['ja', 5, '5 分間有効'],
  ])('%s counts %d minutes', async (locale, minutes, phrase) => {
    expect((await writeSample({ locale, expiresIn: minutes * 60 })).text).toContain(phrase);
  });

  it.each([
    [1, '1 minute '],
    [89, '1 minute '],
    [90, '2 minutes '],
    [299, '5 minutes '],
  ])('%d seconds are %s', async (expiresIn, phrase) => {
    expect((await writeSample({ expiresIn })).text).toContain(`valid for ${phrase}`);
  });

  it.each([
    ['en', 'November 25, 2026', '14:05'],
    ['de', '25. November 2026', '14:05'],
    ['ru', '25 ноября 2026', '14:05'],
    ['fa', '۴ آذر ۱۴۰۵', '۱۴:۰۵'],
    ['zh-Hant', '2026年11月25日', '14:05'],
  ])('%s writes the date and the time in UTC', async (locale, date, time) => {
    const { text } = await writeSample({ locale });
    expect(text).toContain(date);
    expect(text).toContain(`${time}\u00a0UTC`);
  });
});
