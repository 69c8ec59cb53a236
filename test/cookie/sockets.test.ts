import { stringifyCookie } from 'cookie';
import { graphql } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { openSocket, startSocketServer, type Way, ways } from '../support/socket-server.js';

type AppClaims = { role: 'admin' | 'user' };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const serve = () => {
  let schema: ReturnType<typeof createApp>['schema'] | undefined;
  const cookies = { insecure: true, origins: ['https://app.example.com'] };
  const service = createTestAuth<AppClaims>({ transport: 'cookie', cookies, limits: noLimits }, (all) => {
    const app = createApp(all);
    schema = app.schema;
    return app.auth;
  });
  if (!schema) throw new Error('no schema');
  return { ...service, schema };
};

const start = async (way: Way) => {
  const { schema, ...service } = serve();
  const server = await startSocketServer(service.auth, schema, way);
  cleanUps.push(server.stop);
  const pair = await service.logIn('ada@example.com');
  const cookie = stringifyCookie({ access: pair.accessToken, refresh: pair.refreshToken });
  const open = async (headers: Record<string, string>, connectionParams?: Record<string, unknown>) => {
    const socket = await openSocket(server.ws, {
      headers: { cookie, ...headers },
      ...(connectionParams && { connectionParams }),
    });
    cleanUps.push(socket.end);
    return socket;
  };
  return { ...service, ...server, pair, open, own: new URL(server.http).origin };
};

describe.each(ways)('a WebSocket, %s', (way) => {
  it('counts by its origin alone', async () => {
    const { open, own } = await start(way);
    const me = async (...args: Parameters<typeof open>) =>
      (await (await open(...args)).ask('{ me }')).data?.me;
    expect(await me({ origin: own })).toBe('ada@example.com');
    expect(await me({ origin: 'https://app.example.com' })).toBe('ada@example.com');
    const params = {
      'x-email-auth': 'cookie',
      headers: { 'x-email-auth': 'cookie', origin: own },
      origin: own,
    };
    for (const headers of [
      {},
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-origin' },
      { 'x-email-auth': 'cookie' },
      { origin: 'https://evil.test', 'sec-fetch-site': 'same-origin', 'x-email-auth': 'cookie' },
    ]) {
      expect(await me(headers)).toBeNull();
      expect(await me(headers, params)).toBeNull();
    }
  });

  it('logs nobody in, and refreshes nothing, before anything is spent', async () => {
    const { open, own, askForCode, auth, pair } = await start(way);
    const { code, challenge } = await askForCode('grace@example.com');
    const login = `mutation { login(email: "grace@example.com", code: "${code}", challenge: "${challenge}") { expiresIn } }`;
    const refresh = 'mutation { refreshToken { expiresIn } }';
    const socket = await open({ origin: own });
    for (const query of [login, refresh]) {
      const [error] = (await socket.ask(query)).errors;
      expect(error.message).toContain('Cookies cannot be set here. Send this over HTTP');
      expect(error.extensions).toMatchObject({ code: 'REQUEST_REFUSED', reason: 'transport' });
    }
    const foreign = await open({ origin: 'https://evil.test' });
    for (const query of [login, refresh, 'mutation { logout }']) {
      const [error] = (await foreign.ask(query)).errors;
      expect(error.extensions).toMatchObject({ code: 'REQUEST_REFUSED', reason: 'origin' });
    }
    const caller = { ip: '192.0.2.1' };
    expect((await auth.login({ identity: 'grace@example.com', code, challenge }, caller)).expiresIn).toBe(
      300,
    );
    expect((await auth.sessions('ada@example.com'))[0]?.refreshedAt).toBe(pair.claims.iat);
  });

  it('ends its session', async () => {
    const { open, own, auth } = await start(way);
    const socket = await open({ origin: own });
    expect(await socket.ask('mutation { logout }')).toEqual({ data: { logout: true } });
    expect(await auth.sessions('ada@example.com')).toEqual([]);
  });
});

describe('a host without the help of Yoga', () => {
  it.each([
    ['a context of auth.context', true],
    ['a context by hand', false],
  ])('sets no cookies, and spends nothing: %s', async (_, whole) => {
    const { auth, schema, askForCode } = serve();
    const { code, challenge } = await askForCode('ada@example.com');
    const source = `mutation { login(email: "ada@example.com", code: "${code}", challenge: "${challenge}") { expiresIn } }`;
    const headers = { 'sec-fetch-site': 'same-origin' };
    const contextValue = whole
      ? await auth.context({ req: { headers, method: 'POST' } })
      : { auth: await auth.authenticate(null, { ip: null }) };
    const { errors } = await graphql({ schema, source, contextValue });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'REQUEST_REFUSED', reason: 'transport' });
    const input = { identity: 'ada@example.com', code, challenge };
    expect((await auth.login(input, { ip: null })).expiresIn).toBe(300);
  });
});
