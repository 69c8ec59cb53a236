import SchemaBuilder from '@pothos/core';
import { createYoga, type Plugin } from 'graphql-yoga';
import { afterEach, describe, expect, it } from 'vitest';
import EmailAuthPlugin, { type AuthState, type WithAuth } from '../../src/index.js';
import { type UseEmailAuthOptions, useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const identity = 'ada@example.com';
const request = (headers: Record<string, string> = {}) =>
  new Request('http://localhost/graphql', { headers });
const socketOf = (remoteAddress: string) => ({ socket: { remoteAddress } });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

let stop = async () => {};
afterEach(() => stop());

/** A server in which another plugin wants to know who asks before anybody else does, and has only the Request. */
const serve = async (
  options: UseEmailAuthOptions,
  perRequest: { login: number; requestLoginCode: number },
) => {
  const service = createTestAuth({ limits: { ...noLimits, perRequest } });
  const early: (AuthState | undefined)[] = [];
  const late: (string | null)[] = [];
  const responseCache: Plugin = {
    async onParams({ request }) {
      early.push((await service.auth.context({ request })).auth);
    },
    async onExecute({ args: { contextValue } }) {
      const { auth } = await service.auth.context({ request: contextValue.request });
      late.push(auth.ip);
    },
  };
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: service.auth });
  builder.queryType({
    fields: (t) => ({
      ip: t.string({ nullable: true, resolve: (_root, _args, ctx) => ctx.auth.ip }),
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
    }),
  });
  const yoga = createYoga({
    schema: builder.toSchema(),
    batching: { limit: 10 },
    plugins: [responseCache, useEmailAuth(service.auth, options)],
    logging: false,
  });
  const http = await startHttpServer(yoga);
  stop = http.stop;
  return { ...service, http, early, late };
};

const once = { login: 1, requestLoginCode: 1 };

describe('a plugin that asks first, with nothing but the Request', () => {
  it.each<[string, UseEmailAuthOptions, Record<string, string>, string]>([
    ['the socket’s', {}, {}, '127.0.0.1'],
    [
      'the proxy’s word',
      { proxy: { trust: ['127.0.0.1'] } },
      { 'x-forwarded-for': '198.51.100.7' },
      '198.51.100.7',
    ],
    ['the host’s word', { ip: () => '198.51.100.8' }, {}, '198.51.100.8'],
  ])('does not decide what the address is: %s', async (_, options, headers, expected) => {
    const { http, early, late } = await serve(options, once);
    expect(await http.query('{ ip }', {}, headers)).toEqual({ data: { ip: expected } });
    expect(early[0]?.ip).toBeNull();
    expect(late).toEqual([expected]);
  });

  it('learns the same of the token as everybody after it', async () => {
    const { http, early, logIn } = await serve({}, once);
    const { accessToken } = await logIn(identity);
    expect(await http.query('{ me }', {}, bearer(accessToken))).toEqual({ data: { me: identity } });
    expect(early[0]?.claims?.email).toBe(identity);
  });

  it('gives a request no second budget, neither by aliases nor in a batch', async () => {
    const { http, events } = await serve({ proxy: { trust: ['127.0.0.1'] } }, once);
    const aliases = ['a', 'b', 'c'].map(
      (alias) => `${alias}: login(email: "${identity}", code: "000000") { expiresIn }`,
    );
    await http.post(Array.from({ length: 5 }, () => ({ query: `mutation { ${aliases.join(' ')} }` })));
    expect(events.filter(({ type }) => type === 'login.failed')).toHaveLength(1);
  });
});

describe('the states of one request', () => {
  it('are one state where nothing new is found', async () => {
    const { auth } = createTestAuth();
    const shared = { request: request(), req: socketOf('192.0.2.1') };
    const states = await Promise.all([1, 2, 3].map(async () => (await auth.context({ ...shared })).auth));
    expect(new Set(states).size).toBe(1);
  });

  it.each<[string, string[], string | null]>([
    ['the host is believed over the socket', ['socket', 'told'], '198.51.100.1'],
    ['whoever asks first', ['told', 'socket'], '198.51.100.1'],
    ['the socket over nothing', ['nothing', 'socket', 'nothing'], '10.0.0.1'],
    ['the host over everything', ['nothing', 'socket', 'told', 'socket', 'nothing'], '198.51.100.1'],
    ['the host over the socket, where it says that it does not know', ['socket', 'told nothing'], null],
    [
      'the socket over a host that had too little to go by',
      ['told nothing', 'socket', 'nothing'],
      '10.0.0.1',
    ],
  ])('have the address that is known best: %s', async (_, looks, expected) => {
    const { auth } = createTestAuth();
    const shared = request();
    const look: Record<string, () => Promise<{ auth: AuthState }>> = {
      nothing: () => auth.context({ request: shared }),
      socket: () => auth.context({ request: shared, req: socketOf('10.0.0.1') }),
      told: () => auth.context({ request: shared }, () => '198.51.100.1'),
      'told nothing': () => auth.context({ request: shared }, () => null),
    };
    let last: string | null | undefined;
    for (const name of looks) last = (await look[name]?.())?.auth.ip;
    expect(last).toBe(expected);
  });

  it('know the way to the answer that one of them was told', async () => {
    const { auth } = createTestAuth();
    const shared = request();
    const { auth: early } = await auth.context({ request: shared });
    const { auth: later } = await auth.context({ request: shared }, undefined, { waitUntil: () => {} });
    expect(later).not.toBe(early);
    expect((await auth.context({ request: shared })).auth).toBe(later);
  });

  it('end together', async () => {
    const { auth, logIn } = createTestAuth();
    const { accessToken } = await logIn(identity);
    const shared = request(bearer(accessToken));
    const { auth: early } = await auth.context({ request: shared });
    const { auth: later } = await auth.context({ request: shared }, () => '198.51.100.1');
    expect(later.claims).toBe(early.claims);
    expect([early, later].map((state) => auth.forPlugins.owns(state))).toEqual([true, true]);
  });

  it('are looked at again for each operation of a WebSocket, even where it brings its first request along', async () => {
    const { auth, logIn } = createTestAuth();
    const { accessToken, refreshToken } = await logIn(identity);
    const socket = { request: request(), connectionParams: { token: accessToken } };
    expect((await auth.context({ ...socket })).auth.failure).toBeNull();
    await auth.logout(refreshToken);
    expect((await auth.context({ ...socket })).auth.failure).toBe('revoked');
  });
});

describe('the token of a WebSocket', () => {
  it.each<[string, (token: string) => Record<string, unknown>]>([
    ['authorization', (token) => ({ authorization: `Bearer ${token}` })],
    ['Authorization, without its scheme', (token) => ({ Authorization: token })],
    ['authToken', (token) => ({ authToken: token })],
    ['token', (token) => ({ token: `bearer  ${token}` })],
    ['headers.Authorization', (token) => ({ headers: { Authorization: `Bearer ${token}` } })],
    ['headers.authorization', (token) => ({ headers: { authorization: token } })],
    [
      'one place of several',
      (token) => ({ authorization: '', token: 'csrf', headers: { authorization: token } }),
    ],
  ])('is found in connectionParams: %s', async (_, paramsOf) => {
    const { auth, logIn } = createTestAuth();
    const { accessToken } = await logIn(identity);
    for (const authorization of [undefined, '', 'Basic cHJveHk6c2VjcmV0', 'Bearer ', 'Negotiate YII=']) {
      const context = { req: { headers: { authorization } }, connectionParams: paramsOf(accessToken) };
      expect((await auth.context(context)).auth.claims?.email).toBe(identity);
    }
  });

  it.each<[string, unknown, unknown, string]>([
    ['nothing', undefined, undefined, 'missing'],
    ['no token', '', { locale: 'de', headers: null }, 'missing'],
    ['a header that is no bearer token', 'Basic cHJveHk6c2VjcmV0', {}, 'malformed'],
    ['nonsense', undefined, { authorization: 'nonsense' }, 'malformed'],
    ['something that is no text', undefined, { token: { toString: () => 'a.b.c' } }, 'malformed'],
    ['a list', undefined, ['a.b.c'], 'missing'],
    ['text', undefined, 'a.b.c', 'missing'],
    ['headers of headers', undefined, { headers: { headers: { authorization: 'a.b.c' } } }, 'missing'],
  ])('is not there: %s', async (_, authorization, connectionParams, failure) => {
    const { auth } = createTestAuth();
    const { auth: state } = await auth.context({ req: { headers: { authorization } }, connectionParams });
    expect(state).toMatchObject({ claims: null, failure });
  });

  it('of a bearer header wins: it does not fall back', async () => {
    const { auth, logIn } = createTestAuth();
    const { accessToken } = await logIn(identity);
    const context = {
      req: { headers: { authorization: 'Bearer a.b.c' } },
      connectionParams: { authorization: accessToken },
    };
    expect((await auth.context(context)).auth.claims).toBeNull();
  });
});
