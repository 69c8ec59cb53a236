import SchemaBuilder from '@pothos/core';
import { createEmailAuth } from '../../src/create-email-auth.js';
import type { EmailAuth } from '../../src/email-auth.js';
import { pluginName, requireClaims, type WithAuth } from '../../src/pothos/index.js';
import { type Equal, expectTrue } from './equal.js';

type Role = 'admin' | 'user';
declare const auth: EmailAuth<{ role: Role }>;

const builder = new SchemaBuilder<WithAuth<{ Context: { db: string }; AuthClaims: { role: Role } }>>({
  plugins: [pluginName],
  emailAuth: auth,
});

builder.queryType({
  fields: (t) => ({
    marked: t.string({
      authenticated: true,
      args: { id: t.arg.int({ required: true }) },
      resolve: (_root, args, ctx) => {
        expectTrue<Equal<typeof args.id, number>>();
        expectTrue<Equal<typeof ctx.auth.claims.role, Role>>();
        expectTrue<Equal<typeof ctx.auth.claims.sub, string>>();
        expectTrue<Equal<typeof ctx.auth.claims.exp, number>>();
        expectTrue<Equal<typeof ctx.auth.failure, null>>();
        expectTrue<Equal<typeof ctx.auth.ip, string | null>>();
        expectTrue<Equal<typeof ctx.db, string>>();
        // @ts-expect-error an unknown claim
        ctx.auth.claims.rank;
        // @ts-expect-error not a role
        if (ctx.auth.claims.role === 'root') return '';
        // @ts-expect-error not in the context
        ctx.nothing;
        return ctx.auth.claims.email;
      },
    }),
    unmarked: t.string({
      resolve: (_root, _args, ctx) => {
        expectTrue<Equal<null, Extract<typeof ctx.auth.claims, null>>>();
        expectTrue<Equal<typeof ctx.db, string>>();
        // @ts-expect-error nullable
        ctx.auth.claims.email;
        // @ts-expect-error an unknown claim
        ctx.auth.claims?.rank;
        return ctx.auth.claims?.role;
      },
    }),
    allowed: t.string({
      authenticated: true,
      allow: ({ role, email }) => role === 'admin' && email !== '',
      resolve: (_root, _args, ctx) => ctx.auth.claims.role,
    }),
    notAllowed: t.string({
      authenticated: true,
      // @ts-expect-error not a role
      allow: ({ role }) => role === 'root',
      resolve: () => '',
    }),
    scoped: t.string({ authenticated: true, scopes: [['admin'], ['a', 'b']], resolve: () => '' }),
    // @ts-expect-error a list of lists
    scopedWrongly: t.string({ authenticated: true, scopes: ['admin'], resolve: () => '' }),
    allowedLater: t.string({
      authenticated: true,
      // @ts-expect-error a promise is never true
      allow: async () => true,
      resolve: () => '',
    }),
    notMarked: t.string({
      authenticated: false,
      // @ts-expect-error nullable
      resolve: (_root, _args, ctx) => ctx.auth.claims.email,
    }),
    wrongResult: t.string({
      authenticated: true,
      // @ts-expect-error not a string
      resolve: (_root, _args, ctx) => ctx.auth.claims.exp,
    }),
    // @ts-expect-error a boolean, and nothing else
    wrongMark: t.string({ authenticated: 'yes', resolve: () => '' }),
    // @ts-expect-error a marked field still needs its resolver
    noResolver: t.string({ authenticated: true }),
    list: t.field({
      type: ['String'],
      authenticated: true,
      resolve: (_root, _args, ctx) => [ctx.auth.claims.role],
    }),
    later: t.field({
      type: 'Int',
      nullable: true,
      authenticated: true,
      resolve: async (_root, _args, ctx) => ctx.auth.claims.iat,
    }),
  }),
});

builder.mutationField('marked', (t) =>
  t.boolean({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.role === 'admin' }),
);

builder.subscriptionType({
  fields: (t) => ({
    ticks: t.string({
      authenticated: true,
      subscribe: async function* (_root, _args, ctx) {
        expectTrue<Equal<typeof ctx.db, string>>();
        // @ts-expect-error nullable here: only resolvers are narrowed, so ask
        ctx.auth.claims.role;
        yield requireClaims(ctx).role;
      },
      resolve: (role, _args, ctx) => {
        expectTrue<Equal<typeof role, Role>>();
        return ctx.auth.claims.email;
      },
    }),
    open: t.string({
      subscribe: async function* () {
        yield 'tick';
      },
      // @ts-expect-error nullable
      resolve: (_tick, _args, ctx) => ctx.auth.claims.email,
    }),
  }),
});

const Diary = builder.objectRef<{ text: string; pages: number }>('Diary').implement({
  fields: (t) => ({
    text: t.exposeString('text', { authenticated: true }),
    pages: t.expose('pages', { type: 'Int', authenticated: true }),
    // @ts-expect-error not a property of the diary
    date: t.exposeString('date', { authenticated: true }),
    owner: t.string({
      authenticated: true,
      resolve: (diary, _args, ctx) => {
        expectTrue<Equal<typeof diary, { text: string; pages: number }>>();
        return ctx.auth.claims.sub;
      },
    }),
  }),
});

builder.interfaceRef<{ text: string }>('Text').implement({
  fields: (t) => ({
    owner: t.string({ authenticated: true, resolve: (_text, _args, ctx) => ctx.auth.claims.sub }),
    inherited: t.string({ authenticated: true }),
  }),
});

builder.queryField('diary', (t) =>
  t.field({
    type: Diary,
    authenticated: true,
    // @ts-expect-error pages are missing
    resolve: (_root, _args, ctx) => ({ text: ctx.auth.claims.email }),
  }),
);

// Without claims of one's own, and without a context of one's own.
const plain = new SchemaBuilder<WithAuth>({ plugins: [pluginName] });
plain.queryType({
  fields: (t) => ({
    me: t.string({
      authenticated: true,
      resolve: (_root, _args, ctx) => {
        // @ts-expect-error an unknown claim
        ctx.auth.claims.role;
        return ctx.auth.claims.email;
      },
    }),
  }),
});

// Without `claims` there are none beside the library's own, whatever the builder says.
new SchemaBuilder<WithAuth<{ AuthClaims: { role: Role } }>>({
  plugins: [pluginName],
  // @ts-expect-error `role` is in no token
  emailAuth: createEmailAuth(),
});
new SchemaBuilder<WithAuth<{ AuthClaims: { role: Role } }>>({
  plugins: [pluginName],
  // @ts-expect-error `role` is any string
  emailAuth: createEmailAuth({ claims: () => ({ role: String(Math.PI) }) }),
});
new SchemaBuilder<WithAuth<{ AuthClaims: { role: Role } }>>({
  plugins: [pluginName],
  emailAuth: createEmailAuth({ claims: () => ({ role: 'admin' as const }), expectedClaims: ['role'] }),
});
createEmailAuth({
  claims: () => ({ role: 'admin' as const }),
  // @ts-expect-error not among the claims
  expectedClaims: ['rank'],
});
