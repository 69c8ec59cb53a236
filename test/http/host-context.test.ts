import { describe, expect, it } from 'vitest';
import { createTestAuth } from '../support/service.js';

const request = () => new Request('http://localhost/graphql');

describe('the context of a host', () => {
  it.each([
    ['Node', () => ({ request: request(), req: { socket: { remoteAddress: '::ffff:192.0.2.7' } } })],
    [
      'Bun',
      () => {
        const server = {
          requestIP(this: unknown) {
            if (this !== server) throw new TypeError('Illegal invocation');
            return { address: '192.0.2.7' };
          },
        };
        return Object.assign(Object.create(server), { request: request() });
      },
    ],
    [
      'Bun, in a batch',
      () => {
        const server = {
          requestIP(this: unknown) {
            if (this !== server) throw new TypeError('Illegal invocation');
            return { address: '192.0.2.7' };
          },
        };
        return Object.assign(Object.create(Object.create(server)), { request: request() });
      },
    ],
    [
      'Deno',
      () => Object.assign(Object.create({ remoteAddr: { hostname: '192.0.2.7' } }), { request: request() }),
    ],
    ['graphql-ws', () => ({ req: { socket: { remoteAddress: '192.0.2.7' } }, connectionParams: {} })],
  ])('tells the address of the socket: %s', async (_, context) => {
    const { auth } = createTestAuth();
    expect((await auth.context(context())).auth.ip).toBe('192.0.2.7');
  });

  it('without an address gives null', async () => {
    const { auth } = createTestAuth();
    expect((await auth.context({ req: { socket: {} }, request: request() })).auth.ip).toBeNull();
    expect((await auth.context({})).auth).toMatchObject({ ip: null, failure: 'missing' });
  });

  it.each<[string, object]>([
    ['reset before it was read', { socket: { server: { address: () => ({ port: 80 }) } } }],
    ['closed', { socket: { destroyed: true } }],
    [
      'of an HTTP/2 session that is gone',
      {
        socket: {
          get remoteAddress(): string {
            throw new Error('ERR_HTTP2_SOCKET_UNBOUND');
          },
        },
      },
    ],
  ])('gives callers who have hung up the limits of one: a socket %s', async (_, req) => {
    const { auth } = createTestAuth();
    expect((await auth.context({ req, request: request() })).auth.ip).toBe('0.0.0.0');
  });

  it('gives callers who have hung up the limits of one: on Bun, but not on its Unix sockets', async () => {
    const { auth } = createTestAuth();
    const requestIP = () => null;
    expect((await auth.context({ requestIP, port: 80, request: request() })).auth.ip).toBe('0.0.0.0');
    expect((await auth.context({ requestIP, request: request() })).auth.ip).toBeNull();
  });

  it('gives null on a Unix socket', async () => {
    const { auth } = createTestAuth();
    const socket = { destroyed: false, server: { address: () => 'server.sock' } };
    expect((await auth.context({ req: { socket }, request: request() })).auth.ip).toBeNull();
  });

  it.each([
    ['with the scheme', (token: string) => ({ authorization: `Bearer ${token}` })],
    ['with a capital letter', (token: string) => ({ Authorization: `Bearer ${token}` })],
    ['bare', (token: string) => ({ authorization: token })],
  ])('takes the token of connectionParams %s', async (_, paramsOf) => {
    const { auth, logIn } = createTestAuth();
    const { accessToken } = await logIn('ada@example.com');
    const { auth: state } = await auth.context({ connectionParams: paramsOf(accessToken) });
    expect(state.claims?.email).toBe('ada@example.com');
  });

  it('is resolved once per request, for all operations of a batch', async () => {
    const { auth } = createTestAuth();
    const shared = request();
    const [first, second] = await Promise.all([
      auth.context({ request: shared }),
      auth.context({ request: shared }),
    ]);
    expect(first.auth).toBe(second.auth);
    expect((await auth.context({ request: request() })).auth).not.toBe(first.auth);
  });
});
