import { useGenericAuth } from '@envelop/generic-auth';
import SchemaBuilder from '@pothos/core';
import { createYoga, type Plugin, useExtendContext } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import EmailAuthPlugin, { type AuthState, type WithAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth, noLimits } from '../support/service.js';

const identity = 'ada@example.com';

/** What a plugin sees of the caller while the context is built. */
const callerIn = (context: object): string | null =>
  (context as { auth: AuthState }).auth.claims?.email ?? null;

const open = () => {
  const service = createTestAuth({ limits: noLimits });
  const builder = new SchemaBuilder<WithAuth<{ Context: { currentUser?: string | null } }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: service.auth,
  });
  builder.queryType({
    fields: (t) => ({
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
      user: t.string({ nullable: true, resolve: (_root, _args, ctx) => ctx.currentUser }),
      ip: t.string({ nullable: true, resolve: (_root, _args, ctx) => ctx.auth.ip }),
    }),
  });
  const schema = builder.toSchema();
  const serve = (plugins: object[], context: object = {}) => {
    const logged: string[] = [];
    const error = (line: unknown) => void logged.push(String(line));
    const logging = { debug() {}, info() {}, warn() {}, error };
    const yoga = createYoga({ schema, plugins, context, logging });
    const ask = async (query: string, token?: string) => {
      const authorization = token && { authorization: `Bearer ${token}` };
      const headers = { 'content-type': 'application/json', ...authorization };
      const body = JSON.stringify({ query });
      return (await yoga.fetch('http://server/graphql', { method: 'POST', headers, body })).json();
    };
    return { yoga, ask, logged };
  };
  return { ...service, serve };
};

describe.each<[string, (useAuth: object, other: object) => object[]]>([
  ['before', (useAuth, other) => [other, useAuth]],
  ['behind', (useAuth, other) => [useAuth, other]],
])('a plugin that is listed %s useEmailAuth', (_, inOrder) => {
  it.each([
    [
      'useGenericAuth, which only looks',
      () => useGenericAuth({ mode: 'resolve-only', resolveUserFn: callerIn }),
    ],
    [
      'useGenericAuth, which protects',
      () => useGenericAuth({ mode: 'protect-all', resolveUserFn: callerIn }),
    ],
    ['useExtendContext', () => useExtendContext((context) => ({ currentUser: callerIn(context) }))],
    ['one that is slow', () => useExtendContext(async (context) => ({ currentUser: callerIn(context) }))],
    [
      'one that another one adds',
      () => ({
        onPluginInit: ({ addPlugin }: { addPlugin(plugin: object): void }) =>
          addPlugin(useExtendContext((context) => ({ currentUser: callerIn(context) }))),
      }),
    ],
  ])('sees who asks: %s', async (_name, other) => {
    const { auth, serve, logIn } = open();
    const { ask, logged } = serve(inOrder(useEmailAuth(auth), other()));
    const { accessToken } = await logIn(identity);
    expect(await ask('{ me user }', accessToken)).toEqual({ data: { me: identity, user: identity } });
    expect(JSON.stringify(await ask('{ me user }'))).not.toContain(identity);
    expect(logged).toEqual([]);
  });

  it('sees it on a WebSocket, too', async () => {
    const { auth, serve, logIn } = open();
    const other = useExtendContext((context) => ({ currentUser: callerIn(context) }));
    const { yoga } = serve(inOrder(useEmailAuth(auth), other));
    const { accessToken } = await logIn(identity);
    const { contextFactory } = yoga.getEnveloped({ connectionParams: { authorization: accessToken } });
    expect(await contextFactory()).toMatchObject({ currentUser: identity });
  });

  it('does not take the place of `ctx.auth`: the operator is told what to do', async () => {
    const { auth, serve, logIn } = open();
    const other = useExtendContext(() => ({ auth: { claims: { email: 'eve@example.com' } } }));
    const { ask, logged } = serve(inOrder(useEmailAuth(auth), other));
    const { accessToken } = await logIn(identity);
    expect(await ask('{ ip }', accessToken)).toMatchObject({ errors: [{ message: 'Unexpected error.' }] });
    expect(logged[0]).toContain('The context has a `auth` already');
  });
});

describe('useEmailAuth', () => {
  it('comes behind the option `context` of Yoga, from which `ip` may read', async () => {
    const { auth, serve } = open();
    const ip = (context: { clientAddress?: string }) => context.clientAddress;
    const other = useExtendContext(() => ({ currentUser: identity }));
    const { ask } = serve([other, useEmailAuth(auth, { ip })], { clientAddress: '198.51.100.1' });
    expect(await ask('{ ip user }')).toEqual({ data: { ip: '198.51.100.1', user: identity } });
  });

  it('leaves the order of the others alone', async () => {
    const { auth, serve } = open();
    const began: string[] = [];
    const note = (name: string): Plugin => ({
      onPluginInit: () => void began.push(`init ${name}`),
      onContextBuilding: () => void began.push(name),
    });
    const { ask } = serve([note('a'), note('b'), useEmailAuth(auth), note('c')]);
    await ask('{ ip }');
    expect(began).toEqual(['init a', 'init b', 'init c', 'a', 'b', 'c']);
  });

  it('asks about the session once, wherever it stands', async () => {
    const { auth, serve, logIn } = open();
    const { accessToken } = await logIn(identity);
    let asked = 0;
    const context: typeof auth.context = (...args) => {
      asked += 1;
      return auth.context(...args);
    };
    const { ask } = serve([useExtendContext(() => ({})), useEmailAuth({ context })]);
    expect(await ask('{ me }', accessToken)).toEqual({ data: { me: identity } });
    expect(asked).toBe(1);
  });
});
