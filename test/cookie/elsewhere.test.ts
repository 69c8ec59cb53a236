import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import SchemaBuilder from '@pothos/core';
import { createYoga, type Plugin } from 'graphql-yoga';
import { afterEach, describe, expect, it } from 'vitest';
import EmailAuthPlugin, { type EmailAuth, type WithAuth } from '../../src/index.js';
import { responseCacheSession, useEmailAuth } from '../../src/yoga/index.js';
import { type Answer, createJar, type Headers, own, sendRaw } from '../support/cookie-server.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

type Claims = { org: string };

let stop = async () => {};
afterEach(() => stop());

/** A server with a mutation of the host's that changes a claim. */
const start = async (pluginsOf: (auth: EmailAuth<Claims>) => Plugin[] = () => []) => {
  let allowed = true;
  const service = createTestAuth<Claims>({
    ...{ transport: 'either', limits: noLimits, loginCode: { resendAfter: 0 } },
    claims: () => allowed && { org: 'home' },
    updatableClaims: ['org'],
  });
  const { auth } = service;
  const builder = new SchemaBuilder<WithAuth<{ AuthClaims: Claims }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: auth,
  });
  let asked = 0;
  builder.queryType({
    fields: (t) => ({
      org: t.string({
        nullable: true,
        resolve: (_root, _args, ctx) => {
          asked += 1;
          return ctx.auth.claims?.org ?? null;
        },
      }),
    }),
  });
  builder.mutationField('moveTo', (t) =>
    t.string({
      args: { org: t.arg.string({ required: true }) },
      authenticated: true,
      nullable: true,
      resolve: async (_root, { org }, ctx) => {
        // Boundary: `claims` are narrowed in a marked field, and the state is the same.
        const state = ctx.auth as Parameters<typeof auth.updateClaims>[0];
        return (await auth.updateClaims(state, { org })).claims.org;
      },
    }),
  );
  const yoga = createYoga({
    schema: builder.toSchema(),
    plugins: [...pluginsOf(auth), useEmailAuth(auth)],
    logging: false,
  });
  const http = await startHttpServer(yoga);
  stop = http.stop;
  const jar = createJar();
  const ask = async (query: string, headers: Headers = own): Promise<Answer> => {
    const answer = await sendRaw(http.url, {
      headers: { 'content-type': 'application/json', ...jar.header, ...headers },
      body: JSON.stringify({ query }),
    });
    jar.take(answer);
    return answer;
  };
  const signIn = async () => {
    const { code, challenge } = await service.askForCode('ada@example.com');
    const login = `login(email: "ada@example.com", code: "${code}", challenge: "${challenge}") { expiresIn }`;
    return ask(`mutation { ${login} }`, { ...own, 'x-email-auth': 'cookie' });
  };
  return {
    ...service,
    http,
    jar,
    ask,
    signIn,
    asked: () => asked,
    /** From now on, `claims` lets nobody in. */
    forbid: () => {
      allowed = false;
    },
  };
};

describe('a response cache', () => {
  it('keeps what a cookie opens for that cookie, and its answers say so', async () => {
    const { signIn, ask, asked } = await start((auth) => [
      useResponseCache({ session: responseCacheSession(auth), ttl: 60_000 }),
    ]);
    expect((await ask('{ org }')).body.data.org).toBeNull();
    await signIn();
    for (let i = 0; i < 2; i += 1) {
      const answer = await ask('{ org }');
      expect(answer.body.data.org).toBe('home');
      expect(answer.headers['cache-control']).toBe('private, no-store');
    }
    expect(asked()).toBe(2);
    const foreign = await ask('{ org }', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' });
    expect(foreign.body.data.org).toBeNull();
    expect(asked()).toBe(2);
  });
});

describe('updateClaims', () => {
  it('takes the token of the cookie, and sets the next ones', async () => {
    const { signIn, ask, jar } = await start();
    await signIn();
    const before = new Map(jar.cookies);
    const answer = await ask('mutation { moveTo(org: "other") }');
    expect(answer.body).toEqual({ data: { moveTo: 'other' } });
    expect(answer.setCookie).toHaveLength(2);
    expect(jar.cookies.get('__Host-refresh')).not.toBe(before.get('__Host-refresh'));
    expect((await ask('{ org }')).body.data.org).toBe('other');
  });

  it('takes nobody who is not known by a cookie', async () => {
    const { auth, ask, logIn } = await start();
    const { accessToken } = await logIn('ada@example.com');
    const answer = await ask('mutation { moveTo(org: "other") }', { authorization: `Bearer ${accessToken}` });
    expect(answer.body.data.moveTo).toBeNull();
    expect(answer.setCookie).toEqual([]);
    const state = await auth.authenticate(accessToken, { ip: null });
    await expect(auth.updateClaims(state, { org: 'x' })).rejects.toThrow(
      /^updateClaims: an auth state is enough only/,
    );
    await expect(auth.updateClaims({ ...state }, { org: 'x' })).rejects.toMatchObject({ reason: 'invalid' });
  });

  it('is refused where the refresh token is missing, of another session, or comes twice', async () => {
    const { signIn, ask, jar, logIn, auth } = await start();
    await signIn();
    const other = await logIn('ada@example.com');
    const access = `__Host-access=${jar.cookies.get('__Host-access')}`;
    const mine = `__Host-refresh=${jar.cookies.get('__Host-refresh')}`;
    const another = `__Host-refresh=${other.refreshToken}`;
    const before = await auth.sessions('ada@example.com');
    for (const rest of ['', another, `${mine}; ${another}`, '__Host-refresh=x']) {
      const answer = await ask('mutation { moveTo(org: "other") }', { ...own, cookie: `${access}; ${rest}` });
      expect(answer.body.data.moveTo).toBeNull();
      expect(answer.setCookie).toEqual([]);
    }
    expect(await auth.sessions('ada@example.com')).toEqual(before);
    expect((await auth.refresh(other.refreshToken, { ip: null })).claims.org).toBe('home');
  });

  it('takes the cookies away with a session that has ended', async () => {
    const { signIn, ask, jar, forbid } = await start();
    await signIn();
    forbid();
    const answer = await ask('mutation { moveTo(org: "other") }');
    expect(answer.body.data.moveTo).toBeNull();
    expect(answer.setCookie).toHaveLength(2);
    expect(jar.cookies.size).toBe(0);
  });
});

describe('the public keys', () => {
  it('are public still, for whoever has cookies', async () => {
    const { signIn, jar, http } = await start();
    await signIn();
    const url = new URL('/.well-known/jwks.json', http.url).href;
    const { headers } = await sendRaw(url, {
      method: 'GET',
      headers: { ...jar.header, origin: 'https://evil.test' },
    });
    expect(headers['cache-control']).toBe('public, max-age=300');
    expect(headers['access-control-allow-origin']).toBe('*');
  });
});
