import SchemaBuilder from '@pothos/core';
import type { EmailAuth } from '../../src/email-auth.js';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';
import { type Equal, expectTrue } from './equal.js';

type Role = 'admin' | 'user';
interface Note {
  readonly id: string;
}
declare const auth: EmailAuth<{ role: Role }>;
declare const isMarked: boolean;

const builder = new SchemaBuilder<
  WithAuth<{ Context: { db: string }; AuthClaims: { role: Role }; Objects: { Note: Note } }, 'chain'>
>({
  plugins: [pluginName],
  emailAuth: auth,
});

builder.queryType({
  fields: (t) => ({
    marked: t.authenticated.string({
      args: { id: t.arg.int({ required: true }) },
      resolve: (_root, args, ctx) => {
        expectTrue<Equal<typeof args.id, number>>();
        expectTrue<Equal<typeof ctx.auth.claims.role, Role>>();
        expectTrue<Equal<typeof ctx.auth.failure, null>>();
        expectTrue<Equal<typeof ctx.db, string>>();
        // @ts-expect-error an unknown claim
        ctx.auth.claims.rank;
        return ctx.auth.claims.email;
      },
    }),
    notes: t.authenticated.field({
      type: ['Note'],
      resolve: (_root, _args, ctx) => [{ id: ctx.auth.claims.sub }],
    }),
    allowed: t.authenticated.string({
      allow: ({ role }) => role === 'admin',
      resolve: (_root, _args, ctx) => ctx.auth.claims.role,
    }),
    unmarked: t.string({
      // @ts-expect-error nullable
      resolve: (_root, _args, ctx) => ctx.auth.claims.email,
    }),
    byOption: t.string({
      authenticated: true,
      // @ts-expect-error nullable: the chain is what narrows here
      resolve: (_root, _args, ctx) => ctx.auth.claims.email,
    }),
    perhaps: t.string({ authenticated: isMarked, resolve: () => '' }),
    // @ts-expect-error a marked field still needs its resolver
    noResolver: t.authenticated.string({}),
  }),
});

builder.objectType('Note', {
  authenticated: true,
  allow: ({ role }) => role === 'user',
  fields: (t) => ({
    id: t.authenticated.exposeString('id'),
    text: t.authenticated.string({ resolve: (note, _args, ctx) => `${note.id} ${ctx.auth.claims.role}` }),
    // @ts-expect-error not a field of a note
    text2: t.authenticated.exposeString('nothing'),
  }),
});

builder.interfaceType(builder.interfaceRef<Note>('Named'), {
  name: 'Named',
  authenticated: true,
  fields: (t) => ({ id: t.authenticated.exposeString('id') }),
});

builder.mutationField('change', (t) =>
  t.authenticated.boolean({ resolve: (_root, _args, ctx) => ctx.auth.claims.role === 'admin' }),
);

builder.subscriptionType({
  fields: (t) => ({
    ticks: t.authenticated.string({
      subscribe: async function* (_root, _args, ctx) {
        yield ctx.auth.claims.email;
      },
      resolve: (email, _args, ctx) => `${String(email)} ${ctx.auth.claims.role}`,
    }),
  }),
});

// Both ways to mark narrow where nothing else is said.
new SchemaBuilder<WithAuth<{ AuthClaims: { role: Role } }>>({
  plugins: [pluginName],
  emailAuth: auth,
}).queryType({
  fields: (t) => ({
    chained: t.authenticated.string({ resolve: (_root, _args, ctx) => ctx.auth.claims.role }),
    optional: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.role }),
  }),
});
