import { describe, expect, it } from 'vitest';
import { languages, type MailLocale, mailLocales } from '../../src/mail/languages/index.js';
import { noticeLanguages } from '../../src/mail/languages/notice/index.js';
import { linesOfHtml, writeSampleNotice } from '../support/sample-mails.js';

const latin = /^(en|de|fr|es|pt|it|nl|pl|cs|sv|da|nb|fi|tr)$/;
const mail = { appName: 'Kwxq', support: 'ada@kwxq.example', notifyNewNetwork: true } as const;
/** Names and numbers, which are the same everywhere. */
const names = /Kwxq|ada@kwxq\.example|Firefox|Windows|UTC|\{\w+\}|192\.0\.2\.0\/24/g;
const english = /\b(you|your|this|was|with|from|network|change|then|somebody|new)\b/i;
/** Words of theirs that look English. */
const own: Readonly<Partial<Record<MailLocale, RegExp>>> = { nl: /\bwas\b/gi };

describe.each(mailLocales)('a notice in %s', (locale) => {
  it('has all its parts, and no code', async () => {
    const { subject, text, html } = await writeSampleNotice({ locale, mail });
    expect(subject).toContain('Kwxq');
    for (const part of ['Kwxq', 'Firefox', 'Windows', 'UTC', '192.0.2.0/24', 'ada@kwxq.example']) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(text.trimEnd().split('\n\n')).toHaveLength(6);
    expect(`${subject}${text}`).not.toMatch(/[{}<>]|undefined|null/);
    expect(html).not.toMatch(/<a\b|<img|<table|href=|https?:|class="code"/);
    expect(html).toContain(`<html lang="${locale}" dir="${languages[locale].direction}">`);
  });

  it('names no app, no device, no network and no help where there are none', async () => {
    const given = { locale, userAgent: null, network: null, mail: { notifyNewNetwork: true } };
    const { subject, text } = await writeSampleNotice(given);
    expect(`${subject}${text}`).not.toMatch(/[{}]| {2}| [:：]$/m);
    const paragraphs = text.trimEnd().split('\n\n');
    expect(paragraphs).toHaveLength(4);
    expect(paragraphs.every((paragraph) => !paragraph.includes('\n'))).toBe(true);
  });

  it('says the same in its text and in its HTML', async () => {
    const { text, html } = await writeSampleNotice({ locale, mail });
    expect(linesOfHtml(html)).toEqual(text.split('\n').filter((line) => line !== ''));
  });

  it('is in that language alone', async () => {
    const { subject, text } = await writeSampleNotice({ locale, mail });
    const words = `${subject}\n${text}`.replace(names, '').replace(own[locale] ?? /$^/, '');
    expect([words, english.test(words)]).toEqual([words, locale === 'en']);
    if (!latin.test(locale)) expect(words).not.toMatch(/\p{Script=Latin}/u);
  });

  it('has plain text in its file', () => {
    const sentences = Object.values(noticeLanguages[locale]);
    expect(new Set(sentences).size).toBe(7);
    for (const sentence of sentences) {
      expect(sentence).toBe(sentence.trim());
      expect(sentence).toBe(sentence.normalize('NFC'));
      expect(sentence).not.toMatch(/[<>&\n]|https?:|\p{Cc}/u);
    }
  });
});

it('there is a notice in each language', () => {
  expect(Object.keys(noticeLanguages).sort()).toEqual([...mailLocales].sort());
});

it('a network keeps its order where the text runs from right to left', async () => {
  const network = '2001:db8::/48';
  expect((await writeSampleNotice({ locale: 'he', network })).text).toContain(`\u2066${network}\u2069`);
  expect((await writeSampleNotice({ locale: 'de', network })).text).toContain(`: ${network}\n`);
});

it('what comes into HTML is escaped', async () => {
  const { html } = await writeSampleNotice({ mail: { ...mail, appName: '<b>"A" & \'B\'</b>' } });
  expect(html).not.toContain('<b>');
  expect(html).toContain('&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;');
});
