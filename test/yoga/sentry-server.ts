// A server that reports to Sentry by the code of docs/plugins.md. It is visited, and prints what it has sent, what it would have
// sent without `withoutSecrets`, and the secrets of the visit.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useSentry } from '@envelop/sentry';
import * as Sentry from '@sentry/node';
import { createYoga } from 'graphql-yoga';
import { useEmailAuth } from '../../src/yoga/index.js';
import { type Answer, openApp, visit } from './app.js';

const sent: unknown[] = [];
const unfiltered: string[] = [];

/** What the options of the page lack in a test. */
Reflect.set(globalThis, 'sentryTestOptions', {
  dsn: 'http://public@127.0.0.1:1/1',
  tracesSampleRate: 1,
  transport: () => ({
    send: async (envelope: unknown) => {
      sent.push(envelope);
      return {};
    },
    flush: async () => true,
  }),
});

const main = async () => {
  // The block of the page, in a file.
  await import(process.argv[2] ?? '');
  Sentry.addEventProcessor((event) => {
    // Sentry's own notes, which it does not send, are of objects that lead back to themselves.
    unfiltered.push(JSON.stringify({ ...event, sdkProcessingMetadata: undefined }));
    return event;
  });
  const app = openApp();
  const yoga = createYoga({
    schema: app.schema,
    plugins: [useSentry(), useEmailAuth(app.auth)],
    logging: false,
  });
  const server = createServer(yoga).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const { secrets, ...came } = await visit(app, async (query, variables, token) => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body });
    return (await response.json()) as Answer;
  });
  await Sentry.close(2000);
  server.close();
  server.closeAllConnections();
  console.info(`RESULT ${JSON.stringify({ sent, unfiltered, secrets, came })}`);
};

void main();
