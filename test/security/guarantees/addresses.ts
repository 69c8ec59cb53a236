import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'vitest';
import type { UseEmailAuthOptions } from '../../../src/yoga/index.js';
import { noLimits, reasonOf } from '../../support/service.js';
import { times } from '../attacker.js';
import type { Attack, Guarantee } from '../guarantee.js';

type Headers = Record<string, string>;

const wrong = 'INVALID_LOGIN_CODE';
const limited = 'TOO_MANY_REQUESTS';
const fail = 'mutation { login(email: "ada@example.com", code: "0") { expiresIn } }';

/** The address of the socket in these tests. */
const socket = '127.0.0.1';
/** An address that an attacker makes up, another one each time. */
const spoofed = (index: number): string => `203.0.113.${index + 1}`;
const client = '198.51.100.7';

/**
 * Fails three times where two are allowed: the third is refused, since all of them count for one address. Where there
 * is another caller, she is not held up by that.
 */
const failFrom =
  (
    options: UseEmailAuthOptions,
    address: string,
    headersOf: (index: number) => Headers,
    other?: { readonly address: string; readonly headers: Headers },
  ): Attack =>
  async ({ serve }) => {
    const limits = { ...noLimits, failuresPerIp: { limit: 2, window: 300 } };
    const { http, events } = await serve({ http: options, limits });
    const codeOf = async (headers: Headers) => {
      const { errors } = await http.query(fail, {}, headers);
      return errors?.[0]?.extensions.code;
    };
    const codes = [];
    for (let i = 0; i < 3; i += 1) codes.push(await codeOf(headersOf(i)));
    expect(codes).toEqual([wrong, wrong, limited]);
    if (other) expect(await codeOf(other.headers)).toBe(wrong);
    const counted = [...times(4, () => address), ...(other ? [other.address] : [])];
    // The third event is that the address is blocked.
    expect(events.map(({ ip }) => ip)).toEqual(counted);
  };

/** Sends a login, and resets the connection at once. */
const hangUp = async (url: string): Promise<void> => {
  const body = JSON.stringify({ query: fail });
  const head = ['POST /graphql HTTP/1.1', 'Host: server', 'Content-Type: application/json'];
  const { port } = new URL(url);
  const caller = connect(Number(port), socket);
  caller.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`, () =>
    caller.resetAndDestroy(),
  );
  await once(caller, 'close');
};

const everyHeader = (address: string): Headers => ({
  'x-forwarded-for': address,
  forwarded: `for=${address}`,
  'x-real-ip': address,
  'x-client-ip': address,
  'true-client-ip': address,
  'cf-connecting-ip': address,
});

export const addresses: readonly Guarantee[] = [
  {
    id: 'A1',
    must: `A header MUST NOT change the address that is counted, unless the socket belongs to a trusted proxy, or \`hops\` counts the proxies. Then only text that trusted proxies wrote counts, quoted text is text, and a hop that cannot be read counts as the last hop that can`,
    attack: {
      'headers, where there is no proxy': failFrom({}, socket, (i) => everyHeader(spoofed(i))),
      'headers, from a socket that is no trusted proxy': failFrom(
        { proxy: { trust: ['10.0.0.0/8', '203.0.113.0/24'] } },
        socket,
        (i) => everyHeader(spoofed(i)),
      ),
      'what the caller has written, before what a trusted proxy wrote': failFrom(
        { proxy: { trust: ['loopback'] } },
        client,
        (i) => ({ ...everyHeader(spoofed(i)), 'x-forwarded-for': `${spoofed(i)}, ${client}` }),
        {
          address: '198.51.100.8',
          headers: { 'x-forwarded-for': `${client}, 198.51.100.8, 127.0.0.2` },
        },
      ),
      'what the caller has written, before the hops that are counted': failFrom(
        { proxy: { hops: 2 } },
        client,
        (i) => ({ 'x-forwarded-for': `${spoofed(i)}, ${client}, 10.0.0.1` }),
        { address: '198.51.100.8', headers: { 'x-forwarded-for': '198.51.100.8, 10.0.0.1' } },
      ),
      'an address in quotes that a proxy has written around text of the caller': failFrom(
        { proxy: { trust: ['loopback'], header: 'forwarded' } },
        client,
        (i) => ({ forwarded: `for=${client};host="x\\", for=${spoofed(i)}"` }),
        { address: '198.51.100.8', headers: { forwarded: 'for="198.51.100.8:4711";host="x"' } },
      ),
      'a quote that the caller leaves open': failFrom(
        { proxy: { trust: ['loopback'], header: 'forwarded' } },
        client,
        (i) => ({ forwarded: `for="${spoofed(i)}, for=${client}` }),
      ),
      'addresses behind one that cannot be read, from a trusted proxy': failFrom(
        { proxy: { trust: ['loopback'] } },
        '127.0.0.2',
        (i) => ({ 'x-forwarded-for': `${spoofed(i)}, nonsense-${i}, 127.0.0.2` }),
      ),
      'addresses that cannot be read, where hops are counted': failFrom(
        { proxy: { hops: 2 } },
        '10.0.0.1',
        (i) => ({ 'x-forwarded-for': `${spoofed(i)}, nonsense-${i}, 10.0.0.1` }),
      ),
      'nothing that can be read, so that there is no address': failFrom(
        { proxy: { hops: 1 } },
        socket,
        (i) => ({ 'x-forwarded-for': `nonsense-${i}` }),
      ),
    },
  },
  {
    id: 'A2',
    must: `A caller MUST NOT escape its limits by hanging up: all callers who hang up count as one address`,
    attack: {
      'resetting the connection as soon as the request is sent': async ({ serve }) => {
        const { http, events } = await serve({ limits: { failuresPerIp: { limit: 3, window: 300 } } });
        await http.query(fail);
        expect(events.map(({ ip }) => ip)).toEqual([socket]);
        for (let i = 0; i < 20; i += 1) await hangUp(http.url);
        const told = () => events.filter(({ type }) => type === 'login.failed' || type === 'limit.reached');
        await expect.poll(() => told().length, { timeout: 10_000 }).toBeGreaterThan(10);
        // Those that were read before the reset have the address that they came from.
        const addresses = new Set(told().map(({ ip }) => ip));
        expect([socket, '0.0.0.0']).toEqual(expect.arrayContaining([...addresses]));
        expect(told().filter(({ type }) => type === 'login.failed').length).toBeLessThanOrEqual(6);
      },
      'a request whose socket has forgotten where it came from': async ({ service }) => {
        const { auth } = service({ limits: { ...noLimits, failuresPerIp: { limit: 2, window: 300 } } });
        const failAs = async (req: { readonly socket: object }) => {
          const context = await auth.context({ request: new Request('http://server/graphql'), req });
          const login = { identity: 'ada@example.com', code: '0' };
          return reasonOf(auth.login(login, { ip: context.auth.ip }));
        };
        const gone = { socket: { remoteAddress: undefined, destroyed: true } };
        expect([await failAs(gone), await failAs(gone), await failAs(gone)]).toEqual([wrong, wrong, limited]);
        expect(await failAs({ socket: { remoteAddress: client } })).toBe(wrong);
      },
      'logging in and hanging up, so that everybody who hangs up is at home': async ({ service }) => {
        const { auth, clock, askForCode } = service({ limits: { requestsPerIp: false } });
        const hungUp = '0.0.0.0';
        const identity = 'ada@example.com';
        const login = { identity, ...(await askForCode(identity, hungUp)) };
        expect(await reasonOf(auth.login(login, { ip: hungUp }))).toBe('ok');
        for (let i = 0; i < 5; i += 1) await auth.requestLoginCode(identity, { ip: spoofed(i) });
        clock.advance(60);
        expect(await auth.requestLoginCode(identity, { ip: hungUp })).toMatchObject({ codeLength: 10 });
      },
    },
  },
];
