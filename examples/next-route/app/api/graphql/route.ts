// A route handler of Next: `app/api/graphql/route.ts`. On a host that stops when it has answered, tell it to wait for the mail:
// docs/serverless.md.
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import EmailAuthPlugin, { createEmailAuth, type WithAuth } from 'pothos-plugin-email-auth';
import { nodemailerDelivery } from 'pothos-plugin-email-auth/nodemailer';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';

export const dynamic = 'force-dynamic'; // answers depend on who asks

const open = () => {
  const auth = createEmailAuth({
    claims: () => ({ role: 'user' as const }),
    // In development, without the variable, codes go to the terminal.
    delivery: nodemailerDelivery({
      transport: process.env.SMTP_URL,
      from: 'Example <login@example.com>',
    }),
  });

  const builder = new SchemaBuilder<WithAuth<{ AuthClaims: { role: 'user' } }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: auth,
  });

  builder.queryType({
    fields: (t) => ({
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
    }),
  });

  return createYoga({
    schema: builder.toSchema(),
    graphqlEndpoint: '/api/graphql',
    // Yoga makes the answers with the Response of Next.
    fetchAPI: { Response },
    // A route handler sees no socket. One proxy, the host's, writes the address of the caller.
    plugins: [useEmailAuth(auth, { proxy: { hops: 1 } })],
    cors: false, // pages of this origin only
  });
};

let yoga: ReturnType<typeof open> | undefined;

/**
 * Made at the first request: `next build` loads this file too, without the secrets of production.
 *
 * @param request - of Next, whose context has nothing that Yoga needs
 */
const handle = (request: Request): Promise<Response> => {
  yoga ??= open();
  return Promise.resolve(yoga.handleRequest(request, {}));
};

export { handle as GET, handle as POST };
