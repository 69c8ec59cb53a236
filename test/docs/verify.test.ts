import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { serveEndpoints } from '../support/token-endpoints.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
useTerminal();
const ada = 'ada@example.com';
const secret = 'cOzXLq2vPnJ0mWb4';

beforeEach(() => vi.stubEnv('SHOP_SECRET', secret));
afterEach(() => void vi.useRealTimers());

/** The login server, with the issuer and the audience that the page wants. */
const startLogin = async (jwt: object = { issuer: 'https://login.example.com', audience: 'shop' }) => {
  const server = await serveEndpoints(
    { introspection: { clients: [{ id: 'shop', secret }] } },
    {
      ...{ jwt, clock: () => Date.now() },
    },
  );
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.stop());
  afterwards(stop);
  return { ...server, stop, origin: new URL(server.http.url).origin };
};

/** The shop of the page. The keys come from loopback; the issuer stays. */
const openShop = async (origin: string) => {
  const { whoAsks } = await runAmong<{ whoAsks(request: Request): Promise<unknown> }>(
    blockOf('docs/verify.md', 'whoAsks'),
    { replacements: { '`${login}/.well-known': `\`${origin}/.well-known` } },
  );
  return (authorization?: string) =>
    whoAsks(new Request('http://shop/', { headers: authorization ? { authorization } : {} }));
};

describe('the shop of docs/verify.md', () => {
  it('knows who asks, and refuses everybody else with 401', async () => {
    const { logIn, origin } = await startLogin();
    const whoAsks = await openShop(origin);
    const { accessToken, refreshToken } = await logIn(ada);
    const claims = { sub: ada, role: 'admin', aud: 'shop', iss: 'https://login.example.com' };
    expect(await whoAsks(`Bearer ${accessToken}`)).toMatchObject(claims);
    expect(await whoAsks(`bearer   ${accessToken}`)).toMatchObject(claims);
    const others = [undefined, 'Bearer x', `Bearer ${refreshToken}`, `Bearer ${accessToken}x`];
    expect(await Promise.all(others.map(whoAsks))).toEqual([401, 401, 401, 401]);
    vi.setSystemTime(Date.now() + 300_000);
    expect(await whoAsks(`Bearer ${accessToken}`)).toBe(401);
  });

  it.each([[{}], [{ issuer: 'https://login.example.com' }], [{ audience: 'shop' }]])(
    'refuses the tokens of a login server with %j',
    async (jwt) => {
      const { logIn, origin } = await startLogin(jwt);
      const whoAsks = await openShop(origin);
      expect(await whoAsks(`Bearer ${(await logIn(ada)).accessToken}`)).toBe(401);
    },
  );

  it('answers 503 while the keys cannot be fetched', async () => {
    const { logIn, origin, stop } = await startLogin();
    const { accessToken } = await logIn(ada);
    await stop();
    const whoAsks = await openShop(origin);
    expect(await whoAsks(`Bearer ${accessToken}`)).toBe(503);
  });
});

describe('`isAlive` of docs/verify.md', () => {
  const openIsAlive = async (origin: string) =>
    (
      await runAmong<{ isAlive(claims: object, token: string): Promise<boolean> }>(
        blockOf('docs/verify.md', 'oauth/introspect'),
        { replacements: { 'https://login.example.com': origin } },
      )
    ).isAlive;

  it('notices a logout at once', async () => {
    const { logIn, origin, auth } = await startLogin();
    const isAlive = await openIsAlive(origin);
    const { accessToken, refreshToken } = await logIn(ada);
    const { verifyAccessToken } = await import('../../src/verify/index.js');
    const verify = () =>
      verifyAccessToken(accessToken, { jwks: `${origin}/.well-known/jwks.json`, audience: 'shop', isAlive });
    expect(await verify()).toMatchObject({ sub: ada });
    await auth.logout(refreshToken);
    await expect(verify()).rejects.toMatchObject({ reason: 'revoked' });
  });

  it('fails, and so is no word on the session, where the server does not know the shop, or is away', async () => {
    const { logIn, origin, stop } = await startLogin();
    const isAlive = await openIsAlive(origin);
    const { accessToken } = await logIn(ada);
    vi.stubEnv('SHOP_SECRET', 'another secret');
    await expect(isAlive({}, accessToken)).rejects.toThrow('introspection: 401');
    await stop();
    await expect(isAlive({}, accessToken)).rejects.toThrow();
  });
});
