import { describe, expect, it } from 'vitest';
import { generateDigits, generateLongCode, normalizeCode } from '../../src/core/login-code.js';

describe('login codes', () => {
  it.each([
    ['spaces', ' 123 456 ', '123456'],
    ['hyphens of any kind', '123-456\u2013', '123456'],
    ['full-width digits', '１２３４５６', '123456'],
    ['Arabic-Indic digits', '٠١٢٣٤٥', '012345'],
    ['Persian digits', '۴۵۶۷۸۹', '456789'],
    ['lower case', 'abcde-fghjk', 'ABCDEFGHJK'],
    ['O for 0, I and L for 1', 'OIL456oil7', '0114560117'],
    ['invisible characters of a copied code', '123\u200B456\uFEFF', '123456'],
  ])('forgives %s', (_, input, expected) => {
    expect(normalizeCode(input)).toBe(expected);
  });

  it.each([
    ['nothing', ''],
    ['10 kB', '1'.repeat(10_000)],
    ['other characters', '12345$'],
    ['NUL', '12345\0'],
  ])('knows that %s is no code', (_, input) => {
    expect(normalizeCode(input)).toBeNull();
  });

  it('spreads digits evenly: chi-square over a million codes, first and last digit and halves', () => {
    const total = 1_000_000;
    const buckets = new Array<number>(1000).fill(0);
    for (let i = 0; i < total; i += 1) {
      const bucket = Math.floor(Number(generateDigits(6)) / 1000);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    const expected = total / buckets.length;
    const chiSquare = buckets.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    // 999 degrees of freedom: outside of this about once in 10^9 runs.
    expect(chiSquare).toBeGreaterThan(750);
    expect(chiSquare).toBeLessThan(1290);
  });

  it('keeps leading zeros', () => {
    const codes = Array.from({ length: 5000 }, () => generateDigits(6));
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  });

  it('writes long codes that survive being normalised', () => {
    const code = generateLongCode();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(normalizeCode(code.toLowerCase())).toBe(code);
  });
});
