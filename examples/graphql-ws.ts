// basic.ts with WebSockets: a subscription that outlives the access token. `npx tsx examples/graphql-ws.ts` starts it.
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createApp } from './basic.js';

async function* count(milliseconds: number) {
  for (let n = 1; ; n += 1) {
    await wait(milliseconds);
    yield n;
  }
}

export const createSocketApp = (options: Parameters<typeof createApp>[0] = {}, second = 1000) => {
  const app = createApp(options, (builder) =>
    builder.subscriptionType({
      fields: (t) => ({
        seconds: t.int({
          description: 'Counts the seconds, for as long as the caller is logged in.',
          authenticated: true,
          subscribe: () => count(second),
          resolve: (n) => n,
        }),
      }),
    }),
  );
  const { auth, schema, yoga } = app;
  const server = createServer(yoga);
  useServer(
    {
      schema,
      context: ({ connectionParams, extra }) => auth.context({ connectionParams, req: extra.request }),
      // Clients send a new token on the open socket: client.iterate({ query: '{ __typename }', extensions: { authorization } })
      ...auth.graphqlWs,
    },
    new WebSocketServer({ server, path: yoga.graphqlEndpoint }),
  );
  return { ...app, server };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { server } = createSocketApp();
  server.listen(4000, '127.0.0.1', () => console.info('ws://127.0.0.1:4000/graphql'));
}
