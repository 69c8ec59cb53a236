import SchemaBuilder from '@pothos/core';
import type { GraphQLSchema } from 'graphql';
import EmailAuthPlugin, { type EmailAuth, type WithAuth } from '../../src/index.js';

/** A schema of a service with one stream that is marked and one that is not, whose events have a marked field. */
export const streamSchema =
  (events: () => AsyncIterable<number>) =>
  (auth: EmailAuth): GraphQLSchema => {
    const builder = new SchemaBuilder<WithAuth>({
      plugins: [EmailAuthPlugin],
      emailAuth: { auth, sessions: true },
    });
    const Event = builder.objectRef<{ n: number }>('Event').implement({
      fields: (t) => ({
        n: t.exposeInt('n'),
        secret: t.exposeInt('n', { authenticated: true, nullable: true }),
        who: t.string({ nullable: true, resolve: (_event, _args, ctx) => ctx.auth.claims?.email ?? null }),
      }),
    });
    builder.queryType({
      fields: (t) => ({
        hello: t.string({
          resolve: (_root, _args, ctx) => `Hello, ${ctx.auth.claims?.email ?? 'stranger'}!`,
        }),
        me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
      }),
    });
    builder.subscriptionType({
      fields: (t) => ({
        marked: t.int({ authenticated: true, nullable: true, subscribe: () => events(), resolve: (n) => n }),
        open: t.field({ type: Event, subscribe: () => events(), resolve: (n) => ({ n }) }),
      }),
    });
    return builder.toSchema();
  };
