import { describe, expect, it } from 'vitest';
import { networksOf, parseIp } from '../../src/core/client-ip.js';

describe('addresses of callers', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
  ])('writes %s as %s', (input, expected) => {
    expect(parseIp(input)).toBe(expected);
  });

  it.each([[''], ['1.2.3.4:51234'], ['<script>'], ['0x7f.1'], ['127.1'], ['unknown'], [undefined], [42]])(
    'does not take %s for an address',
    (input) => {
      expect(parseIp(input)).toBeNull();
    },
  );

  it('counts IPv6 by /64, and by /48 at ten times the limit', () => {
    expect(networksOf('2001:db8:1:2:3:4:5:6')).toEqual([
      { name: '2001:db8:1:2::/64', factor: 1 },
      { name: '2001:db8:1::/48', factor: 10 },
    ]);
    expect(networksOf('2001:db8::1')).toEqual([
      { name: '2001:db8:0:0::/64', factor: 1 },
      { name: '2001:db8:0::/48', factor: 10 },
    ]);
  });

  it('counts IPv4 by address and all unknown callers together', () => {
    expect(networksOf('203.0.113.9')).toEqual([{ name: '203.0.113.9', factor: 1 }]);
    expect(networksOf(null)).toEqual([{ name: 'unknown', factor: 1 }]);
  });
});
