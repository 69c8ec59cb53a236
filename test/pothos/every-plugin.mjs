// Schemas with other plugins, for what the table of marks (marks-table.mjs) has no column for. In plain JavaScript: the types
// of some plugins ask every builder of a program for their options.
import SchemaBuilder from '@pothos/core';
import { pluginOptions } from './marks-table.mjs';

async function* twice() {
  yield 'once';
  yield 'twice';
}

/** Fields by the chain that scopes refuse, and a marked subscription; and what their resolvers have run. */
export const buildWithEveryPlugin = (plugins, auth) => {
  const ran = [];
  const note = (what, answer = what) => {
    ran.push(what);
    return answer;
  };
  const builder = new SchemaBuilder({ plugins, emailAuth: auth, ...pluginOptions });
  builder.queryType({
    fields: (t) => ({
      deniedFirst: t.withAuth({ none: true }).authenticated.string({ resolve: () => note('denied') }),
      deniedLast: t.authenticated.withAuth({ none: true }).string({ resolve: () => note('denied') }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      ticks: t.string({
        authenticated: true,
        subscribe: () => note('subscribe', twice()),
        resolve: (tick) => tick,
      }),
    }),
  });
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
