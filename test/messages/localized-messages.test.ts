import { describe, expect, it } from 'vitest';
import { type AuthErrorCode, defaultMessages } from '../../src/core/errors.js';
import { localizedMessages } from '../../src/index.js';
import { isMailLocale, type MailLocale, mailLocales } from '../../src/mail/languages/index.js';

const codes = Object.keys(defaultMessages) as AuthErrorCode[];
const sentencesIn = (locale: MailLocale): string[] => codes.map((code) => localizedMessages(code, locale));
/** What is the same everywhere. */
const international = /e-?mail|login|logg?/gi;
/** English words that stand in our sentences, and in no other language that we write. */
const english = /\b(this|wrong|please|you|may|request|your|sent|the|again|expired)\b/i;
const endings = /[.。।]$/u;
const scripts: Readonly<Record<string, RegExp>> = {
  el: /\p{Script=Greek}/u,
  ...{ uk: /\p{Script=Cyrillic}/u, ru: /\p{Script=Cyrillic}/u },
  ...{ ar: /\p{Script=Arabic}/u, fa: /\p{Script=Arabic}/u, he: /\p{Script=Hebrew}/u },
  ...{ hi: /\p{Script=Devanagari}/u, ja: /\p{Script=Katakana}/u, ko: /\p{Script=Hangul}/u },
  ...{ 'zh-Hans': /\p{Script=Han}/u, 'zh-Hant': /\p{Script=Han}/u },
};

describe.each(mailLocales.filter((locale) => locale !== 'en'))('the refusals in %s', (locale) => {
  const sentences = sentencesIn(locale);

  it('are a plain sentence for each code', () => {
    expect(new Set(sentences).size).toBe(codes.length);
    for (const sentence of sentences) {
      expect(sentence).toMatch(endings);
      expect(sentence).toBe(sentence.trim().normalize('NFC'));
      expect(sentence).not.toMatch(/[<>&\n{}]|https?:|\p{Cc}|undefined/u);
      expect(sentence.length).toBeLessThan(130);
    }
  });

  it('are in that language alone', () => {
    for (const sentence of sentences) {
      const words = sentence.replace(international, '');
      expect([sentence, english.test(words)]).toEqual([sentence, false]);
      const script = scripts[locale];
      if (script) expect(sentence).toMatch(locale === 'ja' ? /[\p{Script=Han}\p{Script=Hiragana}]/u : script);
      if (script) expect(words).not.toMatch(/\p{Script=Latin}/u);
    }
  });
});

describe('the built-in sentences', () => {
  it('are the standard ones in English, and others in each other language', () => {
    expect(sentencesIn('en')).toEqual(Object.values(defaultMessages));
    expect(new Set(mailLocales.map((locale) => sentencesIn(locale).join())).size).toBe(mailLocales.length);
    expect(mailLocales.every(isMailLocale)).toBe(true);
  });
});
