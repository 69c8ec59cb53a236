import { describe, expect, it } from 'vitest';
import { readCookies } from '../../src/cookie/read-cookie.js';

describe('a header Cookie', () => {
  it.each<[header: string | null, found: Record<string, string | null>]>([
    [null, {}],
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1; b=2;c=3', { a: '1', b: '2', c: '3' }],
    ['  a = 1 ;\tb=2', { a: '1', b: '2' }],
    ['a=1; a=2', { a: null }],
    ['a=1; b=2; a=1', { a: null, b: '2' }],
    ['a=1; a=2; a=3', { a: null }],
    ['a=; a=1', { a: null }],
    ['a=1; A=2', { a: '1', A: '2' }],
    ['a=1=2', { a: '1=2' }],
    ['a="1"', { a: '"1"' }],
    ['a=%31', { a: '%31' }],
    ['a; b=2', { b: '2' }],
    ['=a=1', { '': 'a=1' }],
    ['\u00a0a=1', { '\u00a0a': '1' }],
    ['a=1, a=2', { a: '1, a=2' }],
    ['__proto__=1; a=2', { ['__proto__']: '1', a: '2' }],
    ['constructor=1', { constructor: '1' }],
    ['$Version=1; a=1; $Path=/', { $Version: '1', a: '1', $Path: '/' }],
  ])('%j', (header, found) => {
    expect([...readCookies(header)]).toEqual(Object.entries(found));
  });

  it('that is longer than any server reads is not read, and a long one is read at once', () => {
    expect(readCookies(`a=1; ${'b'.repeat(20_000)}=2`).size).toBe(0);
    const many = Array.from({ length: 3000 }, (_, i) => `${i}=x`).join(';');
    expect(readCookies(many.slice(0, 16_000)).size).toBeGreaterThan(1000);
  });
});
