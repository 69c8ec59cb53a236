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
      'is not known if the proxy hides it',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, unknown' },
      null,
    ],
    [
      'is not known if the proxy writes nonsense',
      proxyNet,
      '10.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, 0x7f.1' },
      null,
    ],
    ['is not known behind an empty entry', proxyNet, '10.0.0.1', { 'x-forwarded-for': '1.1.1.1,' }, null],
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
      null,
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
      null,
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
      null,
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
    [{ trust: ['::/0', '10.0.0.0/x'] }, /^proxy\.trust\[1\]/],
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
