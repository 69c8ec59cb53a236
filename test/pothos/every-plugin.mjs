// A schema in which the mark stands wherever the official plugins of Pothos have a place for it. In plain JavaScript: the
// types of some plugins ask every builder of a program for their options.
import SchemaBuilder from '@pothos/core';
import '@pothos/plugin-dataloader';
import '@pothos/plugin-directives';
import '@pothos/plugin-errors';
import { resolveArrayConnection } from '@pothos/plugin-relay';
import '@pothos/plugin-scope-auth';
import '@pothos/plugin-smart-subscriptions';
import '@pothos/plugin-sub-graph';
import '@pothos/plugin-validation';

/** In the order in which their documentation lists them. */
export const otherPlugins = [
  'scopeAuth',
  'errors',
  'relay',
  'dataloader',
  'smartSubscriptions',
  'validation',
  'directives',
];

const notes = [{ id: '1' }, { id: '2' }];

async function* twice() {
  yield 'once';
  yield 'twice';
}

const addTypes = (builder, note) => ({
  item: builder.objectRef('Item').implement({
    fields: (t) => ({ id: t.exposeString('id', { authenticated: true }), open: t.exposeString('id') }),
  }),
  secret: builder.node(builder.objectRef('Secret'), {
    authenticated: true,
    id: { resolve: ({ id }) => id },
    isTypeOf: () => true,
    loadOne: (id) => ({ id }),
    fields: (t) => ({ text: t.string({ resolve: () => note('text') }) }),
  }),
  loaded: builder.loadableObject('Loaded', {
    authenticated: true,
    load: async (ids) => ids.map((id) => ({ id })),
    fields: (t) => ({ id: t.exposeID('id') }),
  }),
});

const addFields = (builder, { item, secret, loaded }, note) => {
  builder.queryFields((t) => ({
    items: t.field({ type: [item], resolve: () => notes }),
    list: t.field({ type: [item], authenticated: true, resolve: () => note('list', notes) }),
    connection: t.connection({
      type: item,
      authenticated: true,
      resolve: (_root, args) => note('connection', resolveArrayConnection({ args }, notes)),
    }),
    loadable: t.loadable({
      type: item,
      authenticated: true,
      load: async (ids) =>
        note(
          'loadable',
          ids.map((id) => ({ id })),
        ),
      resolve: () => '1',
    }),
    scoped: t.string({ authenticated: true, authScopes: { all: true }, resolve: () => note('scoped') }),
    chained: t.authenticated.string({ resolve: () => note('chained') }),
    chainedList: t.authenticated.field({ type: [item], resolve: () => note('list', notes) }),
    chainedConnection: t.authenticated.connection({
      type: item,
      resolve: (_root, args) => note('connection', resolveArrayConnection({ args }, notes)),
    }),
    chainedLoadable: t.authenticated.loadable({
      type: item,
      load: async (ids) =>
        note(
          'loadable',
          ids.map((id) => ({ id })),
        ),
      resolve: () => '1',
    }),
    chainedNode: t.authenticated.node({ id: () => note('node', { type: secret, id: '1' }) }),
    withAuthFirst: t.withAuth({ all: true }).authenticated.string({ resolve: () => note('scoped') }),
    withAuthLast: t.authenticated.withAuth({ all: true }).string({ resolve: () => note('scoped') }),
    deniedFirst: t.withAuth({ none: true }).authenticated.string({ resolve: () => note('denied') }),
    deniedLast: t.authenticated.withAuth({ none: true }).string({ resolve: () => note('denied') }),
    secret: t.field({ type: secret, resolve: () => ({ id: '1' }) }),
    loaded: t.field({ type: loaded, resolve: () => '7' }),
  }));
  builder.subscriptionField('ticks', (t) =>
    t.string({ authenticated: true, subscribe: () => note('subscribe', twice()), resolve: (tick) => tick }),
  );
};

/** The schema, and what its resolvers have run. */
export const buildWithEveryPlugin = (plugins, emailAuth) => {
  const ran = [];
  const note = (what, answer = what) => {
    ran.push(what);
    return answer;
  };
  const builder = new SchemaBuilder({
    plugins,
    emailAuth,
    scopeAuth: { authScopes: () => ({ all: true, none: false }) },
    smartSubscriptions: { subscribe: () => {}, unsubscribe: () => {} },
  });
  builder.queryType({});
  builder.subscriptionType({});
  addFields(builder, addTypes(builder, note), note);
  return { schema: builder.toSchema(), ran };
};

/** A mutation type whose scopes let nobody in, and the graph of two that the plugin's fields and types belong to. */
export const buildLocked = (emailAuth) => {
  const builder = new SchemaBuilder({
    plugins: ['scopeAuth', 'subGraph', 'emailAuth'],
    emailAuth,
    scopeAuth: { authScopes: () => ({ none: false }) },
    subGraphs: { defaultForTypes: ['inside'], fieldsInheritFromTypes: true },
  });
  builder.queryType({
    subGraphs: ['inside', 'public'],
    fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }),
  });
  builder.mutationType({ subGraphs: ['inside', 'public'], authScopes: { none: true } });
  return { whole: builder.toSchema(), open: builder.toSchema({ subGraph: 'public' }) };
};
