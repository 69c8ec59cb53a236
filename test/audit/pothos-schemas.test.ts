import '@pothos/plugin-directives';
import '@pothos/plugin-errors';
import '@pothos/plugin-relay';
import '@pothos/plugin-sub-graph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { GraphQLError, lexicographicSortSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSdl } from '../../src/audit/read-sdl.js';
import { auditSchema, NotAuthenticatedError, ServiceUnavailableError } from '../../src/index.js';
import { pluginName } from '../../src/pothos/index.js';
import { asNobody } from '../pothos/fake-email-auth.js';
import { run } from '../pothos/run.js';
import { accessIn, createBuilder } from './pothos-builder.js';

const resolve = () => 'text';

describe('the audit of a schema of Pothos', () => {
  it('looks at what is enforced, and not at what is printed', async () => {
    const builder = createBuilder(['directives', pluginName], { directive: false, scopesOf: () => [] });
    const byHand = { directives: [{ name: 'authenticated', args: {} }] } as object;
    builder.queryType({
      ...byHand,
      fields: (t) => ({
        byHand: t.string({ ...byHand, resolve }),
        faked: t.string({ extensions: { emailAuth: { protected: true, refusalTypes: [] } }, resolve }),
        marked: t.string({ authenticated: true, resolve } as never),
        unfaked: t.authenticated.string({ extensions: { emailAuth: { protected: false } }, resolve }),
        allowed: t.string({ allow: () => true, resolve } as never),
        scoped: t.string({ scopes: [['x']], resolve } as never),
      }),
    });
    const schema = builder.toSchema();
    expect(accessIn(schema)).toEqual({
      'Query.allowed': 'protected',
      'Query.byHand': 'public',
      'Query.faked': 'public',
      'Query.marked': 'protected',
      'Query.scoped': 'protected',
      'Query.unfaked': 'protected',
    });
    expect(auditSchema(lexicographicSortSchema(schema))).toEqual(auditSchema(schema));
    const { data } = await run(schema, '{ byHand faked marked unfaked allowed scoped }', asNobody());
    const open = Object.entries(data ?? {}).filter(([, value]) => value !== null);
    expect(open.map(([name]) => name)).toEqual(['byHand', 'faked']);
  });

  it('believes no mark by hand that is printed and that nobody obeys', async () => {
    const unordered = { directives: { useGraphQLToolsUnorderedDirectives: true } };
    const builder = createBuilder(['directives', pluginName], {}, unordered);
    const byHand = (name: string, args = {}) => ({ directives: [{ name, args }] }) as object;
    builder.scalarType('Marked' as never, { ...byHand('authenticated'), serialize: String } as never);
    const color = builder.enumType('Color', { ...byHand('authenticated'), values: ['red'] } as never);
    builder.queryType({
      fields: (t) => ({
        scalar: t.field({ type: 'Marked', resolve } as never),
        color: t.field({ type: color, resolve: () => 'red' } as never),
        scoped: t.string({ ...byHand('requiresScopes', { scopes: [['x']] }), resolve }),
      }),
    });
    const schema = builder.toSchema();
    const sdl = printSchemaWithDirectives(schema);
    for (const mark of [
      'scalar Marked @authenticated',
      'enum Color @authenticated',
      'scoped: String @requiresScopes',
    ]) {
      expect(sdl).toContain(mark);
    }
    expect((await run(schema, '{ scalar color scoped }', asNobody())).errors).toBeUndefined();
    for (const read of [schema, readSdl(sdl)]) {
      expect(Object.values(accessIn(read))).toEqual(['public', 'public', 'public']);
    }
  });

  it.each([[[pluginName, 'errors']], [['errors', pluginName]]])(
    'knows that anybody reads a refusal that is a member of a union: %s',
    async (plugins) => {
      const builder = createBuilder(plugins, {}, { errors: { defaultTypes: [] } });
      builder.objectType(NotAuthenticatedError, {
        name: 'NotAuthenticated',
        fields: (t) => ({ reason: t.exposeString('reason') }),
      });
      builder.objectType(ServiceUnavailableError, {
        name: 'Unavailable',
        fields: (t) => ({ retryAfter: t.exposeInt('retryAfter') }),
      });
      builder.objectType(GraphQLError, {
        name: 'AnyError',
        fields: (t) => ({ message: t.exposeString('message') }),
      });
      builder.objectType(RangeError, {
        name: 'OutOfRange',
        fields: (t) => ({ message: t.exposeString('message') }),
      });
      builder.queryType({
        fields: (t) => ({
          hello: t.string({ resolve }),
          secret: t.string({
            authenticated: true,
            nullable: false,
            errors: { types: [RangeError, NotAuthenticatedError, ServiceUnavailableError, GraphQLError] },
            resolve,
          } as never),
        }),
      });
      const schema = builder.toSchema();
      expect(accessIn(schema)).toEqual({
        'AnyError.message': 'public',
        'NotAuthenticated.reason': 'public',
        'OutOfRange.message': 'behind',
        'Query.hello': 'public',
        'Query.secret': 'protected',
        'QuerySecretSuccess.data': 'behind',
        'Unavailable.retryAfter': 'public',
      });
      expect(auditSchema(schema).fields.flatMap(({ takesAlong }) => takesAlong)).toEqual([]);
      const query = '{ secret { ... on NotAuthenticated { reason } } hello }';
      expect((await run(schema, query, asNobody())).data).toEqual({
        secret: { reason: 'missing' },
        hello: 'text',
      });
      // Any text is such a token while the keys cannot be loaded.
      const later = '{ secret { ... on Unavailable { retryAfter } } }';
      expect((await run(schema, later, asNobody('unavailable'))).data).toEqual({ secret: { retryAfter: 1 } });
    },
  );

  it('of a part of a schema (@pothos/plugin-sub-graph) has that part', () => {
    const builder = createBuilder(
      ['subGraph', pluginName],
      {},
      {
        subGraphs: { defaultForTypes: ['inside', 'outside'], fieldsInheritFromTypes: true },
      },
    );
    builder.queryType({
      fields: (t) => ({
        open: t.string({ resolve }),
        inside: t.string({ subGraphs: ['inside'], resolve } as never),
        marked: t.string({ authenticated: true, resolve } as never),
      }),
    });
    expect(accessIn(builder.toSchema({ subGraph: 'outside' } as never))).toEqual({
      'Query.marked': 'protected',
      'Query.open': 'public',
    });
  });

  it('goes through the nodes and connections of @pothos/plugin-relay', async () => {
    const builder = createBuilder(['relay', pluginName], {}, { relay: {} });
    const note = builder.node(builder.objectRef<{ id: string }>('Note'), {
      id: { resolve: ({ id }: { id: string }) => id },
      loadOne: (id: string) => ({ id }),
      fields: (t: { string(options: object): never }) => ({
        text: t.string({ resolve }),
        secret: t.string({ authenticated: true, resolve }),
      }),
    } as never) as never;
    builder.queryType({
      fields: (t) => ({
        notes: t.authenticated.connection({
          type: note,
          resolve: () => ({ edges: [], pageInfo: {} }),
        } as never),
      }),
    });
    const access = accessIn(builder.toSchema());
    expect(access).toMatchObject({
      'Note.secret': 'protected',
      'Note.text': 'public',
      'Query.node': 'public',
      'Query.notes': 'protected',
      'QueryNotesConnection.edges': 'behind',
    });
  });
});
