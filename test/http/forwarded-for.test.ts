import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIp } from '../../src/core/client-ip.js';
import { bearerOf, bearerOfParams } from '../../src/http/bearer.js';
import { readHops } from '../../src/http/forwarded-for.js';

const read = (header: string, value: string) => [...readHops(header)(value)];
const forwarded = (value: string) => read('forwarded', value);

describe('Forwarded', () => {
  it.each<[string, string, (string | null)[]]>([
    ['one element', 'for=192.0.2.60;proto=http;by=203.0.113.43', ['192.0.2.60']],
    ['several, nearest first', 'for=192.0.2.43, for=198.51.100.17', ['198.51.100.17', '192.0.2.43']],
    ['any case of the name', 'FOR=192.0.2.1,For="192.0.2.2"', ['192.0.2.2', '192.0.2.1']],
    ['a port', 'for="192.0.2.43:47011"', ['192.0.2.43']],
    ['a hidden port', 'for="192.0.2.43:_gazonk"', ['192.0.2.43']],
    ['IPv6', 'For="[2001:db8:cafe::17]:4711"', ['2001:db8:cafe::17']],
    ['IPv6 with a hidden port', 'for="[2001:db8::17]:_x.y-z"', ['2001:db8::17']],
    ['IPv6 without quotes and brackets, as $remote_addr is', 'for=2001:db8::17;proto=http', ['2001:db8::17']],
    ['mapped IPv4 with a port', 'for="[::ffff:1.2.3.4]:80"', ['1.2.3.4']],
    ['an escape', 'for="192.0\\.2.43"', ['192.0.2.43']],
    ['nobody', 'for=unknown', [null]],
    ['somebody hidden', 'for=_SEVKISEK', [null]],
    ['somebody hidden, in quotes', 'for="_gazonk"', [null]],
    ['no for', 'by=203.0.113.43;proto=http', [null]],
    ['an empty for', 'for=;proto=http', [null]],
    ['for twice', 'for=192.0.2.1;for=192.0.2.2', [null]],
    ['for twice, in other letters', 'for=192.0.2.1;host=x;FOR="192.0.2.2"', [null]],
    ['the same twice', 'for=192.0.2.1;for=192.0.2.1', [null]],
    ['an empty one beside a good one', 'for=192.0.2.1;for=', [null]],
    ['another name that ends so', 'x-for=192.0.2.1', [null]],
    ['spaces and tabs', ' \tfor = 192.0.2.1 ;\tproto=http ,\t for=192.0.2.2\t', ['192.0.2.2', '192.0.2.1']],
    ['empty pairs', ';;for=192.0.2.1;;', ['192.0.2.1']],
    ['empty elements', ',, for=192.0.2.1,,\t,for=192.0.2.2,', ['192.0.2.2', '192.0.2.1']],
    ['nothing', '', []],
    ['an element of nothing', ';', [null]],
    ['text behind the quotes', 'for="192.0.2.1"0', [null]],
    ['text before the quotes', 'for=0"192.0.2.1"', [null]],
    ['two strings', 'for="192.0.2.1""192.0.2.2"', [null]],
    ['two header fields, joined', 'for=192.0.2.1;host="a,b", for=192.0.2.2', ['192.0.2.2', '192.0.2.1']],
  ])('reads %s', (_, value, hops) => {
    expect(forwarded(value)).toEqual(hops);
  });

  it.each<[string, string, (string | null)[]]>([
    ['a separator', 'for=192.0.2.1;host="a,for=6.6.6.6;b"', ['192.0.2.1']],
    ['an address at the end', 'for=192.0.2.1;host="a,for=6.6.6.6"', ['192.0.2.1']],
    ['an address at the start', 'host="for=6.6.6.6,a";for=192.0.2.1', ['192.0.2.1']],
    ['a second for', 'for=192.0.2.1;host="a;for=6.6.6.6;b"', ['192.0.2.1']],
    ['an escaped quote', 'for=192.0.2.1;host="a\\",for=6.6.6.6;b=\\"c"', ['192.0.2.1']],
    ['an escaped backslash', 'for=192.0.2.1;host="a\\\\",for=192.0.2.2', ['192.0.2.2', '192.0.2.1']],
    ['escaped backslashes and a quote', 'for=192.0.2.1;host="a\\\\\\",for=6.6.6.6;b"', ['192.0.2.1']],
  ])('takes what stands in quotes for text: %s', (_, value, hops) => {
    expect(forwarded(value)).toEqual(hops);
  });

  it.each<[string, string, (string | null)[]]>([
    ['of the client', 'for="6.6.6.6, for=192.0.2.1', ['192.0.2.1', null]],
    ['before quotes of the proxy', 'x=", for=192.0.2.1;host="h"', ['192.0.2.1', null]],
    ['before an address in quotes', 'x=", for="[2001:db8::1]:80"', ['2001:db8::1', null]],
    ['of the client, who has more to say', 'for=6.6.6.6, for="6.6.6.6, for=192.0.2.1', ['192.0.2.1', null]],
    ['in the same element', 'for=192.0.2.1;host=a";for=6.6.6.6', [null]],
    ['in the same element, behind a string', 'for=192.0.2.1;host="";for=6.6.6.6"', [null]],
    ['that a backslash escapes', 'for=192.0.2.1;host="a\\"', [null]],
    ['that a backslash escapes, left of a proxy', 'x="\\", for=192.0.2.1', ['192.0.2.1', null]],
  ])('is spoilt by an open quote only from there to the left: one %s', (_, value, hops) => {
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

describe('what a stranger sends', () => {
  /** The best of many tries, in milliseconds: other processes only ever make one slower. */
  const duration = (work: () => unknown): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 15; round += 1) {
      const start = performance.now();
      work();
      best = Math.min(best, performance.now() - start);
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
