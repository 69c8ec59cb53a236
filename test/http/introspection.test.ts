import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { useEmailAuth } from '../../src/yoga/index.js';
import { generationOf } from '../support/forged-tokens.js';
import { createTestAuth, reasonOf } from '../support/service.js';
import { basic, gateway, serveEndpoints } from '../support/token-endpoints.js';

const path = '/oauth/introspect';
const clients = [gateway];
const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

let stop = async () => {};
afterEach(() => stop());

const serve = async (...[use = {}, options]: Parameters<typeof serveEndpoints>) => {
  const server = await serveEndpoints({ introspection: { clients }, ...use }, options);
  stop = server.stop;
  return server;
};

describe('introspection', () => {
  it('says what a valid access token claims, and that nobody may keep the answer', async () => {
    const jwt = { issuer: 'https://login.example.com', audience: ['shop', 'blog'] };
    const { ask, logIn } = await serve({}, { jwt });
    const { accessToken, claims } = await logIn(identity);
    const answer = await ask(path, accessToken, { headers: { origin: 'https://shop.example' } });
    const { sid, jti, iat, exp } = claims;
    expect(await answer.json()).toEqual({
      ...{ active: true, token_type: 'Bearer', sub: identity, email: identity, role: 'admin' },
      ...{ sid, jti, iat, exp, iss: jwt.issuer, aud: jwt.audience },
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    // Not for pages, whatever Yoga says of the origins of its own clients.
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('is not told by claims of the host that a token is active, or of another type', async () => {
    const claims = () => ({ role: 'user' as const, active: false, token_type: 'mac' });
    const { ask, logIn } = await serve({}, { claims });
    const { accessToken } = await logIn(identity);
    expect(await (await ask(path, accessToken)).json()).toMatchObject({ active: true, token_type: 'Bearer' });
  });

  it('counts as use of the token: the refresh token before it is worth nothing any more', async () => {
    const attempt = async (look: boolean) => {
      const { ask, auth, logIn, clock, stop: end } = await serve();
      const { refreshToken } = await logIn(identity);
      const { accessToken } = await auth.refresh(refreshToken, caller);
      if (look) expect(generationOf(accessToken)).toBe(2);
      if (look) await ask(path, accessToken);
      clock.advance(60);
      const outcome = await reasonOf(auth.refresh(refreshToken, caller));
      await end();
      stop = async () => {};
      return outcome;
    };
    // An answer that was lost logs nobody out, but one that arrived was not lost.
    expect(await attempt(false)).toBe('ok');
    expect(await attempt(true)).toBe('reused');
  });

  it('asks strangers who they are, and says how', async () => {
    const { ask } = await serve();
    const answer = await ask(path, 'token', { headers: { authorization: 'Basic eA==' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="token", charset="UTF-8"');
    expect(await answer.json()).toEqual({ error: 'invalid_client' });
  });

  it('knows a client whether it encodes its secret first or not, and by an old and a new one', async () => {
    const [before, now] = ['/4Jc0fjq+oVnR8s%', 'Zk8+/w7Qm2%2Bx=xyz'];
    const { ask } = await serve({
      introspection: { clients: [before, now].map((secret) => ({ id: 'shop', secret })) },
    });
    const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
    for (const secret of [before, now, encode(before), encode(now)]) {
      for (const authorization of [basic('shop', secret), basic('shop', secret).replace('Basic', 'basic ')]) {
        const answer = await ask(path, 'nonsense', { headers: { authorization } });
        expect([secret, answer.status, await answer.json()]).toEqual([secret, 200, { active: false }]);
      }
    }
  });

  it('ignores what else a form holds, as clients send token_type_hint', async () => {
    const { ask, logIn } = await serve();
    const { accessToken, refreshToken } = await logIn(identity);
    for (const hint of ['access_token', 'refresh_token', 'nonsense']) {
      const of = async (token: string) => {
        const body = new URLSearchParams({ token, token_type_hint: hint });
        return ((await (await ask(path, token, { body })).json()) as { active: boolean }).active;
      };
      expect([await of(accessToken), await of(refreshToken)]).toEqual([true, false]);
    }
  });

  it('goes on for others while a client sends and sends', async () => {
    const { ask, http } = await serve();
    const { hostname, port } = new URL(http.url);
    const end = await new Promise<number | string | undefined>((resolve) => {
      const headers = {
        authorization: basic(gateway.id, gateway.secret),
        'content-type': 'application/x-www-form-urlencoded',
      };
      const endless = request({ hostname, port, path, method: 'POST', headers }, (answer) => {
        resolve(answer.statusCode);
        answer.destroy();
        clearInterval(timer);
      });
      const timer = setInterval(() => endless.write('x'.repeat(10_000)), 1);
      // The server has closed the connection, and the client was writing at that moment.
      endless.on('error', ({ code }: NodeJS.ErrnoException) => {
        resolve(code);
        clearInterval(timer);
      });
    });
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(end);
    expect((await ask(path, 'nonsense')).status).toBe(200);
  });
});

describe('the options of an endpoint', () => {
  const { auth } = createTestAuth();
  const use = (introspection: unknown) => () => useEmailAuth(auth, { introspection } as never);
  const client = (secret: string, id = 'shop') => use({ clients: [{ id, secret }] });

  it('refuse clients that anybody could be', () => {
    expect(use({})).toThrow(/^introspection\.clients must be a list of 1 to 100 clients/);
    expect(use({ clients: [] })).toThrow(/^introspection\.clients must be a list/);
    expect(client('short')).toThrow(/^introspection\.clients\[0\]\.secret must be a string of 16 to 200/);
    expect(client('a secret with spaces')).toThrow(/^introspection\.clients\[0\]\.secret must be a string/);
    expect(client('passwordpassword', 'a:b')).toThrow(/^introspection\.clients\[0\]\.id must be a name/);
    expect(client('aaaaaaaaaaaaaaaaaaaaaaaa')).toThrow(/at least 8 different characters/);
    expect(client(gateway.secret)).not.toThrow();
    expect(use({ clients: [{ id: 'shop' }] })).toThrow(/^introspection\.clients\[0\]\.secret must be/);
  });

  it('never quote a secret', () => {
    const secret = 'a secret with spaces';
    for (const refused of [client(secret), use({ clients: secret }), use({ clients: [secret] })]) {
      expect(refused).toThrow(TypeError);
      expect(refused).not.toThrow(secret);
    }
  });

  it('refuse what they do not know, and a service that is not there as a whole', () => {
    expect(use({ clients, pth: '/x' })).toThrow(/did you mean introspection\.path\?/);
    expect(use({ clients, path: 'introspect' })).toThrow(/^introspection\.path must be a path such as/);
    const part = { context: auth.context };
    expect(() => useEmailAuth(part, { introspection: { clients } })).toThrow(/need the whole service/);
    expect(() => useEmailAuth(part)).not.toThrow();
  });
});
