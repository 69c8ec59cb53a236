// basic.ts in Fastify, beside its other routes. `npx tsx examples/fastify.ts` starts it; codes go to the terminal.
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { createYoga } from 'graphql-yoga';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';
import { createApp } from './basic.js';

export const createFastifyApp = (options: Parameters<typeof createApp>[0] = {}) => {
  const { auth, schema } = createApp(options);
  const plugins = [useCSRFPrevention(), useEmailAuth(auth)];
  const yoga = createYoga<{ req: FastifyRequest; reply: FastifyReply }>({ schema, cors: false, plugins });
  const server = fastify();
  server.route({
    url: yoga.graphqlEndpoint,
    method: ['GET', 'POST', 'OPTIONS'],
    handler: (req, reply) => yoga.handleNodeRequestAndResponse(req, reply, { req, reply }),
  });
  // Another route knows its caller the same way.
  server.get('/me', async (req, reply) => {
    const { auth: state } = await auth.context({ req, res: reply.raw });
    return state.claims ? { email: state.claims.email } : reply.code(401).send({ reason: state.failure });
  });
  // Sends the mails that still wait.
  server.addHook('onClose', () => auth.close());
  return { auth, server };
};

if (process.argv[1] !== undefined && process.argv[1] === import.meta.filename) {
  const { server } = createFastifyApp();
  void server.listen({ port: 4000 }).then((url) => console.info(`${url}/graphql`));
}
