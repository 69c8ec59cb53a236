import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress, parseIp } from '../../src/core/address.js';
import { createTestAuth, reasonOf } from '../support/service.js';

/** The prefixes behind which an IPv4 address stands by itself. */
const translated = ['::ffff:', '::ffff:0:', '64:ff9b::'];

describe('addresses of callers', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    ['0:0:0:0:0:ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:0:203.0.113.9', '203.0.113.9'],
    ['::ffff:0:cb00:7109', '203.0.113.9'],
    ['64:ff9b::203.0.113.9', '203.0.113.9'],
    ['0064:FF9B:0:0:0:0:cb00:7109', '203.0.113.9'],
    ['::ffff:203.0.113.9%eth0', '203.0.113.9'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
    ['::', '::'],
  ])('writes %s as %s', (input, expected) => {
    expect(parseIp(input)).toBe(expected);
  });

  it.each([
    ['IPv4-compatible: nothing comes from there', '::203.0.113.9', '::cb00:7109'],
    ['6to4: a /48 for one IPv4 address', '2002:cb00:7109::1', '2002:cb00:7109::1'],
    ['Teredo: the sender chooses it', '2001:0:4136:e378:8000:63bf:34ff:8ef6', null],
    ['local NAT64: each network has its own format', '64:ff9b:1::203.0.113.9', '64:ff9b:1::cb00:7109'],
    ['another prefix', '64:ff9b:0:0:0:1:cb00:7109', '64:ff9b::1:cb00:7109'],
    ['another prefix', '::fffe:203.0.113.9', '::fffe:cb00:7109'],
    ['another prefix', '1::ffff:203.0.113.9', '1::ffff:cb00:7109'],
  ])('leaves IPv6 as it is where it does not surely stand for an IPv4 address: %s', (_, input, expected) => {
    expect(parseIp(input)).toBe(expected ?? input);
  });

  it.each([
    [''],
    ['1.2.3.4:51234'],
    ['<script>'],
    ['0x7f.1'],
    ['127.1'],
    ['unknown'],
    ['1.2.3.4%eth0'],
    ['%eth0'],
    [' 1.2.3.4'],
    ['1.2.3.4\n'],
    ['[::1]'],
    [`::1%${'0'.repeat(61)}`],
    [undefined],
    [null],
    [42],
    [['1.2.3.4']],
  ])('does not take %s for an address', (input) => {
    expect(parseIp(input)).toBeNull();
  });

  it('has one spelling for each address, and that is its own spelling', () => {
    // 0.0.0.0/16 is nobody's.
    const somebody = fc.ipV4().filter((ipv4) => !ipv4.startsWith('0.0.'));
    const tail = somebody.map((ipv4) => ({ ipv4, spellings: translated.map((prefix) => prefix + ipv4) }));
    fc.assert(
      fc.property(tail, fc.ipV6(), ({ ipv4, spellings }, ipv6) => {
        for (const spelling of spellings) expect(parseIp(spelling)).toBe(ipv4);
        const one = parseIp(ipv6);
        expect(one).not.toBeNull();
        expect(parseIp(one)).toBe(one);
        expect(parseIp(ipv6.toUpperCase())).toBe(one);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts IPv6 by /64, and by /48 at ten times the limit', () => {
    expect(parseAddress('2001:db8:1:2:3:4:5:6').networks).toEqual([
      { name: '2001:db8:1:2::/64', factor: 1 },
      { name: '2001:db8:1::/48', factor: 10 },
    ]);
    expect(parseAddress('2001:db8::1').networks).toEqual([
      { name: '2001:db8:0:0::/64', factor: 1 },
      { name: '2001:db8:0::/48', factor: 10 },
    ]);
    expect(parseAddress('::1').networks.map(({ name }) => name)).toEqual(['0:0:0:0::/64', '0:0:0::/48']);
    expect(parseAddress('2001:db8:1:2:3:4:5::').networks.map(({ name }) => name)).toEqual([
      '2001:db8:1:2::/64',
      '2001:db8:1::/48',
    ]);
  });

  it('counts IPv4 by address, and all unknown callers together, at a hundred times the limit', () => {
    expect(parseAddress('203.0.113.9').networks).toEqual([{ name: '203.0.113.9', factor: 1 }]);
    expect(parseAddress(null).networks).toEqual([{ name: 'unknown', factor: 100 }]);
  });

  it('shows a network to its owner', () => {
    expect(parseAddress('203.0.113.9').displayNetwork).toBe('203.0.113.0/24');
    expect(parseAddress('2001:db8:a:1::1').displayNetwork).toBe('2001:db8:a::/48');
    expect(parseAddress('2001:db8::1').displayNetwork).toBe('2001:db8::/48');
    expect(parseAddress('::1').displayNetwork).toBe('::/48');
    expect(parseAddress(null).displayNetwork).toBeNull();
  });
});

describe('callers who share a gateway', () => {
  const failures = async (addressOf: (index: number) => string | null, count: number) => {
    const { auth } = createTestAuth();
    const reasons: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const input = { identity: `user-${index}@example.com`, code: '000000' };
      reasons.push(await reasonOf(auth.login(input, { ip: addressOf(index) })));
    }
    return reasons.filter((reason) => reason === 'TOO_MANY_REQUESTS').length;
  };

  it.each(translated)('are as many callers as they have IPv4 addresses: %s', async (prefix) => {
    expect(await failures((index) => `${prefix}203.0.113.${index}`, 12)).toBe(0);
  });

  it.each(translated)('are one caller with one IPv4 address, however it is written: %s', async (prefix) => {
    expect(await failures((index) => (index % 2 ? `${prefix}203.0.113.9` : '203.0.113.9'), 12)).toBe(2);
  });

  it('share a hundred times the limit of one where the host does not tell them apart', async () => {
    expect(await failures(() => null, 1002)).toBe(2);
  });

  it('ask for codes a hundred times as often as one', async () => {
    const { auth } = createTestAuth({ limits: { requestsPerIp: { limit: 2, window: 600 } } });
    const ask = (index: number) => reasonOf(auth.requestLoginCode(`user-${index}@example.com`, { ip: null }));
    const reasons = [];
    for (let index = 0; index < 202; index += 1) reasons.push(await ask(index));
    await auth.close();
    expect(reasons.filter((reason) => reason !== 'ok')).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
  });
});
