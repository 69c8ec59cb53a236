// A program of its own: the types of some plugins ask every builder of a program for their options.
import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import DirectivesPlugin from '@pothos/plugin-directives';
import ErrorsPlugin from '@pothos/plugin-errors';
import FederationPlugin from '@pothos/plugin-federation';
import RelayPlugin, { resolveArrayConnection } from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import SmartSubscriptionsPlugin from '@pothos/plugin-smart-subscriptions';
import SubGraphPlugin from '@pothos/plugin-sub-graph';
import ValidationPlugin from '@pothos/plugin-validation';
import EmailAuthPlugin, {
  type EmailAuth,
  NotAuthenticatedError,
  type WithAuth,
} from 'pothos-plugin-email-auth';

type Role = 'admin' | 'user';
interface Note {
  readonly id: string;
}
declare const auth: EmailAuth<{ role: Role }>;

type Types = WithAuth<
  {
    Context: { db: string };
    AuthClaims: { role: Role };
    AuthScopes: { all: boolean };
    AuthContexts: { all: { db: 'scoped' } };
    SubGraphs: 'inside' | 'public';
  },
  'chain'
>;

const builder = new SchemaBuilder<Types>({
  plugins: [
    EmailAuthPlugin,
    ScopeAuthPlugin,
    ErrorsPlugin,
    RelayPlugin,
    DataloaderPlugin,
    SmartSubscriptionsPlugin,
    SubGraphPlugin,
    ValidationPlugin,
    DirectivesPlugin,
    FederationPlugin,
  ],
  emailAuth: {
    auth,
    protect: 'all',
    scopesOf: ({ role }) => [role],
    mutations: { login: { authScopes: { all: true }, subGraphs: ['public'], shareable: true } },
    types: { AuthTokens: { description: 'Tokens.', subGraphs: ['public'], shareable: true } },
  },
  scopeAuth: { authScopes: () => ({ all: true }) },
  smartSubscriptions: { subscribe: () => {}, unsubscribe: () => {} },
  subGraphs: {},
});

builder.objectType(NotAuthenticatedError, {
  name: 'NotAuthenticated',
  fields: (t) => ({ reason: t.exposeString('reason') }),
});

const item = builder.objectRef<Note>('Item').implement({
  authenticated: true,
  allow: ({ role }) => role === 'user',
  fields: (t) => ({ id: t.authenticated.exposeString('id') }),
});

const secret = builder.node(builder.objectRef<Note>('Secret'), {
  authenticated: true,
  // The parameter has its type without an annotation.
  id: { resolve: (note) => note.id },
  loadOne: (id: string) => ({ id }),
  fields: (t) => ({
    text: t.authenticated.string({ resolve: (note, _args, ctx) => `${note.id} ${ctx.auth.claims.role}` }),
  }),
});

builder.queryType({
  fields: (t) => ({
    marked: t.authenticated.string({
      allow: ({ role }) => role === 'admin',
      resolve: (_root, _args, ctx) => ctx.auth.claims.role satisfies Role,
    }),
    perhaps: t.string({ authenticated: Math.random() > 0.5, resolve: () => '' }),
    connection: t.authenticated.connection({
      type: item,
      resolve: (_root, args, ctx) => resolveArrayConnection({ args }, [{ id: ctx.auth.claims.sub }]),
    }),
    node: t.authenticated.node({ id: (_root, _args, ctx) => ({ type: secret, id: ctx.auth.claims.sub }) }),
    nodes: t.authenticated.nodeList({ ids: (_root, _args, ctx) => [ctx.auth.claims.sub] }),
    loadable: t.authenticated.loadable({
      type: item,
      load: async (ids: string[], ctx) => ids.map((id) => ({ id: `${id} ${ctx.auth.claims.role}` })),
      resolve: (_root, _args, ctx) => ctx.auth.claims.sub,
    }),
    failing: t.authenticated.string({
      errors: { types: [NotAuthenticatedError] },
      resolve: (_root, _args, ctx) => ctx.auth.claims.email,
    }),
    scopedFirst: t.withAuth({ all: true }).authenticated.string({
      resolve: (_root, _args, ctx) => `${ctx.db satisfies 'scoped'} ${ctx.auth.claims.role satisfies Role}`,
    }),
    // plugin-scope-auth gives the context of its own here, whatever it was before.
    scopedLast: t.authenticated.withAuth({ all: true }).string({
      resolve: (_root, _args, ctx) => ctx.db satisfies 'scoped',
    }),
    open: t.string({
      authenticated: false,
      // @ts-expect-error nullable
      resolve: (_root, _args, ctx) => ctx.auth.claims.email,
    }),
  }),
});

builder.subscriptionType({
  fields: (t) => ({
    ticks: t.authenticated.string({
      subscribe: async function* (_root, _args, ctx) {
        yield ctx.auth.claims.email;
      },
      resolve: (tick) => String(tick),
    }),
  }),
});
