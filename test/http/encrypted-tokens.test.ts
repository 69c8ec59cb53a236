import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { ways } from '../support/socket-server.js';
import { identity, serveSockets } from '../support/socket-service.js';
import { gateway, serveEndpoints } from '../support/token-endpoints.js';

const { afterwards } = useCleanUps();
const jwt = { encryptionKey: randomBytes(32).toString('base64') };

it('an encrypted token is introspected as any other', async () => {
  const server = await serveEndpoints({ introspection: { clients: [gateway] } }, { jwt });
  afterwards(server.stop);
  const { accessToken, refreshToken } = await server.logIn(identity);
  const ask = async (token: string) => (await server.ask('/oauth/introspect', token)).json();
  expect(await ask(accessToken)).toMatchObject({ active: true, sub: identity });
  expect(await ask(refreshToken)).toEqual({ active: false });
  await server.auth.logout(refreshToken);
  expect(await ask(accessToken)).toEqual({ active: false });
});

describe.each(ways)('an open socket, %s', (way) => {
  it('is renewed with an encrypted token, and ends with its session', async () => {
    const { auth, first, open, feed, refresh, clock } = await serveSockets(way, afterwards, { jwt });
    // As many clients send it: without its scheme.
    const socket = await open({ connectionParams: { token: first.accessToken } });
    const stream = socket.subscribe('subscription { open { n who exp token why } }');
    await stream.next();
    const second = await refresh();
    expect(second.accessToken.split('.')).toHaveLength(5);
    await socket.ping({ authorization: second.accessToken });
    clock.advance(200);
    feed.publish(1);
    const seen = { n: 1, who: identity, exp: second.claims.exp, token: second.accessToken, why: null };
    expect(await stream.next()).toEqual({ data: { open: seen } });
    // A refresh token is none, and what was changed is none.
    const third = await refresh(50, second);
    const end = third.accessToken.endsWith('AA') ? 'BA' : 'AA';
    for (const text of [third.refreshToken, `${third.accessToken.slice(0, -2)}${end}`])
      await socket.ping({ authorization: text });
    feed.publish(2);
    expect(await stream.next()).toEqual({ data: { open: { ...seen, n: 2 } } });
    await auth.logout(third.refreshToken);
    feed.publish(3);
    expect(await stream.next()).toMatchObject({ data: { open: { n: 3, who: null, why: 'revoked' } } });
  });
});
