import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedLanguages } from '../../src/mail/accepted-languages.js';
import { createChooseLocale } from '../../src/mail/choose-locale.js';
import { mailLocales } from '../../src/mail/languages/index.js';
import { cpuTime } from '../support/cpu-time.js';
import { bytesHeld, cutOut } from '../support/documents.js';

const choose = createChooseLocale(mailLocales, 'en');

describe('the language of a mail', () => {
  it.each<[string, string]>([
    ...mailLocales.map((locale): [string, string] => [locale, locale]),
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['yue', 'zh-Hant'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['pt-BR', 'pt'],
    ['pt-PT', 'pt'],
    ['iw', 'he'],
    ['prs', 'fa'],
    ['gsw', 'de'],
    ['sk', 'cs'],
    ['ca', 'es'],
    ['de_AT', 'de'],
    ['DE-de', 'de'],
    [' fr-CA ', 'fr'],
    ['de-DE-1996', 'de'],
    ['en-US-u-hc-h12', 'en'],
    ['de-x-private', 'de'],
  ])('of %s is %s', (tag, locale) => {
    expect(createChooseLocale(mailLocales, 'fi')(tag)).toBe(locale);
  });

  it.each([
    ['sr'],
    ['sr-Latn-RS'],
    ['id'],
    ['*'],
    [''],
    ['und'],
    ['mul'],
    ['i-klingon'],
    ['x-y'],
    ['qaa'],
    ['de;q=0'],
    ['de;q=x'],
    ['de;level=1'],
    ['a'.repeat(10_000)],
    [`${'*,'.repeat(20)}de`],
    ['<script>'],
    ['de\r\nBcc: eve@example.com'],
  ])('of %j is the usual one', (list) => {
    expect(createChooseLocale(mailLocales, 'fi')(list)).toBe('fi');
  });

  it.each([
    ['de-CH,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.5, fr;q=0.9', 'fr'],
    ['en;q=0.5,fr ; q=0.9', 'fr'],
    ['sr,hr;q=0.9,de;q=0.5', 'de'],
    ['*, de;q=0.1', 'de'],
    ['ru;q=0, de;q=0.1', 'de'],
    ['sk,cs;q=0.8', 'cs'],
    ['fr, en', 'fr'],
    [',,de,,', 'de'],
  ])('of the list %j is %s', (list, locale) => {
    expect(choose(list)).toBe(locale);
  });

  it('is what the first wish says that can be answered', () => {
    expect(choose('ja', 'de')).toBe('ja');
    expect(choose('sr', 'de')).toBe('de');
    expect(choose(undefined, 'de')).toBe('de');
    expect(choose(null, null)).toBe('en');
    for (const wish of [5, {}, ['ja'], () => 'ja', Symbol('ja'), new String('ja')])
      expect(choose(wish, 'de')).toBe('de');
  });

  it('is among those that there are', () => {
    const few = createChooseLocale(['de', 'ja'], 'de');
    expect([few('ja'), few('en-GB'), few('zh'), few('fr,ja;q=0.1')]).toEqual(['ja', 'de', 'de', 'ja']);
  });

  it('is found for any text, the same each time', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'de',
        'zh-Hant-TW',
        '*',
        '-',
        '_',
        ',',
        ';q=',
        '0.5',
        '1',
        ' ',
        'u-',
        'x-',
        'und',
        '\r\n',
      ),
    );
    const property = fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
      const text = list.join('');
      const locale = choose(text);
      expect(mailLocales).toContain(locale);
      expect(createChooseLocale(mailLocales, 'en')(text)).toBe(locale);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('is found as fast for a megabyte', () => {
    for (const piece of ['de,', 'x-', ';q=0.1', ' ', '*,', 'a-b-c-', 'de;q=0.1,']) {
      const before = cpuTime();
      expect(mailLocales).toContain(choose(piece.repeat(300_000)));
      expect(cpuTime() - before).toBeLessThan(500);
    }
  });
});

describe('a choice that is remembered', () => {
  it('does not keep the document that its text was cut out of', () => {
    const before = bytesHeld();
    for (let i = 0; i < 40; i += 1) choose(cutOut(`de-CH-variant${i}`));
    expect(bytesHeld() - before).toBeLessThan(5_000_000);
  });
});

describe('the languages that somebody accepts', () => {
  it('come in the order of their weights, the first ten at most', () => {
    expect(acceptedLanguages('de;q=0.5,fr,it;q=0.75,es;q=1.000')).toEqual(['fr', 'es', 'it', 'de']);
    expect(acceptedLanguages(Array.from({ length: 50 }, () => 'de').join())).toHaveLength(10);
  });

  it('are nothing but a language, and the script of Chinese: the matcher never forgets one', () => {
    const alphabet = fc.constantFrom(
      'de',
      'zh',
      'sr',
      'Latn',
      'Hant',
      'TW',
      'AT',
      'u',
      'hc',
      'h12',
      'x',
      'abcde',
      '-',
      '_',
    );
    const property = fc.property(fc.array(alphabet, { maxLength: 12 }), (parts) => {
      for (const tag of acceptedLanguages(parts.join('-'))) expect(tag).toMatch(/^[a-z]{2,3}(-Han[st])?$/);
    });
    fc.assert(property, { numRuns: 2000 });
    expect(acceptedLanguages('qaa, zzq, abcde-Latn, x-y')).toEqual([]);
  });
});
