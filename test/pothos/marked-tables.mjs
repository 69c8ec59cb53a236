// What can be marked of @pothos/plugin-prisma and @pothos/plugin-drizzle: the real plugins, over clients that answer from a
// list. No engine and no database: what is asked of a client is what must not be asked without permission.
import '@pothos/plugin-drizzle';
import '@pothos/plugin-prisma';
import { defineRelations } from 'drizzle-orm';
import { getTableConfig, pgTable, text } from 'drizzle-orm/pg-core';

const author = { id: 'ada', name: 'Ada' };
// A new one each time, as of a database: plugin-relay writes the type on it.
const findRow = () => ({ id: '1', text: 'text', authorId: 'ada', author });

const field = (name, more = {}) => ({
  ...{ name, kind: 'scalar', type: 'String', isList: false, isRequired: true, hasDefaultValue: false },
  ...{ isUnique: false, isId: name === 'id', isReadOnly: false, isGenerated: false, isUpdatedAt: false },
  ...more,
});
const model = (fields) => ({ fields, primaryKey: null, uniqueIndexes: [], uniqueFields: [] });

const datamodel = {
  models: {
    PrismaNote: model([
      ...[field('id'), field('text'), field('authorId')],
      field('author', {
        ...{ kind: 'object', type: 'PrismaAuthor', relationName: 'written' },
        ...{ relationFromFields: ['authorId'], relationToFields: ['id'] },
      }),
    ]),
    PrismaAuthor: model([
      ...[field('id'), field('name')],
      field('notes', { kind: 'object', type: 'PrismaNote', isList: true, relationName: 'written' }),
    ]),
  },
};

const delegate = { findUniqueOrThrow: async () => findRow(), findMany: async () => [findRow()] };
const prismaClient = {
  prismaNote: delegate,
  prismaAuthor: { ...delegate, findUniqueOrThrow: async () => author },
};

const authors = pgTable('authors', { id: text('id').primaryKey(), name: text('name').notNull() });
const notes = pgTable('notes', {
  id: text('id').primaryKey(),
  text: text('text').notNull(),
  authorId: text('author_id').notNull(),
});
const relations = defineRelations({ authors, notes }, (r) => ({
  notes: { author: r.one.authors({ from: r.notes.authorId, to: r.authors.id }) },
}));
const table = (find) => ({ findMany: async () => [find()], findFirst: async () => find() });
const drizzleClient = { _: { relations }, query: { notes: table(findRow), authors: table(() => author) } };

/** The options of both plugins. */
export const tableOptions = {
  prisma: { client: prismaClient, dmmf: { datamodel } },
  drizzle: { client: drizzleClient, relations, getTableConfig },
};

/** The same things in both plugins, under different names. */
const kinds = [
  {
    plugin: 'prisma',
    object: (builder, options) => builder.prismaObject('PrismaNote', options),
    other: (builder, options) => builder.prismaObject('PrismaAuthor', options),
    node: (builder, options) => builder.prismaNode('PrismaNote', { id: { field: 'id' }, ...options }),
    findMany: (query) => prismaClient.prismaNote.findMany(query),
    ...{ field: 'prismaField', connection: 'prismaConnection', cursor: { cursor: 'id' } },
    ...{ type: 'PrismaNote', id: 'UHJpc21hTm90ZTox' },
  },
  {
    plugin: 'drizzle',
    object: (builder, options) => builder.drizzleObject('notes', { name: 'DrizzleNote', ...options }),
    other: (builder, options) => builder.drizzleObject('authors', { name: 'DrizzleAuthor', ...options }),
    node: (builder, options) =>
      builder.drizzleNode('notes', { name: 'DrizzleNote', id: { column: (of) => of.id }, ...options }),
    findMany: (query) => drizzleClient.query.notes.findMany(query()),
    ...{ field: 'drizzleField', connection: 'drizzleConnection', cursor: {} },
    ...{ type: 'notes', id: 'RHJpenpsZU5vdGU6MQ==' },
  },
];

const textOnly = { fields: (t) => ({ text: t.exposeString('text') }) };

const ofKind = ({ plugin, object, other, node, field: ask, connection, cursor, type, id, findMany }) => {
  const single = (builder) =>
    builder.queryField('note', (t) => t[ask]({ type, authenticated: false, resolve: findRow }));
  return [
    {
      thing: `t.${ask}`,
      needs: [plugin],
      add: (builder, { mark, note }) => {
        object(builder, textOnly);
        builder.queryField('note', (t) => t[ask]({ type, ...mark, resolve: () => note('note', findRow()) }));
      },
      ...{ query: '{ note { text } }', passed: { note: { text: 'text' } }, refused: { note: null } },
    },
    {
      thing: `t.authenticated.${ask}`,
      needs: [plugin],
      add: (builder, { gate, note }) => {
        object(builder, textOnly);
        builder.queryField('notes', (t) =>
          t.authenticated[ask]({ type: [type], ...gate, resolve: (query) => note('notes', findMany(query)) }),
        );
      },
      ...{ query: '{ notes { text } }', passed: { notes: [{ text: 'text' }] }, refused: { notes: null } },
    },
    {
      thing: `an object of plugin-${plugin}`,
      needs: [plugin],
      add: (builder, { mark }) => {
        object(builder, { ...mark, ...textOnly });
        single(builder);
      },
      ...{
        query: '{ note { text } }',
        passed: { note: { text: 'text' } },
        refused: { note: { text: null } },
      },
    },
    {
      thing: `the fields of an object of plugin-${plugin}`,
      needs: [plugin],
      add: (builder, { mark, gate, note }) => {
        other(builder, { fields: (t) => ({ name: t.exposeString('name') }) });
        object(builder, {
          fields: (t) => ({
            text: t.exposeString('text', mark),
            loud: t.string({ ...mark, resolve: () => note('loud') }),
            author: t.relation('author', mark),
            chained: t.authenticated.exposeString('text', gate),
            chainedAuthor: t.authenticated.relation('author', gate),
          }),
        });
        single(builder);
      },
      query: '{ note { text loud author { name } chained chainedAuthor { name } } }',
      passed: {
        note: {
          ...{ text: 'text', loud: 'loud', author: { name: 'Ada' } },
          ...{ chained: 'text', chainedAuthor: { name: 'Ada' } },
        },
      },
      refused: { note: { text: null, loud: null, author: null, chained: null, chainedAuthor: null } },
    },
    {
      thing: `t.${connection}`,
      needs: [plugin, 'relay'],
      add: (builder, { mark, note }) => {
        object(builder, textOnly);
        builder.queryField('all', (t) =>
          t[connection]({ type, ...cursor, ...mark, resolve: (query) => note('all', findMany(query)) }),
        );
      },
      query: '{ all(first: 1) { edges { node { text } } } }',
      ...{ passed: { all: { edges: [{ node: { text: 'text' } }] } }, refused: { all: null } },
    },
    {
      thing: `t.authenticated.${connection}`,
      needs: [plugin, 'relay'],
      add: (builder, { gate, note }) => {
        object(builder, textOnly);
        builder.queryField('all', (t) =>
          t.authenticated[connection]({
            type,
            ...cursor,
            ...gate,
            resolve: (query) => note('all', findMany(query)),
          }),
        );
      },
      query: '{ all(first: 1) { edges { node { text } } } }',
      ...{ passed: { all: { edges: [{ node: { text: 'text' } }] } }, refused: { all: null } },
    },
    {
      thing: `a node of plugin-${plugin}, through node(id)`,
      needs: [plugin, 'relay'],
      add: (builder, { mark }) => {
        node(builder, { ...mark, ...textOnly });
      },
      query: `{ node(id: "${id}") { ... on ${plugin === 'prisma' ? 'PrismaNote' : 'DrizzleNote'} { text } } }`,
      ...{ passed: { node: { text: 'text' } }, refused: { node: { text: null } } },
    },
  ];
};

export const tables = kinds.flatMap(ofKind);
