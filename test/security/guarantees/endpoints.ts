import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'vitest';
import type { EmailAuthOptions } from '../../../src/index.js';
import { type Fault, makeFaulty } from '../../support/faulty-cache.js';
import { partsOf } from '../../support/forged-tokens.js';
import { forge } from '../../support/jwt.js';
import { noLimits, reasonOf, signingKey } from '../../support/service.js';
import { basic, gateway } from '../../support/token-endpoints.js';
import { ada, bearer, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import type { World } from '../world.js';

const clients = [gateway, { id: 'other', secret: '/4Jc0fjq+oVnR8sT' }];
const form = 'application/x-www-form-urlencoded';
const known = { authorization: basic(gateway.id, gateway.secret) };
const paths = ['/oauth/introspect', '/oauth/revoke'];

type Options = EmailAuthOptions<{ role: 'admin' | 'user' }>;

/** A server with both endpoints, and somebody who is logged in. */
const open = async ({ serve }: World, options: Options = {}) => {
  const http = { introspection: { clients }, revocation: { clients } };
  const server = await serve({ http, limits: noLimits, loginCode: { resendAfter: 0 }, ...options });
  const { origin } = new URL(server.http.url);
  const pair = await server.logIn(ada);
  const send = (path: string, init: RequestInit) => fetch(`${origin}${path}`, { method: 'POST', ...init });
  const ask = async (path: string, token: string) => {
    const answer = await send(path, { headers: known, body: new URLSearchParams({ token }) });
    return [answer.status, await answer.text()] as const;
  };
  return { ...server, pair, send, ask };
};

type Opened = Awaited<ReturnType<typeof open>>;

/** Nothing was learnt of the token, and nothing has happened to its session. */
const expectRefused = async (
  { send, auth, pair }: Opened,
  status: number,
  attempts: (token: string) => Readonly<Record<string, readonly [query: string, init: RequestInit]>>,
) => {
  for (const path of paths) {
    for (const token of [pair.accessToken, pair.refreshToken]) {
      for (const [what, [query, init]] of Object.entries(attempts(token))) {
        const answer = await send(`${path}${query}`, init);
        expect([path, what, answer.status]).toEqual([path, what, status]);
        expect([what, await answer.text()]).toEqual([what, expect.stringMatching(/^\{"error":"\w+"\}$/)]);
      }
    }
  }
  expect(await failureOf(auth, pair.accessToken)).toBeNull();
  expect(await reasonOf(auth.refresh(pair.refreshToken, home))).toBe('ok');
};

const strangers = async (world: World) => {
  const opened = await open(world);
  const { id, secret } = gateway;
  const headers: readonly string[] = [
    ...[basic(id, ''), basic('', ''), basic('', secret), basic('stranger', secret), basic(secret, id)],
    ...[basic(id, secret.slice(0, -1)), basic(id, `${secret}x`), basic(id, secret.toLowerCase())],
    ...[basic(id, clients[1]?.secret ?? ''), basic(`${id}:${secret}`, ''), `Basic ${id}:${secret}`],
    ...['Basic', 'Basic ', `Bearer ${btoa(`${id}:${secret}`)}`, `${known.authorization}, ${basic('a', 'b')}`],
  ];
  await expectRefused(opened, 401, (token) => {
    const body = new URLSearchParams({ token, client_id: id, client_secret: secret });
    return {
      'without a word': ['', { body }],
      'with the token itself': ['', { body, headers: bearer(token) }],
      ...Object.fromEntries(
        headers.map((authorization) => [authorization, ['', { body, headers: { authorization } }]]),
      ),
      'before anything else is looked at': [
        '',
        { body: '{}', headers: { 'content-type': 'application/json' } },
      ],
      'with a body that is too long': ['', { body: 'x'.repeat(1_000_000) }],
    };
  });
};

const otherForms = async (world: World) => {
  const opened = await open(world);
  await expectRefused(opened, 405, (token) => ({
    'in the query': [`?token=${token}`, { method: 'GET', headers: known }],
    'with PUT': ['', { method: 'PUT', headers: known, body: new URLSearchParams({ token }) }],
  }));
  await expectRefused(opened, 400, (token) => ({
    'as JSON': [
      '',
      { headers: { ...known, 'content-type': 'application/json' }, body: JSON.stringify({ token }) },
    ],
    'as text': ['', { headers: { ...known, 'content-type': 'text/plain' }, body: `token=${token}` }],
    'beside a form': ['', { headers: { ...known, 'content-type': `${form}x` }, body: `token=${token}` }],
    'in the query of a POST': [`?token=${token}`, { headers: known, body: new URLSearchParams({ x: '1' }) }],
    twice: ['', { headers: { ...known, 'content-type': form }, body: `token=${token}&token=${token}` }],
    'as nothing': ['', { headers: { ...known, 'content-type': form }, body: 'token=' }],
    'under another name': ['', { headers: { ...known, 'content-type': form }, body: `Token=${token}` }],
  }));
  await expectRefused(opened, 413, (token) => ({
    'with too much else': [
      '',
      { headers: known, body: new URLSearchParams({ token, x: 'x'.repeat(1_000_000) }) },
    ],
  }));
};

const worthless = async (world: World) => {
  const jwt = { issuer: 'https://login.example.com', audience: 'shop' };
  const opened = await open(world, { jwt });
  const { ask, clock, pair, logIn, auth } = opened;
  const tokenOf = async (options: Options) => (await world.service(options).logIn(ada)).accessToken;
  const ended = await logIn(ada);
  await auth.logout(ended.refreshToken);
  const { header, payload } = partsOf(pair.accessToken);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const tokens = {
    'a refresh token': pair.refreshToken,
    'one whose session has ended': ended.accessToken,
    'one of another service, with the same key': await tokenOf({ jwt: { ...jwt, audience: 'blog' } }),
    'one of another issuer, with the same key': await tokenOf({
      jwt: { ...jwt, issuer: 'https://eve.example' },
    }),
    'one of another cache, with the same key': await tokenOf({ jwt }),
    'one that a stranger has signed': forge(header, payload, stranger),
    'one without a signature': `${pair.accessToken.split('.').slice(0, 2).join('.')}.`,
    'one that is none': 'nonsense',
  };
  const inactive = [200, '{"active":false}'];
  for (const [what, token] of Object.entries(tokens)) {
    expect([what, await ask('/oauth/introspect', token)]).toEqual([what, inactive]);
  }
  expect((await ask('/oauth/introspect', pair.accessToken))[1]).toContain('"active":true');
  expect(forge(header, payload, signingKey)).toBe(pair.accessToken);
  clock.advance(300);
  expect(await ask('/oauth/introspect', pair.accessToken)).toEqual(inactive);
};

const outage = (fault: Fault) => async (world: World) => {
  const { cache, begin, end } = makeFaulty(world.openCache());
  const { ask, pair } = await open(world, { cache, storeTimeout: 0.2 });
  const unavailable = [503, '{"error":"temporarily_unavailable"}'];
  begin(fault);
  for (const path of paths) expect([path, await ask(path, pair.accessToken)]).toEqual([path, unavailable]);
  expect(await ask('/oauth/revoke', pair.refreshToken)).toEqual(unavailable);
  end();
  expect((await ask('/oauth/introspect', pair.accessToken))[0]).toBe(200);
};

export const endpoints: readonly Guarantee[] = [
  {
    id: 'I1',
    must: `The endpoints for other services MUST answer a client that knows its secret, and nobody else. Introspection MUST call a token active only if it is a valid access token of a live session, and MUST NOT call it inactive because the cache failed`,
    attack: {
      'strangers, and clients with another secret': strangers,
      'tokens in other places and forms, and too much of it': otherForms,
      'tokens that are no valid access tokens of this service': worthless,
      'a cache that fails': outage('fails'),
      'a cache that does not answer': outage('hangs'),
      'a cache that says that there is nothing': outage('lies'),
    },
  },
];
