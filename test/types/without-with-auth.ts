import SchemaBuilder from '@pothos/core';
import type { EmailAuth } from '../../src/email-auth.js';
import { type AuthContext, pluginName, requireClaims } from '../../src/pothos/index.js';
import { type Equal, expectTrue } from './equal.js';

declare const auth: EmailAuth;

// A builder that says nothing can mark fields. It gets no `ctx.auth` by type.
const silent = new SchemaBuilder<{ Context: { db: string } }>({ plugins: [pluginName], emailAuth: auth });
silent.queryType({
  fields: (t) => ({
    marked: t.string({
      authenticated: true,
      resolve: (_root, _args, ctx) => {
        // @ts-expect-error not in the context
        ctx.auth;
        return ctx.db;
      },
    }),
    unmarked: t.string({ authenticated: false, resolve: (_root, _args, ctx) => ctx.db }),
  }),
});

// One that has `auth` in its context, but not WithAuth, gets it as it is: nullable.
const manual = new SchemaBuilder<{ Context: AuthContext<{ role: string }> }>({ plugins: [pluginName] });
manual.queryType({
  fields: (t) => ({
    marked: t.string({
      authenticated: true,
      resolve: (_root, _args, ctx) => {
        // @ts-expect-error nullable
        ctx.auth.claims.role;
        return ctx.auth.claims?.role;
      },
    }),
  }),
});

// A builder of the same program that does not use the plugin is not concerned.
const other = new SchemaBuilder({});
other.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });

// Outside resolvers.
declare const context: { db: string } & AuthContext<{ role: 'admin' }>;
const claims = requireClaims(context);
expectTrue<Equal<typeof claims.role, 'admin'>>();
expectTrue<Equal<typeof claims.sid, string>>();
// @ts-expect-error an unknown claim
claims.rank;
// @ts-expect-error a context without auth
requireClaims({ db: '' });
