// The table of marks: whatever can be marked, with which plugins, and a schema of it.
import SchemaBuilder from '@pothos/core';
import '@pothos/plugin-directives';
import '@pothos/plugin-federation';
import '@pothos/plugin-sub-graph';
import '@pothos/plugin-validation';
import { tableOptions, tables } from './marked-tables.mjs';
import { things } from './marked-things.mjs';

export const rows = [...things, ...tables];

/** In the order in which their documentation lists them. */
export const otherPlugins = [
  ...['scopeAuth', 'errors', 'relay', 'prisma', 'drizzle', 'dataloader', 'smartSubscriptions', 'validation'],
  ...['directives', 'federation', 'subGraph'],
];

/** The plugins of every order: before all others, after them, and among them, backwards. */
export const orders = [
  ['emailAuth', ...otherPlugins],
  [...otherPlugins, 'emailAuth'],
  [...otherPlugins.slice(0, 4), 'emailAuth', ...otherPlugins.slice(4)].reverse(),
];

/** What they ask of a builder. */
export const pluginOptions = {
  ...tableOptions,
  scopeAuth: { authScopes: () => ({ all: true, none: false }) },
  smartSubscriptions: { subscribe: () => {}, unsubscribe: () => {} },
  subGraphs: {},
};

/** The schema of a row, and what its resolvers have run. */
export const buildRow = ({ add, root, option }, plugins, auth, gate) => {
  const ran = [];
  const note = (what, answer = what) => {
    ran.push(what);
    return answer;
  };
  const mark = { authenticated: true, ...gate };
  const builder = new SchemaBuilder({
    plugins,
    emailAuth: { auth, mutations: false, ...option },
    ...pluginOptions,
  });
  builder.queryType({
    ...(root && mark),
    fields: (t) => ({ hello: t.string({ authenticated: false, resolve: () => 'Hello!' }) }),
  });
  add(builder, { mark, gate, note });
  return { schema: builder.toSchema(), ran };
};
