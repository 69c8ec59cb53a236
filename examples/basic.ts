// A complete server. `npx tsx examples/basic.ts` starts it; codes go to the terminal.
import { createServer } from 'node:http';
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import EmailAuthPlugin, {
  createEmailAuth,
  type EmailAuthOptions,
  type WithAuth,
} from 'pothos-plugin-email-auth';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';

type AppClaims = { role: 'admin' | 'user' };

const admins = ['ada@example.com'];

/** The origins of your pages, if they differ from the origin of this server. */
const origins = ['https://app.example.com'];

type AppTypes = WithAuth<{ AuthClaims: AppClaims }>;

/** @param addFields - for the other examples: adds to the schema */
export const createApp = (
  options: EmailAuthOptions<AppClaims> = {},
  addFields: (builder: InstanceType<typeof SchemaBuilder<AppTypes>>) => void = () => {},
) => {
  const auth = createEmailAuth<AppClaims>({
    // Everybody may log in. To keep somebody out, answer with null.
    claims: (email) => ({ role: admins.includes(email) ? 'admin' : 'user' }),
    ...options,
  });

  const builder = new SchemaBuilder<AppTypes>({
    plugins: [EmailAuthPlugin],
    emailAuth: auth,
  });

  builder.queryType({
    fields: (t) => ({
      hello: t.string({
        description: 'Anybody may ask for this.',
        nullable: false,
        resolve: (_root, _args, ctx) => `Hello, ${ctx.auth.claims?.email ?? 'stranger'}!`,
      }),
      me: t.string({
        description: 'The address of the caller.',
        authenticated: true,
        resolve: (_root, _args, ctx) => ctx.auth.claims.email,
      }),
      role: t.string({
        description: 'What the caller may do.',
        authenticated: true,
        resolve: (_root, _args, ctx) => ctx.auth.claims.role,
      }),
    }),
  });

  addFields(builder);
  const schema = builder.toSchema();
  const yoga = createYoga({
    schema,
    // Without these two, any page could send ten wrong codes from the browser of its visitor. Then the visitor's network
    // could not log in for five minutes. The plugin refuses forms, and `cors` says whose pages may send JSON.
    // It is a function: Yoga answers a list of origins with `null` if none matches, and sandboxed pages have that origin.
    cors: (request) => {
      const origin = request.headers.get('origin') ?? '';
      return origins.includes(origin) ? { origin, credentials: false } : false;
    },
    plugins: [useCSRFPrevention(), useEmailAuth(auth)],
  });
  return { auth, schema, yoga };
};

if (process.argv[1] !== undefined && process.argv[1] === import.meta.filename) {
  const { yoga } = createApp();
  createServer(yoga).listen(4000, '127.0.0.1', () => console.info('http://127.0.0.1:4000/graphql'));
}
