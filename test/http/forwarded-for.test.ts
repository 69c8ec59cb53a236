import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIp } from '../../src/core/address.js';
import { bearerOf, bearerOfParams } from '../../src/http/bearer.js';
import { readHops } from '../../src/http/forwarded-for.js';
import { cpuTime } from '../support/cpu-time.js';
import { forwardedHeaders } from './forwarded-headers.js';

const read = (header: string, value: string) => [...readHops(header)(value)];
const forwarded = (value: string) => read('forwarded', value);

describe('Forwarded', () => {
  it.each(forwardedHeaders)('$id: $must', ({ value, hops }) => {
    expect(forwarded(value)).toEqual(hops);
  });

  it('reads the element that a proxy has appended, whatever stands left of it', () => {
    const letters = fc.constantFrom(
      '"',
      '\\',
      ',',
      ';',
      '=',
      ' ',
      'f',
      'for=6.6.6.6',
      '"for=6.6.6.6"',
      '[',
      ']',
      ':',
    );
    const junk = fc.array(letters, { maxLength: 30 }).map((parts) => parts.join(''));
    const quoted = fc
      .array(fc.constantFrom('a', ',', ';', 'for=6.6.6.6', ' ', '\\"', '\\\\', '='), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(junk, quoted, fc.ipV4(), (left, host, address) => {
        expect(forwarded(`${left}, for=${address};host="${host}"`)[0]).toBe(address);
        expect(forwarded(`${left},host="${host}" ; For="${address}:80"`)[0]).toBe(address);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('X-Forwarded-For', () => {
  it.each<[string, (string | null)[]]>([
    ['203.0.113.9,,10.0.0.6', ['10.0.0.6', '203.0.113.9']],
    [', ,\t', []],
    ['192.0.2.1:80, [2001:db8::1]:443 ,2001:DB8::2', ['2001:db8::2', '2001:db8::1', '192.0.2.1']],
    ['"192.0.2.1"', [null]],
    ['"a, 192.0.2.1', ['192.0.2.1', null]],
    ['for=192.0.2.1', [null]],
    ['unknown, 192.0.2.1', ['192.0.2.1', null]],
  ])('reads %s', (value, hops) => {
    expect(read('x-forwarded-for', value)).toEqual(hops);
  });
});

describe('a header of one address', () => {
  it.each<[string, (string | null)[]]>([
    ['192.0.2.1', ['192.0.2.1']],
    [' \t192.0.2.1 ', ['192.0.2.1']],
    ['[2001:db8::1]:443', ['2001:db8::1']],
    ['192.0.2.1, 192.0.2.2', [null]],
  ])('is read: %s', (value, hops) => {
    expect(read('x-real-ip', value)).toEqual(hops);
  });
});

describe('what a stranger sends', () => {
  /** The best of many tries, in milliseconds: other processes only ever make one slower. */
  const duration = (work: () => unknown): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 15; round += 1) {
      const start = cpuTime();
      work();
      best = Math.min(best, cpuTime() - start);
    }
    return best;
  };

  const shapes: readonly [string, (count: number) => string][] = [
    ['spaces', (count) => `for=a${' '.repeat(count)}b`],
    ['spaces before', (count) => `${' '.repeat(count)}for=192.0.2.1`],
    ['spaces around the sign', (count) => `for${' '.repeat(count)}=${' '.repeat(count)}b`],
    ['tabs', (count) => `for=a${'\t'.repeat(count)}b;for=c`],
    ['commas', (count) => ','.repeat(count)],
    ['semicolons', (count) => ';'.repeat(count)],
    ['quotes', (count) => '"'.repeat(count + 1)],
    ['backslashes', (count) => `"${'\\'.repeat(count)}"`],
    ['backslashes and an open quote', (count) => `${'\\'.repeat(count)}"`],
    ['escaped quotes', (count) => `x="${'\\"'.repeat(count)}"`],
    ['escaped quotes without a beginning', (count) => `${'\\"'.repeat(count)}"`],
    ['runs of backslashes', (count) => `"${'\\\\\\"'.repeat(count)}"`],
    ['signs', (count) => `for${'='.repeat(count)}`],
    ['colons', (count) => `for=${':'.repeat(count)}`],
    ['brackets', (count) => `for=${'['.repeat(count)}`],
    ['zone', (count) => `for=::1${'%'.repeat(count)}`],
    ['digits', (count) => `for=${'1'.repeat(count)}`],
    ['dots', (count) => `bearer ${'a.'.repeat(count)}`],
    ['spaces behind the scheme', (count) => `bearer${' '.repeat(count)}a b`],
    ['signs behind a token', (count) => `bearer a${'='.repeat(count)}b`],
    ['a long token', (count) => `bearer ${'a'.repeat(count)}!`],
    ['hyphens', (count) => '-'.repeat(count)],
    ['addresses', (count) => 'for=10.0.0.1,'.repeat(count)],
  ];
  const readers: readonly [string, (text: string) => unknown][] = [
    ['forwarded', (text) => read('forwarded', text)],
    ['x-forwarded-for', (text) => read('x-forwarded-for', text)],
    ['x-real-ip', (text) => read('x-real-ip', text)],
    ['an address', parseIp],
    ['authorization', bearerOf],
    ['connectionParams', (text) => bearerOfParams({ authorization: text })],
  ];

  it.each(shapes)('takes time in proportion to its length: %s', (_, shape) => {
    const [short, long] = [shape(2000), shape(20_000)];
    for (const [name, reader] of readers) {
      // Ten times as long; a square would take a hundred times. A millisecond is too short to measure by.
      const bound = Math.max(40 * duration(() => reader(short)), 5);
      expect(
        duration(() => reader(long)),
        name,
      ).toBeLessThan(bound);
    }
  });
});
