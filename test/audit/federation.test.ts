import '@pothos/plugin-directives';
import '@pothos/plugin-federation';
import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSdl } from '../../src/audit/read-sdl.js';
import { pluginName } from '../../src/pothos/index.js';
import { asNobody } from '../pothos/fake-email-auth.js';
import { run } from '../pothos/run.js';
import { accessIn, createBuilder } from './pothos-builder.js';

const resolve = () => 'text';

describe('the audit of a subgraph of Apollo Federation', () => {
  it.each([[[pluginName, 'directives', 'federation']], [['directives', 'federation', pluginName]]])(
    'follows _entities, and is the same for the SDL of the subgraph: %s',
    async (plugins) => {
      const builder = createBuilder(plugins, { protect: 'all' });
      const user = builder.objectRef<{ id: string }>('User').implement({
        fields: (t) => ({
          id: t.exposeString('id'),
          secret: t.string({ authenticated: true, resolve } as never),
        }),
      });
      builder.asEntity(user, {
        key: builder.selection<{ id: string }>('id'),
        resolveReference: ({ id }) => ({ id }),
      });
      builder.queryType({
        fields: (t) => ({ user: t.field({ type: user, resolve: () => ({ id: '1' }) } as never) }),
      });
      const schema = builder.toSubGraphSchema({});
      const access = accessIn(schema);
      expect(access).toEqual({
        'Query._entities': 'public',
        'Query._service': 'public',
        'Query.user': 'protected',
        'User.id': 'public',
        'User.secret': 'protected',
        '_Service.sdl': 'public',
      });
      const query =
        '{ _entities(representations: [{ __typename: "User", id: "1" }]) { ... on User { id secret } } }';
      expect((await run(schema, query, asNobody())).data).toEqual({ _entities: [{ id: '1', secret: null }] });
      const { 'Query._entities': _, 'Query._service': __, '_Service.sdl': ___, ...printed } = access;
      expect(accessIn(readSdl(printSubgraphSchema(schema)))).toEqual(printed);
    },
  );

  it('follows the links and the entities of one that @apollo/subgraph has made', () => {
    const link = '@link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])';
    const schema = buildSubgraphSchema({
      typeDefs: parse(`extend schema ${link} type Query { a: Int @federation__authenticated }
        type User @key(fields: "id") { id: ID! b: Int @federation__authenticated }`),
    });
    expect(accessIn(schema)).toEqual({
      'Query._entities': 'public',
      'Query._service': 'public',
      'Query.a': 'protected',
      'User.b': 'protected',
      'User.id': 'public',
      '_Service.sdl': 'public',
    });
  });
});
