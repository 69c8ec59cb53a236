import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientIp, createAddressOf, type ProxyOptions, useEmailAuth } from '../../src/yoga/index.js';
import { proxies, proxyNet, unreadableHops } from './proxies.js';

const contextOf = (remoteAddress: string | undefined, headers: Record<string, string> = {}) => ({
  request: new Request('http://server/graphql', { headers }),
  req: { socket: { remoteAddress } },
});
const ask = (proxy: ProxyOptions | undefined, socket: string | undefined, headers?: Record<string, string>) =>
  createAddressOf(proxy)(contextOf(socket, headers));

describe('the address of the caller', () => {
  it.each(proxies)('$id: $must', ({ proxy, socket, headers, address }) => {
    expect(ask(proxy, socket, headers)).toBe(address);
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
  it.each(unreadableHops)('$id: $must', ({ proxy, socket, headers, address }) => {
    expect(ask(proxy, socket, headers)).toBe(address);
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
