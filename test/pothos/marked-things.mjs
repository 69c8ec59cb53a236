// Whatever can be marked, one row each. In plain JavaScript: the types of some plugins ask every builder of a program for
// their options.
import '@pothos/plugin-dataloader';
import '@pothos/plugin-errors';
import { resolveArrayConnection } from '@pothos/plugin-relay';
import '@pothos/plugin-scope-auth';
import '@pothos/plugin-smart-subscriptions';

const notes = [{ id: '1' }, { id: '2' }];
const ids = notes;

/** A type with one field that everybody may read. */
const openNote = (builder) =>
  builder.objectRef('OpenNote').implement({ fields: (t) => ({ id: t.exposeString('id') }) });

/** A field of the query type that anybody may ask for, and that answers with one note. */
const single = (builder, type) =>
  builder.queryField('note', (t) => t.field({ type, authenticated: false, resolve: () => notes[0] }));

/**
 * - `needs`: the plugins without which there is no such thing
 * - `add`: puts it into a schema, marked with `mark`; what must not run without permission calls `note`
 * - `root`: more options of the query type; `option`: more of the plugin
 * - `query`, and what those get who pass; those who do not get `refused`
 * - `open`: nobody is refused; `ungated`: `allow` cannot stand there
 */
const ofPothos = [
  {
    thing: 'a field',
    needs: [],
    add: (builder, { mark, note }) =>
      builder.queryField('text', (t) => t.string({ ...mark, resolve: () => note('text') })),
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: 'a field of the chain',
    needs: [],
    add: (builder, { gate, note }) =>
      builder.queryField('text', (t) => t.authenticated.string({ ...gate, resolve: () => note('text') })),
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: 'a list',
    needs: [],
    add: (builder, { mark, note }) =>
      builder.queryField('list', (t) =>
        t.field({ type: [openNote(builder)], ...mark, resolve: () => note('list', notes) }),
      ),
    ...{ query: '{ list { id } }', passed: { list: ids }, refused: { list: null } },
  },
  {
    thing: 'a list of the chain',
    needs: [],
    add: (builder, { gate, note }) =>
      builder.queryField('list', (t) =>
        t.authenticated.field({ type: [openNote(builder)], ...gate, resolve: () => note('list', notes) }),
      ),
    ...{ query: '{ list { id } }', passed: { list: ids }, refused: { list: null } },
  },
  {
    thing: 'an exposed field',
    needs: [],
    add: (builder, { mark }) =>
      single(
        builder,
        builder.objectRef('Note').implement({ fields: (t) => ({ id: t.exposeString('id', mark) }) }),
      ),
    ...{ query: '{ note { id } }', passed: { note: { id: '1' } }, refused: { note: { id: null } } },
  },
  {
    thing: 'an object type',
    needs: [],
    add: (builder, { mark, note }) =>
      single(
        builder,
        builder.objectRef('Note').implement({
          ...mark,
          fields: (t) => ({ text: t.string({ resolve: () => note('text') }) }),
        }),
      ),
    ...{ query: '{ note { text } }', passed: { note: { text: 'text' } }, refused: { note: { text: null } } },
  },
  {
    thing: 'an object type, and a field that opts out',
    needs: [],
    open: true,
    add: (builder, { mark, note }) =>
      single(
        builder,
        builder.objectRef('Note').implement({
          ...mark,
          fields: (t) => ({ text: t.string({ authenticated: false, resolve: () => note('text') }) }),
        }),
      ),
    ...{ query: '{ note { text } }', passed: { note: { text: 'text' } } },
  },
  {
    thing: 'an interface',
    needs: [],
    add: (builder, { mark, note }) => {
      const named = builder
        .interfaceRef('Named')
        .implement({ ...mark, fields: (t) => ({ text: t.string({ resolve: () => note('text') }) }) });
      builder.objectRef('Note').implement({ interfaces: [named], isTypeOf: () => true });
      single(builder, named);
    },
    ...{ query: '{ note { text } }', passed: { note: { text: 'text' } }, refused: { note: { text: null } } },
  },
  {
    thing: 'an interface, inherited through another one',
    needs: [],
    add: (builder, { mark, note }) => {
      const base = builder
        .interfaceRef('Base')
        .implement({ ...mark, fields: (t) => ({ text: t.string({ resolve: () => note('text') }) }) });
      const named = builder.interfaceRef('Named').implement({ interfaces: [base] });
      single(
        builder,
        builder.objectRef('Note').implement({
          interfaces: [base, named],
          isTypeOf: () => true,
          fields: (t) => ({ more: t.string({ resolve: () => note('more') }) }),
        }),
      );
    },
    query: '{ note { text more } }',
    passed: { note: { text: 'text', more: 'more' } },
    refused: { note: { text: null, more: null } },
  },
  {
    thing: 'a field of an interface, declared again without a mark',
    needs: [],
    add: (builder, { mark, note }) => {
      const named = builder
        .interfaceRef('Named')
        .implement({ fields: (t) => ({ text: t.string({ ...mark, resolve: () => note('text') }) }) });
      single(
        builder,
        builder.objectRef('Note').implement({
          interfaces: [named],
          isTypeOf: () => true,
          fields: (t) => ({ text: t.string({ resolve: () => note('text') }) }),
        }),
      );
    },
    ...{ query: '{ note { text } }', passed: { note: { text: 'text' } }, refused: { note: { text: null } } },
  },
  {
    thing: 'a root type',
    needs: [],
    root: true,
    add: (builder, { note }) => builder.queryField('text', (t) => t.string({ resolve: () => note('text') })),
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: 'a root type, and a field that opts out',
    needs: [],
    ...{ root: true, open: true },
    add: (builder, { note }) =>
      builder.queryField('text', (t) => t.string({ authenticated: false, resolve: () => note('text') })),
    ...{ query: '{ text }', passed: { text: 'text' } },
  },
  {
    thing: "protect: 'all'",
    needs: [],
    ...{ option: { protect: 'all' }, ungated: true },
    add: (builder, { note }) => builder.queryField('text', (t) => t.string({ resolve: () => note('text') })),
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: "protect: 'all', and a field that opts out",
    needs: [],
    ...{ option: { protect: 'all' }, open: true },
    add: (builder, { note }) =>
      builder.queryField('text', (t) => t.string({ authenticated: false, resolve: () => note('text') })),
    ...{ query: '{ text }', passed: { text: 'text' } },
  },
];

const ofRelay = [
  {
    thing: 'a connection',
    needs: ['relay'],
    add: (builder, { mark, note }) =>
      builder.queryField('all', (t) =>
        t.connection({
          type: openNote(builder),
          ...mark,
          resolve: (_root, args) => note('all', resolveArrayConnection({ args }, notes)),
        }),
      ),
    query: '{ all(first: 1) { edges { node { id } } } }',
    passed: { all: { edges: [{ node: { id: '1' } }] } },
    refused: { all: null },
  },
  {
    thing: 'a connection of the chain',
    needs: ['relay'],
    add: (builder, { gate, note }) =>
      builder.queryField('all', (t) =>
        t.authenticated.connection({
          type: openNote(builder),
          ...gate,
          resolve: (_root, args) => note('all', resolveArrayConnection({ args }, notes)),
        }),
      ),
    query: '{ all(first: 1) { edges { node { id } } } }',
    passed: { all: { edges: [{ node: { id: '1' } }] } },
    refused: { all: null },
  },
  {
    thing: 'builder.node, through node(id)',
    needs: ['relay'],
    add: (builder, { mark, note }) =>
      builder.node(builder.objectRef('Note'), {
        ...mark,
        id: { resolve: ({ id }) => id },
        isTypeOf: () => true,
        loadOne: (id) => ({ id }),
        fields: (t) => ({ text: t.string({ resolve: () => note('text') }) }),
      }),
    query: '{ node(id: "Tm90ZTox") { id ... on Note { text } } }',
    passed: { node: { id: 'Tm90ZTox', text: 'text' } },
    // What is asked for by its id is there: its id is not nullable.
    refused: { node: null },
  },
  {
    thing: 't.node of the chain',
    needs: ['relay'],
    add: (builder, { gate, note }) => {
      const type = builder.node(builder.objectRef('Note'), {
        ...{ id: { resolve: ({ id }) => id }, isTypeOf: () => true, loadOne: (id) => ({ id }) },
        fields: (t) => ({ text: t.string({ resolve: () => 'text' }) }),
      });
      builder.queryField('first', (t) =>
        t.authenticated.node({ ...gate, id: () => note('first', { type, id: '1' }) }),
      );
    },
    ...{ query: '{ first { id } }', passed: { first: { id: 'Tm90ZTox' } }, refused: { first: null } },
  },
];

const ofDataloader = [
  {
    thing: 't.loadable',
    needs: ['dataloader'],
    add: (builder, { mark, note }) =>
      builder.queryField('note', (t) =>
        t.loadable({
          type: openNote(builder),
          ...mark,
          load: async (keys) =>
            note(
              'note',
              keys.map((id) => ({ id })),
            ),
          resolve: () => '1',
        }),
      ),
    ...{ query: '{ note { id } }', passed: { note: { id: '1' } }, refused: { note: null } },
  },
  {
    thing: 't.loadable of the chain',
    needs: ['dataloader'],
    add: (builder, { gate, note }) =>
      builder.queryField('note', (t) =>
        t.authenticated.loadable({
          type: openNote(builder),
          ...gate,
          load: async (keys) =>
            note(
              'note',
              keys.map((id) => ({ id })),
            ),
          resolve: () => '1',
        }),
      ),
    ...{ query: '{ note { id } }', passed: { note: { id: '1' } }, refused: { note: null } },
  },
  {
    thing: 'a loadable object',
    needs: ['dataloader'],
    add: (builder, { mark, note }) =>
      builder.queryField('note', (t) =>
        t.field({
          type: builder.loadableObject('Note', {
            ...mark,
            load: async (keys) => keys.map((id) => ({ id })),
            fields: (f) => ({ text: f.string({ resolve: () => note('text') }) }),
          }),
          resolve: () => '1',
        }),
      ),
    ...{ query: '{ note { text } }', passed: { note: { text: 'text' } }, refused: { note: { text: null } } },
  },
];

const ofOthers = [
  {
    thing: 'a field with scopes of plugin-scope-auth',
    needs: ['scopeAuth'],
    add: (builder, { mark, note }) =>
      builder.queryField('text', (t) =>
        t.string({ ...mark, authScopes: { all: true }, resolve: () => note('text') }),
      ),
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: 't.withAuth(…).authenticated',
    needs: ['scopeAuth'],
    add: (builder, { gate, note }) =>
      builder.queryField('text', (t) =>
        t.withAuth({ all: true }).authenticated.string({ ...gate, resolve: () => note('text') }),
      ),
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: 't.authenticated.withAuth(…)',
    needs: ['scopeAuth'],
    add: (builder, { gate, note }) =>
      builder.queryField('text', (t) =>
        t.authenticated.withAuth({ all: true }).string({ ...gate, resolve: () => note('text') }),
      ),
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: 'a field that is a smart subscription too',
    needs: ['smartSubscriptions'],
    add: (builder, { mark, note }) => {
      builder.queryField('text', (t) =>
        t.string({ ...mark, smartSubscription: true, subscribe: () => {}, resolve: () => note('text') }),
      );
      builder.subscriptionType({});
    },
    ...{ query: '{ text }', passed: { text: 'text' }, refused: { text: null } },
  },
  {
    thing: 'a field whose errors are a union',
    needs: ['errors'],
    add: (builder, { mark, note }) => {
      builder.objectType(Error, { name: 'Failure', fields: (t) => ({ message: t.exposeString('message') }) });
      builder.queryField('text', (t) =>
        t.field({
          ...{ type: openNote(builder), ...mark, errors: { types: [TypeError] } },
          resolve: () => note('text', notes[0]),
        }),
      );
      builder.objectType(TypeError, {
        name: 'Mistake',
        fields: (t) => ({ message: t.exposeString('message') }),
      });
    },
    query: '{ text { ... on QueryTextSuccess { data { id } } } }',
    ...{ passed: { text: { data: { id: '1' } } }, refused: { text: null } },
  },
];

export const things = [...ofPothos, ...ofRelay, ...ofDataloader, ...ofOthers];
