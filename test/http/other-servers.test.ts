import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createHandler } from 'graphql-http/lib/use/http';
import { createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createApp } from '../../examples/basic.js';
import type { AuthContext } from '../../src/index.js';
import { type GraphQLAnswer, startHttpServer } from '../support/http-server.js';
import { signingKey } from '../support/service.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const open = () => {
  const app = createApp({ signingKey, httpStatus: true, delivery: async () => {} });
  cleanUps.push(() => app.auth.close({ timeout: 1 }));
  return app;
};

const requestCode = 'mutation { requestLoginCode(email: "ada@example.com") { expiresIn } }';

/** What a client of a server gets for a query: the text, so that nothing is lost. */
type Ask = (query: string) => Promise<string>;

const askOver =
  (url: string): Ask =>
  async (query) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
  };

const overApollo = async (): Promise<Ask> => {
  const { auth, schema } = open();
  const server = new ApolloServer<AuthContext>({ schema });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req, res }) => auth.context({ req, res }),
  });
  cleanUps.push(() => server.stop());
  return askOver(url);
};

const overGraphQLHttp = async (): Promise<Ask> => {
  const { auth, schema } = open();
  const context = ({ raw: req, context: { res } }: { raw: object; context: { res: object } }) =>
    auth.context({ req, res });
  const http = await startHttpServer(createHandler({ schema, context: context as never }));
  cleanUps.push(http.stop);
  return askOver(http.url);
};

const overGraphQLWs = async (): Promise<Ask> => {
  const { auth, schema } = open();
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const disposable = useServer(
    {
      schema,
      context: ({ connectionParams, extra }) => auth.context({ connectionParams, req: extra.request }),
    },
    server,
  );
  cleanUps.push(() => disposable.dispose());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = createClient({ url: `ws://127.0.0.1:${port}`, webSocketImpl: WebSocket });
  cleanUps.push(() => client.dispose());
  return async (query) => {
    const { value } = await client.iterate({ query }).next();
    return JSON.stringify(value);
  };
};

describe.each<[string, () => Promise<Ask>]>([
  ['Apollo Server', overApollo],
  ['graphql-http', overGraphQLHttp],
  ['graphql-ws', overGraphQLWs],
])('%s', (_, connect) => {
  const extensionsIn = (text: string) => (JSON.parse(text) as GraphQLAnswer).errors?.[0]?.extensions;

  it('hands on what a refusal says, and nothing of what is for Yoga', async () => {
    const ask = await connect();
    expect(extensionsIn(await ask('{ me }'))).toEqual({ code: 'UNAUTHENTICATED', reason: 'missing' });
    await ask(requestCode);
    expect(extensionsIn(await ask(requestCode))).toEqual({ code: 'TOO_MANY_REQUESTS', retryAfter: 60 });
  });
});
