import { describe, expect, it } from 'vitest';
import { createAddressOf } from '../../src/http/proxy.js';
import { trustNetworks } from '../../src/http/trusted-networks.js';

const noNetwork =
  'must be an address, a network such as 10.0.0.0/8, or one of loopback, linklocal, uniquelocal';

/** Pieces of all IPv4 addresses that callers come from, one of them in halves. */
const pieces = [
  ...['0.0.0.0/5', '8.0.0.0/7', '10.0.0.0/9', '10.128.0.0/9', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4'],
  ...['32.0.0.0/3', '64.0.0.0/3', '96.0.0.0/3', '128.0.0.0/2', '192.0.0.0/3'],
];

describe('the networks that are trusted', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', '10.0.0.2'],
    ['10.0.0.0/8', '10.255.255.255', '11.0.0.0'],
    ['10.0.0.1/32', '10.0.0.1', '10.0.0.0'],
    ['2001:db8::/32', '2001:db8:ffff::', '2001:db9::'],
    ['2001:db8::1', '2001:db8::1', '2001:db8::2'],
    ['::ffff:10.0.0.0/104', '10.1.1.1', '11.1.1.1'],
    ['::ffff:10.0.0.1', '10.0.0.1', '10.0.0.2'],
    ['::ffff:10.0.0.1/128', '10.0.0.1', '10.0.0.2'],
    ['loopback', '::1', '10.0.0.1'],
  ])('hold what they name: %s', (network, inside, outside) => {
    const isTrusted = trustNetworks([network]);
    expect([isTrusted(inside), isTrusted(outside)]).toEqual([true, false]);
  });

  it.each([
    ...[
      '',
      '/8',
      'ten',
      '10.0.0.0/',
      '10.0.0.0/x',
      '10.0.0.0/+8',
      '10.0.0.0/8 ',
      '10.0.0.0/8.0',
      '10.0.0.0/33',
    ],
    ...['10.0.0.0/8/8', '10.0.0.0/-1', '2001:db8::/129', '::ffff:10.0.0.0/95', '::ffff:10.0.0.0/129'],
    ...['::ffff:10.0.0.0/200', '10.0.0/8', '10.0.0.0/0008'],
  ])('are networks: not %j', (network) => {
    expect(() => trustNetworks(['loopback', network])).toThrow(new TypeError(`proxy.trust[1] ${noNetwork}`));
  });

  it.each([
    ['IPv4', pieces],
    ['IPv4', ['0.0.0.0/0']],
    ['IPv6', ['::/0']],
    ['IPv6', ['2000::/4', '3000::/4']],
  ])('are not all there are: %s', (family, all) => {
    expect(() => trustNetworks(all)).toThrow(
      `proxy.trust must not hold all ${family} addresses: every caller could say that it is somebody else. ` +
        'Name the networks of your proxies, or count them with proxy.hops',
    );
    for (const left of all)
      if (all.length > 1) expect(() => trustNetworks(all.filter((one) => one !== left))).not.toThrow();
  });
});

describe('the option', () => {
  it.each([
    [
      { trust: ['10.0.0.0/8', 5] },
      'proxy.trust must be a list of addresses and networks, or a number of hops',
    ],
    [{ trust: [] }, 'proxy.trust must be a list of addresses and networks, or a number of hops'],
    [{ hops: 1, header: 'x forwarded' }, 'the name of a header'],
  ])('is one of a proxy: %j', (proxy, message) => {
    // Boundary: what JavaScript may give.
    expect(() => createAddressOf(proxy as Parameters<typeof createAddressOf>[0])).toThrow(message);
  });
});
