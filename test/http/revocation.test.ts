import { afterEach, describe, expect, it } from 'vitest';
import { reasonOf } from '../support/service.js';
import { gateway, serveEndpoints } from '../support/token-endpoints.js';

const path = '/oauth/revoke';
const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

let stop = async () => {};
afterEach(() => stop());

const serve = async (...[use = {}, options]: Parameters<typeof serveEndpoints>) => {
  const server = await serveEndpoints({ revocation: { clients: [gateway] }, ...use }, options);
  stop = server.stop;
  const failureOf = async (token: string) => (await server.auth.authenticate(token, caller)).failure;
  return { ...server, failureOf };
};

describe('revocation', () => {
  it.each(['accessToken', 'refreshToken'] as const)('ends the session of a token: %s', async (kind) => {
    const { ask, auth, events, failureOf, logIn } = await serve();
    const pair = await logIn(identity);
    const other = await logIn(identity, '198.51.100.1');
    const answer = await ask(path, pair[kind]);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await failureOf(pair.accessToken)).toBe('revoked');
    expect(await reasonOf(auth.refresh(pair.refreshToken, caller))).toBe('revoked');
    expect(await failureOf(other.accessToken)).toBeNull();
    const ended = events.filter(({ type }) => type === 'session.ended');
    expect(ended).toMatchObject([{ session: pair.claims.sid, reason: 'logout' }]);
  });

  it('ends the session of a refresh token that has expired or was replaced, like a logout', async () => {
    const { ask, auth, clock, failureOf, logIn } = await serve();
    const { refreshToken } = await logIn(identity);
    const now = await auth.refresh(refreshToken, caller);
    clock.advance(60);
    await ask(path, refreshToken);
    expect(await failureOf(now.accessToken)).toBe('revoked');
  });

  it('answers the same for what is no token, has expired, or was revoked before', async () => {
    const { ask, clock, logIn } = await serve();
    const { accessToken, refreshToken } = await logIn(identity);
    const statusOf = async (token: string) => (await ask(path, token)).status;
    expect(await statusOf('nonsense')).toBe(200);
    expect(await statusOf(`${accessToken.slice(0, -4)}AAAA`)).toBe(200);
    expect([await statusOf(refreshToken), await statusOf(refreshToken)]).toEqual([200, 200]);
    clock.advance(300);
    expect(await statusOf(accessToken)).toBe(200);
  });

  it('has a path of its own choice, and is not there where nobody asked for it', async () => {
    const { ask, get } = await serve({ revocation: { path: '/auth/revoke', clients: [gateway] } });
    expect((await ask('/auth/revoke', 'nonsense')).status).toBe(200);
    for (const gone of [path, '/oauth/introspect']) {
      expect((await get(gone, { headers: { accept: 'application/json' } })).status).toBe(404);
    }
  });
});
