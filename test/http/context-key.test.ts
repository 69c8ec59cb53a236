import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { afterEach, describe, expect, it, vi } from 'vitest';
import EmailAuthPlugin, { requireClaims, type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth } from '../support/service.js';

afterEach(() => void vi.restoreAllMocks());

type Types = WithAuth<{ AuthContextKey: 'viewer' }>;

const open = (contextKey?: 'viewer') => {
  const { auth, logIn } = createTestAuth();
  const emailAuth = { auth, ...(contextKey && { contextKey }) };
  const builder = new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth });
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve: () => 'Hello!' }),
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.viewer.claims.email }),
      mine: t.string({ resolve: (_root, _args, ctx) => JSON.stringify(Reflect.get(ctx, 'auth') ?? null) }),
      required: t.string({ resolve: (_root, _args, ctx) => requireClaims({ auth: ctx.viewer }).email }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      ticks: t.string({
        authenticated: true,
        subscribe: async function* () {
          yield 'once';
          await auth.logoutEverywhere('ada@example.com');
          yield 'twice';
        },
        resolve: (tick) => String(tick),
      }),
    }),
  });
  return { auth, logIn, builder };
};

const serve = ({ auth, builder }: ReturnType<typeof open>, context: object = {}) => {
  const logged: unknown[] = [];
  const error = (...line: unknown[]) => void logged.push(...line);
  const logging = { debug() {}, info() {}, warn() {}, error };
  const yoga = createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)], context, logging });
  const post = async (query: string, headers: object = {}) =>
    yoga.fetch('http://server/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify({ query }),
    });
  const ask = async (query: string, headers: object = {}) => (await post(query, headers)).json();
  return { ask, post, logged };
};

describe('the auth of a context', () => {
  it('stands beside one of the host’s own, under the name that the schema has chosen', async () => {
    const app = open('viewer');
    const { ask } = serve(app, { auth: { user: 'mine' } });
    const { accessToken } = await app.logIn('ada@example.com');
    const query = '{ me mine required }';
    expect(await ask(query, { authorization: `Bearer ${accessToken}` })).toEqual({
      data: { me: 'ada@example.com', mine: '{"user":"mine"}', required: 'ada@example.com' },
    });
    expect(await ask(query)).toMatchObject({
      data: { me: null, mine: '{"user":"mine"}', required: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }, { extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('ends a stream with its session, under that name too', async () => {
    const app = open('viewer');
    const { post } = serve(app);
    const { accessToken } = await app.logIn('ada@example.com');
    const response = await post('subscription { ticks }', {
      accept: 'text/event-stream',
      authorization: `Bearer ${accessToken}`,
    });
    const text = await response.text();
    expect(text).toContain('"ticks":"once"');
    expect(text).not.toContain('"ticks":"twice"');
    expect(text).toContain('"reason":"revoked"');
  });

  it('does not overwrite one of the host’s own: the operator is told what to do', async () => {
    const { ask, logged } = serve(open(), { auth: { user: 'mine' } });
    expect(await ask('{ hello }')).toMatchObject({ errors: [{ message: 'Unexpected error.' }] });
    expect(String(logged[0])).toContain('The context has a `auth` already');
    expect(String(logged[0])).toContain('contextKey');
  });

  it('is the same for all schemas of a service', () => {
    const { auth, builder } = open('viewer');
    builder.toSchema();
    const other = new SchemaBuilder<WithAuth<{ AuthContextKey: 'user' }>>({
      plugins: [EmailAuthPlugin],
      emailAuth: { auth, contextKey: 'user' },
    });
    other.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
    expect(() => other.toSchema()).toThrow("emailAuth.contextKey is 'viewer' in another schema");
    const third = new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: auth });
    third.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
    expect(() => third.toSchema()).not.toThrow();
  });
});
