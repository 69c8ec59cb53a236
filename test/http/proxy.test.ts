import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientIp, createAddressOf, type ProxyOptions, useEmailAuth } from '../../src/yoga/index.js';

const contextOf = (remoteAddress: string | undefined, headers: Record<string, string> = {}) => ({
  request: new Request('http://server/graphql', { headers }),
  req: { socket: { remoteAddress } },
});
const ask = (proxy: ProxyOptions | undefined, socket: string | undefined, headers?: Record<string, string>) =>
  createAddressOf(proxy)(contextOf(socket, headers));

const proxyNet: ProxyOptions = { trust: ['10.0.0.0/8', 'fd00::/8'] };

describe('the address of the caller', () => {
  it.each<[string, ProxyOptions | undefined, string | undefined, Record<string, string>, string | null]>([
    [
      'is the socket’s without proxies',
      undefined,
      '198.51.100.1',
      { 'x-forwarded-for': '1.1.1.1' },
      '198.51.100.1',
    ],
    [
      'is the socket’s if that is no proxy',
      proxyNet,
      '198.51.100.1',
      { 'x-forwarded-for': '1.1.1.1' },
      '198.51.100.1',
    ],
    [
      'is what a trusted proxy says',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is read from right to left',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, 198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is found behind several proxies',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, 198.51.100.1, 10.2.2.2' },
      '198.51.100.1',
    ],
    [
      'is the farthest proxy’s if it asks itself',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '10.3.3.3, 10.2.2.2' },
      '10.3.3.3',
    ],
    ['is the proxy’s without a header', proxyNet, '10.0.0.1', {}, '10.0.0.1'],
    [
      'is known with a port',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '198.51.100.1:51234' },
      '198.51.100.1',
    ],
    ['is known as IPv6', proxyNet, '10.0.0.1', { 'x-forwarded-for': '2001:DB8::1' }, '2001:db8::1'],
    [
      'is known as IPv6 with a port',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '[2001:db8::1]:443' },
      '2001:db8::1',
    ],
    [
      'is known as mapped IPv4',
      proxyNet,
      '::ffff:10.0.0.1',
      { 'x-forwarded-for': '::ffff:198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is the proxy’s if it hides who asks',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, unknown' },
      '10.0.0.1',
    ],
    [
      'is the proxy’s if it writes nonsense',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, 0x7f.1' },
      '10.0.0.1',
    ],
    [
      'is the nearest readable proxy’s behind nonsense',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, nonsense, 10.2.2.2' },
      '10.2.2.2',
    ],
    [
      'is found behind empty entries',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': ' ,1.1.1.1,203.0.113.9,,\t, 10.0.0.6 ,' },
      '203.0.113.9',
    ],
    ['is not read without a socket to trust', proxyNet, undefined, { 'x-forwarded-for': '1.1.1.1' }, null],
    [
      'is not read from a header of empty entries',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': ',, ,' },
      '10.0.0.1',
    ],
    [
      'is known in NAT64',
      { trust: ['192.0.2.0/24'] },
      '64:ff9b::192.0.2.1',
      { 'x-forwarded-for': '64:ff9b::198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is trusted by a network of mapped addresses',
      { trust: ['::ffff:10.0.0.0/104'] },
      '10.0.0.1',
      { 'x-forwarded-for': '198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is not trusted by a network of IPv6 that mapped addresses would fall into',
      { trust: ['::/64'] },
      '10.0.0.1',
      { 'x-forwarded-for': '198.51.100.1' },
      '10.0.0.1',
    ],
    [
      'is one hop away',
      { hops: 1 },
      '203.0.113.9',
      { 'x-forwarded-for': '1.1.1.1, 198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is two hops away',
      { hops: 2 },
      '203.0.113.9',
      { 'x-forwarded-for': '1.1.1.1, 198.51.100.1, 10.9.9.9' },
      '198.51.100.1',
    ],
    [
      'is one hop away, by the other name',
      { trust: 1 },
      '203.0.113.9',
      { 'x-forwarded-for': '1.1.1.1, 198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is one hop away over a unix socket',
      { hops: 1 },
      undefined,
      { 'x-forwarded-for': '198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is in Forwarded',
      { ...proxyNet, header: 'Forwarded' },
      '10.0.0.1',
      { forwarded: 'for=1.1.1.1, FOR="198.51.100.1:80";proto=https;by=10.0.0.1' },
      '198.51.100.1',
    ],
    [
      'is in Forwarded as IPv6',
      { ...proxyNet, header: 'forwarded' },
      '10.0.0.1',
      { forwarded: 'for="[2001:db8:cafe::17]:4711"' },
      '2001:db8:cafe::17',
    ],
    [
      'is hidden in Forwarded',
      { ...proxyNet, header: 'forwarded' },
      '10.0.0.1',
      { forwarded: 'for=1.1.1.1, for=_hidden' },
      '10.0.0.1',
    ],
    [
      'is not swallowed by an open quote',
      { ...proxyNet, header: 'forwarded' },
      '10.0.0.1',
      { forwarded: 'for="1.1.1.1, for=198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is not said twice',
      { ...proxyNet, header: 'forwarded' },
      '10.0.0.1',
      { forwarded: 'for=1.1.1.1;for=198.51.100.1' },
      '10.0.0.1',
    ],
    [
      'is in a header of its own',
      { ...proxyNet, header: 'CF-Connecting-IP' },
      '10.0.0.1',
      { 'cf-connecting-ip': '198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'is one, in a header of its own',
      { ...proxyNet, header: 'x-real-ip' },
      '10.0.0.1',
      { 'x-real-ip': '1.1.1.1, 198.51.100.1' },
      '10.0.0.1',
    ],
  ])('%s', (_, proxy, socket, headers, expected) => {
    expect(ask(proxy, socket, headers)).toBe(expected);
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '::1'],
    ['uniquelocal', '192.168.1.1'],
    ['linklocal', '169.254.1.1'],
  ])('goes by names of networks: %s', (name, socket) => {
    expect(ask({ trust: [name] }, socket, { 'x-forwarded-for': '198.51.100.1' })).toBe('198.51.100.1');
    expect(ask({ trust: [name] }, '203.0.113.9', { 'x-forwarded-for': '198.51.100.1' })).toBe('203.0.113.9');
  });
});

describe('hops that cannot be read', () => {
  const forwardedFor = (value: string) => ({ 'x-forwarded-for': value });
  const socket = '203.0.113.9';
  it.each<[string, ProxyOptions, string | undefined, Record<string, string>, string | null]>([
    ['a missing header', { hops: 2 }, socket, {}, socket],
    ['an empty header', { hops: 2 }, socket, forwardedFor(''), socket],
    ['garbage', { hops: 2 }, socket, forwardedFor('garbage'), socket],
    ['garbage of a stranger', { hops: 2 }, socket, forwardedFor('garbage, 10.9.9.9'), '10.9.9.9'],
    ['unknown', { hops: 2 }, socket, forwardedFor('unknown, 10.9.9.9'), '10.9.9.9'],
    ['too few elements', { hops: 2 }, socket, forwardedFor('198.51.100.1'), '198.51.100.1'],
    ['too few elements', { hops: 20 }, socket, forwardedFor('198.51.100.1, 10.9.9.9'), '198.51.100.1'],
    ['a hidden hop between', { hops: 2 }, socket, forwardedFor('198.51.100.1, unknown'), '198.51.100.1'],
    ['two hidden hops', { hops: 2 }, socket, forwardedFor('unknown, unknown'), socket],
    ['a hidden element', { hops: 1, header: 'forwarded' }, socket, { forwarded: 'for=_x' }, socket],
    [
      'an open quote',
      { hops: 2, header: 'forwarded' },
      socket,
      { forwarded: 'for="1.1.1.1, for=10.9.9.9' },
      '10.9.9.9',
    ],
    [
      'a list in a header of one address',
      { hops: 1, header: 'x-real-ip' },
      socket,
      { 'x-real-ip': '1.1.1.1, 2.2.2.2' },
      socket,
    ],
    [
      'one address for two hops',
      { hops: 2, header: 'x-real-ip' },
      socket,
      { 'x-real-ip': '198.51.100.1' },
      '198.51.100.1',
    ],
    [
      'no socket, and a header',
      { hops: 2 },
      undefined,
      forwardedFor('garbage, 198.51.100.1'),
      '198.51.100.1',
    ],
    ['no socket, and nothing to read', { hops: 2 }, undefined, forwardedFor('garbage'), null],
  ])('count as the last one that can: %s', (_, proxy, address, headers, expected) => {
    expect(ask(proxy, address, headers)).toBe(expected);
  });
});

describe('a forged header', () => {
  const ipv4 = fc.ipV4();
  const junk = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('unknown', '_x', '', '"', 'for=1.1.1.1', '::', 'a:b:c'),
  );
  const sent = fc.array(junk, { maxLength: 6 }).map((hops) => hops.join(', '));
  const outside = ipv4.filter((address) => !address.startsWith('10.'));
  const callers = ['x-forwarded-for', 'forwarded'] as const;
  const append = { 'x-forwarded-for': (ip: string) => ip, forwarded: (ip: string) => `for=${ip}` };

  it('never changes the address of a sender who is not trusted', () => {
    fc.assert(
      fc.property(outside, sent, fc.constantFrom(...callers), (socket, value, header) => {
        expect(ask({ ...proxyNet, header }, socket, { [header]: value })).toBe(socket);
        expect(ask(undefined, socket, { [header]: value })).toBe(socket);
      }),
      { numRuns: 2000 },
    );
  });

  it('never changes the address that a trusted proxy appends to it', () => {
    fc.assert(
      fc.property(outside, sent, fc.constantFrom(...callers), (client, value, header) => {
        const appended = [value, append[header](client)].filter((text) => text !== '').join(', ');
        expect(ask({ ...proxyNet, header }, '10.0.0.1', { [header]: appended })).toBe(client);
        expect(ask({ hops: 1, header }, '203.0.113.9', { [header]: appended })).toBe(client);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the proxy option', () => {
  const auth = { context: async () => ({ auth: {} as never }) };
  it.each<[unknown, RegExp]>([
    [{ trust: ['10.0.0.0/33'] }, /^proxy\.trust\[0\] must be an address/],
    [{ trust: ['10.0.0.1', '10.0.0.0/x'] }, /^proxy\.trust\[1\]/],
    [{ trust: ['10.0.0.0/8/8'] }, /^proxy\.trust\[0\]/],
    [{ trust: ['10.0.0.0/-1'] }, /^proxy\.trust\[0\]/],
    [{ trust: ['10.0.0.0/'] }, /^proxy\.trust\[0\]/],
    [{ trust: [''] }, /^proxy\.trust\[0\]/],
    [{ trust: ['::ffff:10.0.0.1/64'] }, /^proxy\.trust\[0\]/],
    [{ trust: ['constructor'] }, /^proxy\.trust\[0\] must be an address/],
    [{ trust: ['__proto__'] }, /^proxy\.trust\[0\] must be an address/],
    [{ trust: ['loopback', 'toString'] }, /^proxy\.trust\[1\] must be an address/],
    [{ trust: ['0.0.0.0/0'] }, /^proxy\.trust must not hold all IPv4 addresses/],
    [{ trust: ['10.0.0.1', '8.8.8.8/0'] }, /^proxy\.trust must not hold all IPv4/],
    [{ trust: ['0.0.0.0/1', '128.0.0.0/1'] }, /^proxy\.trust must not hold all IPv4/],
    [
      { trust: ['192.0.0.0/3', '128.0.0.0/2', '64.0.0.0/2', '0.0.0.0/2'] },
      /^proxy\.trust must not hold all IPv4/,
    ],
    [{ trust: ['::ffff:0:0/96'] }, /^proxy\.trust must not hold all IPv4/],
    [{ trust: ['::ffff:0.0.0.0/97', '::ffff:128.0.0.0/97'] }, /^proxy\.trust must not hold all IPv4/],
    [{ trust: ['64:ff9b::0.1.0.0/96'] }, /^proxy\.trust must not hold all IPv4/],
    [{ trust: ['::/0'] }, /^proxy\.trust must not hold all IPv6/],
    [{ trust: ['::/1', '8000::/1'] }, /^proxy\.trust must not hold all IPv6/],
    [{ trust: ['2000::/3'] }, /^proxy\.trust must not hold all IPv6/],
    [{ trust: 21 }, /^proxy\.trust must be a whole number from 1 to 20/],
    [{ hops: 100 }, /^proxy\.hops must be a whole number from 1 to 20/],
    [{ hops: 21 }, /^proxy\.hops must be a whole number from 1 to 20/],
    [{ hops: 1.5 }, /^proxy\.hops must be a whole number/],
    [{ hops: '1' }, /^proxy\.hops must be a whole number/],
    [{ trust: ['0x7f.1'] }, /^proxy\.trust\[0\]/],
    [{ trust: [] }, /^proxy\.trust must be a list/],
    [{ trust: true }, /^proxy\.trust must be a list/],
    [{ hops: 0 }, /^proxy\.hops must be a whole number/],
    [{ hops: 1, trust: ['10.0.0.1'] }, /either trust or hops/],
    [{ header: 'x-real-ip' }, /either trust or hops/],
    [{ hops: 1, header: 'x forwarded' }, /^proxy\.header/],
    [{ hop: 1 }, /^proxy\.hop is not an option; did you mean proxy\.hops\?/],
  ])('is checked at start: %j', (proxy, message) => {
    expect(() => useEmailAuth(auth, { proxy: proxy as ProxyOptions })).toThrow(message);
  });

  it.each<[readonly string[]]>([
    [['0.0.0.0/1', '128.0.0.0/2']],
    [['loopback', 'linklocal', 'uniquelocal', '2001:db8::/32']],
    [['2000::/4']],
  ])('takes networks that are not everybody: %j', (trust) => {
    expect(() => createAddressOf({ trust })).not.toThrow();
  });

  it('is not misspelt', () => {
    expect(() => useEmailAuth(auth, { proxies: { hops: 1 } } as object)).toThrow(/did you mean proxy\?/);
  });
});

describe('clientIp', () => {
  it('is the address that limits count by', () => {
    expect(clientIp({ auth: { ip: '198.51.100.1' } })).toBe('198.51.100.1');
    expect(clientIp({ auth: { ip: null }, ...contextOf('203.0.113.9') })).toBeNull();
  });
  it('is that of the host where there is no auth yet', () => {
    expect(clientIp(contextOf('::ffff:203.0.113.9'))).toBe('203.0.113.9');
    const context = contextOf('10.0.0.1', { 'x-forwarded-for': '198.51.100.1' });
    expect(clientIp(context, proxyNet)).toBe('198.51.100.1');
  });
});
