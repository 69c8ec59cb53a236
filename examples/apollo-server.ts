// basic.ts in Apollo Server 5, without Yoga. `npx tsx examples/apollo-server.ts` starts it; codes go to the terminal.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { AuthContext } from 'pothos-plugin-email-auth';
import { createAddressOf, type ProxyOptions } from 'pothos-plugin-email-auth/yoga';
import { createApp } from './basic.js';

/** @param proxy - the proxies in front of the server */
export const startApolloApp = async (
  options: Parameters<typeof createApp>[0] = {},
  proxy?: ProxyOptions,
  port = 4000,
) => {
  const { auth, schema } = createApp(options);
  const addressOf = createAddressOf(proxy);
  const server = new ApolloServer<AuthContext>({ schema });
  const { url } = await startStandaloneServer(server, {
    listen: { port, host: '127.0.0.1' },
    // `res` tells when the answer has left, and takes its headers.
    context: async ({ req, res }) => ({ ...(await auth.context({ req, res }, addressOf)) }),
  });
  return { auth, server, url };
};

if (process.argv[1] !== undefined && process.argv[1] === import.meta.filename) {
  void startApolloApp().then(({ url }) => console.info(url));
}
