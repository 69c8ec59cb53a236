import { describe, expect, it } from 'vitest';
import {
  generateChallenge,
  generateDigits,
  generateLongCode,
  normalizeCode,
  readChallenge,
} from '../../src/code/login-code.js';
import { howMuch } from '../support/thoroughness.js';

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
    ['bidi marks around it', '\u202A123456\u202C\u200E', '123456'],
    ['a variation selector, a filler and a soft hyphen', '12\uFE0F34\u3164\u00AD56', '123456'],
    ['Devanagari digits', '०१२३४५', '012345'],
    ['Bengali digits', '০১২৩৪৫', '012345'],
    ['Thai digits', '๐๑๒๓๔๕', '012345'],
    ['mathematical digits of five kinds', '𝟎𝟙𝟤𝟯𝟺5', '012345'],
    ['the minus sign', '123\u2212456', '123456'],
    ['a sentence end', '123456.', '123456'],
    ['sentence ends of other scripts', '123456。۔।', '123456'],
    ['quotes', '"123456"', '123456'],
    ['German quotes', '„123456“', '123456'],
    ['guillemets', '«123456»', '123456'],
    ['corner brackets', '「123456」', '123456'],
    ['accents that stand for quotes', '`123456\u00B4', '123456'],
    ['brackets', '[(<{123456}>)]', '123456'],
    ['marks of a rich text', '**123456**', '123456'],
    ['a long sound mark for a hyphen', '123ー456', '123456'],
    ['a full-width tilde for a hyphen', '123～456', '123456'],
    ['line breaks and no-break spaces', '\r\n123\u00A0456\u2028\t', '123456'],
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

  it('reads the digits of every script, and a dash of every kind between them', () => {
    const rows: string[][] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (/\p{Dash}/u.test(character)) expect(normalizeCode(`123${character}456`)).toBe('123456');
      if (!/\p{Nd}/u.test(character)) continue;
      if ((rows.at(-1)?.length ?? 10) === 10) rows.push([]);
      rows.at(-1)?.push(character);
    }
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) expect(normalizeCode(row.join(''))).toBe('0123456789');
  });

  it.each([
    ['one', '12345', 6, '012345'],
    ['all', '0', 6, '000000'],
    ['with look-alikes', 'l2345', 6, '012345'],
    ['in another script', '१२३४५', 6, '012345'],
    ['of a longer code', '1234567', 8, '01234567'],
    ['none', '123456', 6, '123456'],
  ])('gives back the zeros that a number input has dropped: %s', (_, input, digits, expected) => {
    expect(normalizeCode(input, digits)).toBe(expected);
  });

  it.each([
    ['a code of any length', '12345', 0, '12345'],
    ['letters', '1234A', 6, '1234A'],
    ['ten digits, which may be a long code', '1234567890', 12, '1234567890'],
    ['more digits than a short code has', '1234567', 6, '1234567'],
  ])('adds no zeros to %s', (_, input, digits, expected) => {
    expect(normalizeCode(input, digits)).toBe(expected);
  });

  it('adds no zeros to nothing', () => {
    expect(normalizeCode(' - ', 6)).toBeNull();
  });

  it('spreads digits evenly: chi-square over many codes, in a thousand parts', () => {
    const total = howMuch({ quick: 100_000, slow: 1_000_000 });
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

describe('readChallenge', () => {
  const challenge = generateChallenge();

  it.each([
    ['alone', challenge],
    ['with a line break behind it', `${challenge}\r\n`],
    ['with spaces around it', `  ${challenge}\t`],
  ])('takes a challenge %s', (_, input) => {
    expect(readChallenge(input)).toBe(challenge);
  });

  it.each([undefined, null, '', ' \n', 1, {}, [challenge]])('knows that %o is none', (input) => {
    expect(readChallenge(input)).toBeNull();
  });

  it('keeps so little of what is too long that it costs nothing, and so much that it is no challenge', () => {
    for (const input of ['x'.repeat(10_000_000), challenge + ' '.repeat(200), challenge.repeat(6)]) {
      expect(readChallenge(input)).toHaveLength(129);
    }
  });
});
