import { type GraphQLSchema, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { pluginName } from '../../src/pothos/index.js';
// @ts-expect-error: plain JavaScript
import { buildLocked, buildWithEveryPlugin, otherPlugins } from './every-plugin.mjs';
import { asAda, asNobody, createFakeEmailAuth } from './fake-email-auth.js';
import { listen, run, stream } from './run.js';

const others: readonly string[] = otherPlugins;
const orders = [
  [pluginName, ...others],
  [...others, pluginName],
  [...others.slice(0, 4), pluginName, ...others.slice(4)].reverse(),
];

const open = (
  plugins: readonly string[],
): { readonly schema: GraphQLSchema; readonly ran: readonly string[] } =>
  buildWithEveryPlugin(plugins, createFakeEmailAuth());

const notes = [{ id: '1' }, { id: '2' }];

const reads: readonly [what: string, query: string, anonymous: object, ada: object][] = [
  ['a list', '{ list { open } }', { list: null }, { list: [{ open: '1' }, { open: '2' }] }],
  ['an exposed field', '{ items { id } }', { items: [{ id: null }, { id: null }] }, { items: notes }],
  [
    'a connection',
    '{ connection(first: 1) { edges { node { open } } } }',
    { connection: null },
    { connection: { edges: [{ node: { open: '1' } }] } },
  ],
  ['builder.node', '{ secret { text } }', { secret: { text: null } }, { secret: { text: 'text' } }],
  [
    'builder.node, through node(id)',
    '{ node(id: "U2VjcmV0OjE=") { ... on Secret { text } } }',
    { node: { text: null } },
    { node: { text: 'text' } },
  ],
  ['t.loadable', '{ loadable { open } }', { loadable: null }, { loadable: { open: '1' } }],
  ['a loadable object', '{ loaded { id } }', { loaded: { id: null } }, { loaded: { id: '7' } }],
  ['t.authenticated', '{ chained }', { chained: null }, { chained: 'chained' }],
  [
    't.authenticated of a list',
    '{ chainedList { open } }',
    { chainedList: null },
    { chainedList: [{ open: '1' }, { open: '2' }] },
  ],
  [
    't.authenticated.connection',
    '{ chainedConnection(first: 1) { edges { node { open } } } }',
    { chainedConnection: null },
    { chainedConnection: { edges: [{ node: { open: '1' } }] } },
  ],
  [
    't.authenticated.loadable',
    '{ chainedLoadable { open } }',
    { chainedLoadable: null },
    { chainedLoadable: { open: '1' } },
  ],
  [
    't.authenticated.node',
    '{ chainedNode { id } }',
    { chainedNode: null },
    { chainedNode: { id: 'U2VjcmV0OjE=' } },
  ],
  ['t.withAuth(…).authenticated', '{ withAuthFirst }', { withAuthFirst: null }, { withAuthFirst: 'scoped' }],
  ['t.authenticated.withAuth(…)', '{ withAuthLast }', { withAuthLast: null }, { withAuthLast: 'scoped' }],
  ['a field with scopes', '{ scoped }', { scoped: null }, { scoped: 'scoped' }],
];

describe.each(orders.map((plugins) => ({ plugins })))('with the plugins $plugins', ({ plugins }) => {
  it.each(reads)(
    'the mark on %s refuses anonymous callers before anything runs',
    async (_, query, anonymous) => {
      const { schema, ran } = open(plugins);
      const { data, errors = [] } = await run(schema, query, asNobody());
      expect(data).toEqual(anonymous);
      expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['UNAUTHENTICATED']));
      expect(ran).toEqual([]);
    },
  );

  it.each(reads)('the mark on %s lets authenticated callers through', async (_, query, __, ada) => {
    expect(await run(open(plugins).schema, query, asAda())).toEqual({ data: ada });
  });

  it.each(['deniedFirst', 'deniedLast'])('the scopes beside the chain still count: %s', async (field) => {
    const { data, errors } = await run(open(plugins).schema, `{ ${field} }`, asAda());
    expect({ data, message: errors?.[0]?.message }).toEqual({
      data: { [field]: null },
      message: expect.stringContaining('Not authorized'),
    });
  });

  it('a marked subscription is refused before its source begins', async () => {
    const { schema, ran } = open(plugins);
    expect(await listen(schema, 'subscription { ticks }', asNobody())).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(ran).toEqual([]);
    const events = await stream(schema, 'subscription { ticks }', asAda());
    expect((await events.next()).value).toMatchObject({ data: { ticks: 'once' } });
    await events.return(undefined);
  });
});

describe('a mutation type with scopes that let nobody in', () => {
  const isPublic = { subGraphs: ['inside', 'public'] };
  const build = (): { whole: GraphQLSchema; open: GraphQLSchema } =>
    buildLocked({
      auth: createFakeEmailAuth(),
      mutations: {
        ...{ requestLoginCode: isPublic, login: isPublic, refreshToken: isPublic, logout: isPublic },
        logoutEverywhere: { subGraphs: ['inside'] },
      },
      types: { LoginCodeRequest: isPublic, AuthTokens: isPublic },
    });

  it.each<[mutation: string, data: object]>([
    [
      'requestLoginCode(email: "ada@example.com") { challenge }',
      { requestLoginCode: { challenge: 'proof' } },
    ],
    ['login(email: "ada@example.com", code: "123456") { accessToken }', { login: { accessToken: 'access' } }],
    ['refreshToken(token: "refresh") { accessToken }', { refreshToken: { accessToken: 'access' } }],
    ['logout(token: "refresh")', { logout: true }],
  ])('does not lock %s', async (mutation, data) => {
    const { whole, open: outside } = build();
    for (const schema of [whole, outside]) {
      expect(await run(schema, `mutation { ${mutation} }`, asNobody())).toEqual({ data });
    }
  });

  it('is as valid in the graph outside, which has what it is given', () => {
    const { open: outside } = build();
    expect(validateSchema(outside)).toEqual([]);
    expect(Object.keys(outside.getMutationType()?.getFields() ?? {}).sort()).toEqual([
      ...['login', 'logout', 'refreshToken', 'requestLoginCode'],
    ]);
  });
});
