// A program of its own: the types of some plugins ask every builder of a program for their options.
import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import DirectivesPlugin from '@pothos/plugin-directives';
import DrizzlePlugin from '@pothos/plugin-drizzle';
import ErrorsPlugin from '@pothos/plugin-errors';
import FederationPlugin from '@pothos/plugin-federation';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin, { resolveArrayConnection } from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import SmartSubscriptionsPlugin from '@pothos/plugin-smart-subscriptions';
import SubGraphPlugin from '@pothos/plugin-sub-graph';
import ValidationPlugin from '@pothos/plugin-validation';
import { defineRelations } from 'drizzle-orm';
import { getTableConfig, pgTable, text } from 'drizzle-orm/pg-core';
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

/** As the generator of @pothos/plugin-prisma writes it. */
interface PrismaNote {
  Name: 'PrismaNote';
  Shape: { id: string; text: string };
  Include: never;
  Select: { id?: boolean; text?: boolean };
  OrderBy: object;
  Where: object;
  WhereUnique: { id?: string };
  Create: object;
  Update: object;
  RelationName: never;
  ListRelations: never;
  Relations: Record<never, never>;
}
declare const prisma: never;

const relations = defineRelations({
  notes: pgTable('notes', { id: text('id').primaryKey(), text: text('text').notNull() }),
});
declare const drizzle: { readonly _: { readonly relations: typeof relations }; readonly query: never };

type Types = WithAuth<
  {
    Context: { db: string };
    AuthClaims: { role: Role };
    AuthScopes: { all: boolean; some: boolean };
    AuthContexts: { all: { db: 'scoped' } };
    SubGraphs: 'inside' | 'public';
    PrismaTypes: { PrismaNote: PrismaNote };
    DrizzleRelations: typeof relations;
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
    PrismaPlugin,
    DrizzlePlugin,
  ],
  prisma: { client: prisma, dmmf: { datamodel: {} } },
  drizzle: { client: drizzle as never, relations, getTableConfig },
  emailAuth: {
    auth,
    protect: 'all',
    scopesOf: ({ role }) => [role],
    mutations: { login: { authScopes: { all: true }, subGraphs: ['public'], shareable: true } },
    types: { AuthTokens: { description: 'Tokens.', subGraphs: ['public'], shareable: true } },
  },
  scopeAuth: { authScopes: () => ({ all: true, some: true }) },
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
    scopedLast: t.authenticated.withAuth({ all: true }).string({
      resolve: (_root, _args, ctx) => `${ctx.db satisfies 'scoped'} ${ctx.auth.claims.role satisfies Role}`,
    }),
    scopedLastByMore: t.authenticated.withAuth({ $any: { all: true, some: true } }).field({
      type: [item],
      resolve: (_root, _args, ctx) => {
        // @ts-expect-error an unknown claim
        ctx.auth.claims.rank;
        return [{ id: ctx.auth.claims.sub }];
      },
    }),
    onlyScoped: t.withAuth({ all: true }).string({
      // @ts-expect-error no claims without the mark
      resolve: (_root, _args, ctx) => ctx.auth.claims.role,
    }),
    open: t.string({
      authenticated: false,
      // @ts-expect-error nullable
      resolve: (_root, _args, ctx) => ctx.auth.claims.email,
    }),
  }),
});

builder.prismaObject('PrismaNote', {
  authenticated: true,
  allow: ({ role }) => role === 'user',
  fields: (t) => ({
    text: t.exposeString('text', { authenticated: true, allow: ({ role }) => role === 'admin' }),
    loud: t.authenticated.string({
      resolve: (note, _args, ctx) => `${note.text} ${ctx.auth.claims.role satisfies Role}`,
    }),
  }),
});

builder.drizzleObject('notes', {
  authenticated: true,
  fields: (t) => ({
    text: t.exposeString('text', { authenticated: true, allow: ({ role }) => role === 'admin' }),
    loud: t.authenticated.string({
      resolve: (note, _args, ctx) => `${note.text} ${ctx.auth.claims.role satisfies Role}`,
    }),
  }),
});

builder.queryFields((t) => ({
  prismaNotes: t.authenticated.prismaField({
    type: ['PrismaNote'],
    resolve: (_query, _root, _args, ctx) => [{ id: ctx.auth.claims.role satisfies Role, text: ctx.db }],
  }),
  prismaNote: t.prismaField({
    type: 'PrismaNote',
    authenticated: true,
    allow: ({ role }) => role === 'admin',
    resolve: (_query, _root, _args, ctx) => ({ id: ctx.db, text: '' }),
  }),
  prismaConnection: t.authenticated.prismaConnection({
    type: 'PrismaNote',
    cursor: 'id',
    resolve: (_query, _root, _args, ctx) => [{ id: ctx.auth.claims.role satisfies Role, text: '' }],
  }),
  drizzleNotes: t.authenticated.drizzleField({
    type: ['notes'],
    resolve: (_query, _root, _args, ctx) => [{ id: ctx.auth.claims.role satisfies Role, text: ctx.db }],
  }),
  drizzleNote: t.drizzleField({
    type: 'notes',
    authenticated: true,
    resolve: (_query, _root, _args, ctx) => ({ id: ctx.db, text: '' }),
  }),
  drizzleConnection: t.authenticated.drizzleConnection({
    type: 'notes',
    resolve: (_query, _root, _args, ctx) => [{ id: ctx.auth.claims.role satisfies Role, text: '' }],
  }),
}));

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
