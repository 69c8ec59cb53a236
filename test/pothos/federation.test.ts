import '@pothos/plugin-directives';
import '@pothos/plugin-federation';
import '@pothos/plugin-errors';
import { composeServices } from '@apollo/composition';
import { printSubgraphSchema } from '@apollo/subgraph';
import SchemaBuilder from '@pothos/core';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type EmailAuthPluginOptions, pluginName } from '../../src/pothos/index.js';
import { NotAuthenticatedError } from '../../src/pothos/refusals.js';
import type { Types } from './builders.js';
import { asAda, asNobody, createFakeEmailAuth } from './fake-email-auth.js';
import { run } from './run.js';

interface Secret {
  readonly id: string;
}

// The schema is printed by what @pothos/plugin-directives makes of it.
const orders = [
  [pluginName, 'directives', 'federation'],
  ['directives', 'federation', pluginName],
  ['directives', pluginName, 'federation'],
] as const;

type Options = Partial<Pick<EmailAuthPluginOptions, 'protect' | 'directive' | 'mutations'>>;

const open = (plugins: (typeof orders)[number], options: Options = {}) => {
  const builder = new SchemaBuilder<Types>({
    plugins: [...plugins],
    emailAuth: { auth: createFakeEmailAuth(), mutations: false, ...options } as never,
  });
  const base = builder.interfaceRef<Secret>('Base').implement({
    authenticated: true,
    fields: (t) => ({ kind: t.string({ resolve: () => 'kind' }) }),
  });
  const secret = builder.objectRef<Secret>('Secret').implement({
    authenticated: true,
    isTypeOf: () => true,
    fields: (t) => ({ id: t.exposeString('id'), text: t.string({ resolve: () => 'secret' }) }),
  });
  const half = builder.objectRef<Secret>('Half').implement({
    authenticated: true,
    fields: (t) => ({
      open: t.string({ authenticated: false, resolve: () => 'open' }),
      closed: t.string({ resolve: () => 'closed' } as never),
    }),
  });
  const heir = builder.objectRef<Secret>('Heir').implement({
    interfaces: [base],
    isTypeOf: () => true,
    fields: (t) => ({ more: t.string({ resolve: () => 'more' } as never) }),
  });
  builder.asEntity(secret, {
    key: builder.selection<{ id: string }>('id'),
    resolveReference: ({ id }) => ({ id }),
  });
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve: () => 'Hello!' } as never),
      half: t.field({ type: half, resolve: () => ({ id: 'id' }) } as never),
      heir: t.field({ type: heir, resolve: () => ({ id: 'id' }) } as never),
    }),
  });
  return builder;
};

const compose = (sdl: string) => {
  const { errors = [], supergraphSdl = '' } = composeServices([
    { name: 'secrets', url: 'http://secrets.test', typeDefs: parse(sdl) },
  ]);
  return { errors: errors.map(({ message }) => message), supergraph: supergraphSdl };
};

const marksIn = (sdl: string): string[] =>
  sdl
    .split('\n')
    .filter((line) => line.includes('@authenticated') && !/^ *(@link|directive)|import/.test(line))
    .map((line) => line.trim());

describe.each(orders.map((plugins) => ({ plugins, order: plugins.join(', ') })))(
  'with @pothos/plugin-federation ($order)',
  ({ plugins }) => {
    it('an entity whose type is marked is protected, through _entities too', async () => {
      const schema = open(plugins).toSubGraphSchema({});
      const query =
        '{ _entities(representations: [{ __typename: "Secret", id: "1" }]) { ... on Secret { id text } } }';
      expect((await run(schema, query, asNobody())).data).toEqual({ _entities: [{ id: null, text: null }] });
      expect((await run(schema, query, asAda())).data).toEqual({ _entities: [{ id: '1', text: 'secret' }] });
    });

    it('the graph composes, and the gateway sees each mark where it holds', () => {
      const sdl = printSubgraphSchema(open(plugins).toSubGraphSchema({}));
      expect(marksIn(sdl)).toEqual([
        'closed: String @authenticated',
        'kind: String @authenticated',
        'more: String @authenticated',
        '@authenticated',
      ]);
      const { errors, supergraph } = compose(sdl);
      expect(errors).toEqual([]);
      expect(supergraph).toMatch(/closed: String @authenticated/);
      expect(supergraph).toMatch(/type Secret[\s\S]{0,120}@authenticated/);
      expect(supergraph).not.toMatch(/type Query[^{]*@authenticated/);
    });

    it('all root fields can be protected, but for the one that the gateway asks for the schema', async () => {
      const schema = open(plugins, { protect: 'all' }).toSubGraphSchema({});
      const { data } = await run(schema, '{ hello _service { sdl } }', asNobody());
      expect(data?.hello).toBeNull();
      const { sdl } = (data as { _service: { sdl: string } })._service;
      expect(marksIn(sdl)).toContain('hello: String @authenticated');
      expect(compose(sdl).errors).toEqual([]);
    });

    it.each<[what: string, options: Options, field: object]>([
      ['protected root fields', { protect: 'all' }, {}],
      ['an allow', {}, { allow: () => true }],
    ])('the gateway is told of %s, where nothing has the option authenticated', (_, options, field) => {
      const builder = new SchemaBuilder<Types>({
        plugins: [...plugins],
        emailAuth: { auth: createFakeEmailAuth(), mutations: false, ...options } as never,
      });
      builder.queryType({
        fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!', ...field } as never) }),
      });
      const { errors, supergraph } = compose(printSubgraphSchema(builder.toSubGraphSchema({})));
      expect(errors).toEqual([]);
      expect(supergraph).toMatch(/hello: String @authenticated/);
    });

    it('the schema has no mark where the directive is not wanted, and is protected all the same', async () => {
      const schema = open(plugins, { directive: false }).toSubGraphSchema({});
      const sdl = printSubgraphSchema(schema);
      expect(marksIn(sdl)).toEqual([]);
      expect(compose(sdl).errors).toEqual([]);
      expect((await run(schema, '{ half { closed } }', asNobody())).data).toEqual({ half: { closed: null } });
    });
  },
);

describe('a marked field that another subgraph has, too', () => {
  it.each([
    [['federation', pluginName, 'errors']],
    [['federation', 'errors', pluginName]],
    [[pluginName, 'federation', 'errors']],
    [['errors', pluginName, 'federation']],
  ])('refuses, with the plugins %s', async (plugins) => {
    const builder = new SchemaBuilder<Types>({
      plugins: plugins as (typeof pluginName)[],
      emailAuth: { auth: createFakeEmailAuth(), mutations: false },
    });
    builder.objectType(NotAuthenticatedError, {
      name: 'NotAuthenticated',
      fields: (t) => ({ reason: t.exposeString('reason') }),
    });
    const account = builder.externalRef('Account', builder.selection<{ id: string }>('id')).implement({
      externalFields: (t) => ({
        id: t.id(),
        secret: t.string({ authenticated: true, errors: { types: [NotAuthenticatedError] } }),
      }),
    });
    builder.queryType({
      fields: (t) => ({
        account: t.field({ type: account, resolve: () => ({ id: '1', secret: 'secret' }) }),
      }),
    });
    const query = '{ account { secret { __typename ... on AccountSecretSuccess { data } } } }';
    expect(JSON.stringify(await run(builder.toSchema(), query, asNobody()))).toMatch(
      /NotAuthenticated|UNAUTHENTICATED/,
    );
    expect((await run(builder.toSchema(), query, asAda())).data).toEqual({
      account: { secret: { __typename: 'AccountSecretSuccess', data: 'secret' } },
    });
  });
});

describe('an @authenticated by hand (@pothos/plugin-directives)', () => {
  it.each([
    [['directives', pluginName], true],
    [['directives', pluginName], false],
    [[pluginName, 'directives'], true],
    [[pluginName, 'directives'], false],
  ])('is printed where a mark is, once: %s, unordered: %s', (plugins, unordered) => {
    const builder = new SchemaBuilder<Types>({
      plugins: plugins as (typeof pluginName)[],
      emailAuth: { auth: createFakeEmailAuth(), mutations: false },
      directives: { useGraphQLToolsUnorderedDirectives: unordered },
    });
    const byHand = { directives: [{ name: 'authenticated', args: {} }] } as object;
    const type = builder.objectRef<object>('Type').implement({
      ...byHand,
      fields: (t) => ({ text: t.string({ resolve: () => 'text' }) }),
    });
    builder.queryType({
      fields: (t) => ({
        open: t.field({ type, ...byHand, resolve: () => ({}) }),
        marked: t.string({ ...byHand, authenticated: true, resolve: () => 'marked' }),
      }),
    });
    expect(marksIn(printSubgraphSchema(builder.toSchema()))).toEqual(['marked: String @authenticated']);
  });
});

describe('two subgraphs that both have the plugin', () => {
  const subgraph = (field: string) => {
    const shareable = { shareable: true };
    const builder = new SchemaBuilder<Types>({
      plugins: ['directives', pluginName, 'federation'],
      emailAuth: {
        auth: createFakeEmailAuth(),
        mutations: {
          ...{ requestLoginCode: shareable, login: shareable, refreshToken: shareable, logout: shareable },
          logoutEverywhere: shareable,
        },
        types: { LoginCodeRequest: shareable, AuthTokens: { ...shareable, description: 'Tokens.' } },
      },
    });
    builder.queryType({
      fields: (t) => ({ [field]: t.string({ authenticated: true, resolve: () => field } as never) }),
    });
    return printSubgraphSchema(builder.toSubGraphSchema({}));
  };

  it('compose where what both have is shareable', () => {
    const { errors = [], supergraphSdl = '' } = composeServices(
      ['one', 'two'].map((name) => ({ name, url: `http://${name}.test`, typeDefs: parse(subgraph(name)) })),
    );
    expect(errors.map(({ message }) => message)).toEqual([]);
    expect(supergraphSdl).toMatch(/one: String @join__field\(graph: ONE\) @authenticated/);
  });
});

describe('scopes under federation', () => {
  const build = (options: object) => {
    const builder = new SchemaBuilder<Types>({
      plugins: ['directives', pluginName, 'federation'],
      emailAuth: { auth: createFakeEmailAuth(), mutations: false, ...options } as never,
    });
    builder.queryType({
      fields: (t) => ({
        report: t.string({ requiresScopes: [['admin']], resolve: () => 'report' } as never),
        note: t.string({ requiresScopes: [['notes:read']], resolve: () => 'note' } as never),
      }),
    });
    return builder;
  };
  const scopesOf = ({ role }: { role: string }) => [role === 'admin' ? 'notes:read' : 'none'];

  it('are asked for here too, printed by the option of federation, and compose', async () => {
    const schema = build({ scopesOf }).toSubGraphSchema({});
    const { data, errors } = await run(schema, '{ report note }', asAda());
    expect(data).toEqual({ report: null, note: 'note' });
    expect(errors).toMatchObject([{ path: ['report'], extensions: { code: 'FORBIDDEN' } }]);
    const { errors: wrong, supergraph } = compose(printSubgraphSchema(schema));
    expect(wrong).toEqual([]);
    expect(supergraph).toMatch(/report: String @authenticated @requiresScopes\(scopes: \[\["admin"\]\]\)/);
  });

  it('are for the gateway alone where nothing says who has them, but need a token', async () => {
    const schema = build({}).toSubGraphSchema({});
    expect((await run(schema, '{ report }', asAda())).data).toEqual({ report: 'report' });
    expect((await run(schema, '{ report }', asNobody())).data).toEqual({ report: null });
  });

  it('have one name: that of federation', () => {
    const builder = build({ scopesOf });
    builder.queryField('other', (t) => t.string({ scopes: [['admin']], resolve: () => '' } as never));
    expect(() => builder.toSchema()).toThrow('`scopes` of Query.other must be `requiresScopes`');
  });
});
