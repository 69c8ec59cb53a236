import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AccessTokenError, verifyAccessToken } from '../../src/verify/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createSigningKey, createTestAuth, signingKey } from '../support/service.js';
import { basic, gateway, serveEndpoints } from '../support/token-endpoints.js';

const { afterwards } = useCleanUps();
afterEach(() => void vi.useRealTimers());

const reasonOf = (verified: Promise<unknown>): Promise<string> =>
  verified.then(
    () => 'ok',
    ({ reason }: AccessTokenError) => reason,
  );

/** A server whose answer can be changed, and that counts its questions. */
const serve = async (listener: RequestListener) => {
  const state = { listener, asked: 0 };
  const server = createServer((request, response) => {
    state.asked += 1;
    state.listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterwards(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json` };
};

const answering =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

const open = async (key: string = signingKey) => {
  const { auth, clock, logIn } = createTestAuth({ signingKey: key });
  const { accessToken } = await logIn('ada@example.com');
  return { clock, accessToken, keys: JSON.stringify(await auth.jwks()) };
};

describe('keys at an address', () => {
  it('are fetched once for many tokens, in a crowd too', async () => {
    const { clock, accessToken, keys } = await open();
    const { state, url } = await serve(answering(200, keys));
    const verify = (jwks: string | URL) => reasonOf(verifyAccessToken(accessToken, { jwks, clock }));
    const crowd = Array.from({ length: 20 }, (_, i) => verify(i % 2 ? url : new URL(url)));
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['ok']));
    expect(await verify(url)).toBe('ok');
    expect(state.asked).toBe(1);
  });

  it('are fetched anew after 5 minutes, and earlier for a new key, but not for every stranger', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [first, second] = [await open(), await open(createSigningKey())];
    const { state, url } = await serve(answering(200, first.keys));
    const verify = ({ clock, accessToken }: typeof first) =>
      reasonOf(verifyAccessToken(accessToken, { jwks: url, clock }));
    expect(await verify(first)).toBe('ok');
    state.listener = answering(200, second.keys);
    // A stranger can have the keys fetched twice a minute, and no more.
    for (let i = 0; i < 10; i += 1) expect(await verify(second)).toBe('invalid');
    expect(state.asked).toBe(1);
    vi.advanceTimersByTime(30_001);
    expect(await verify(second)).toBe('ok');
    expect(await verify(first)).toBe('invalid');
    expect(state.asked).toBe(2);
    vi.advanceTimersByTime(299_000);
    expect(await verify(second)).toBe('ok');
    expect(state.asked).toBe(2);
    vi.advanceTimersByTime(2000);
    expect(await verify(second)).toBe('ok');
    expect(state.asked).toBe(3);
  });

  it.each<[what: string, listener: RequestListener]>([
    ['an error of the server', answering(503, '')],
    ['a page', answering(200, '<html>')],
    ['another document', answering(200, '{"keys":"none"}')],
    ['a detour', (_, response) => void response.writeHead(302, { location: 'https://eve.example' }).end()],
    ['a connection that breaks', (request) => void request.socket.destroy()],
  ])('that cannot be had are an outage: %s', async (_, listener) => {
    const { clock, accessToken, keys } = await open();
    const { state, url } = await serve(listener);
    const verify = () => verifyAccessToken(accessToken, { jwks: url, clock });
    const error = await verify().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'unavailable', cause: expect.any(Error) });
    // It is over when it is over.
    state.listener = answering(200, keys);
    expect(await reasonOf(verify())).toBe('ok');
  });

  it('that cannot be had do not matter to what is no token', async () => {
    const { state, url } = await serve(answering(503, ''));
    expect(await reasonOf(verifyAccessToken('garbage', { jwks: url }))).toBe('malformed');
    expect(state.asked).toBe(0);
  });

  it('are those that useEmailAuth publishes, and introspection knows about logouts', async () => {
    const introspection = { clients: [gateway] };
    const server = await serveEndpoints({ introspection });
    afterwards(server.stop);
    const { origin } = new URL(server.http.url);
    const { accessToken, refreshToken } = await server.logIn('ada@example.com');
    const isAlive = async (_: object, token: string) => {
      const response = await fetch(`${origin}/oauth/introspect`, {
        method: 'POST',
        headers: { authorization: basic(gateway.id, gateway.secret) },
        body: new URLSearchParams({ token }),
      });
      if (!response.ok) throw new Error(`introspection: ${response.status}`);
      const { active } = (await response.json()) as { active: boolean };
      return active;
    };
    const jwks = `${origin}/.well-known/jwks.json`;
    const verify = (more: object = {}) =>
      reasonOf(verifyAccessToken(accessToken, { jwks, clock: server.clock, ...more }));
    expect(await verify({ isAlive })).toBe('ok');
    await server.auth.logout(refreshToken);
    expect(await verify({ isAlive })).toBe('revoked');
    expect(await verify()).toBe('ok');
    await server.http.stop();
    expect(await verify({ isAlive })).toBe('unavailable');
    server.clock.advance(300);
    expect(await verify({ isAlive })).toBe('expired');
  });
});
