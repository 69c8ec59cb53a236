import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { type Client, createClient, type ServerOptions } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import WebSocket, { WebSocketServer } from 'ws';
import type { EmailAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';

type Options = ServerOptions<Record<string, unknown>, Extra>;

type Args = ExecutionArgs & { rootValue: ReturnType<Yoga['getEnveloped']> };
type Yoga = YogaServerInstance<object, object>;

type Hooks = Pick<EmailAuth, 'context' | 'graphqlWs'>;

const throughYoga = ({ graphqlWs }: Hooks, yoga: Yoga): Options => ({
  // Boundary: graphql-ws hands on what `onSubscribe` has answered.
  execute: (args) => (args as Args).rootValue.execute(args),
  subscribe: (args) => (args as Args).rootValue.subscribe(args),
  onPing: graphqlWs.onPing,
  onSubscribe: async (ctx, id, payload) => {
    await graphqlWs.onSubscribe(ctx, id, payload);
    const rootValue = yoga.getEnveloped({
      connectionParams: ctx.connectionParams,
      req: ctx.extra.request,
    });
    const { schema, parse, validate, contextFactory } = rootValue;
    const document = parse(payload.query);
    const errors = validate(schema, document);
    if (errors.length > 0) return errors;
    const { variables: variableValues, operationName } = payload;
    return {
      schema,
      document,
      variableValues,
      operationName,
      contextValue: await contextFactory(),
      rootValue,
    };
  },
});

const alone = (auth: Hooks, schema: GraphQLSchema): Options => ({
  schema,
  ...auth.graphqlWs,
  context: ({ connectionParams, extra }) => auth.context({ connectionParams, req: extra.request }),
});

/** The two ways of docs/graphql-ws.md. */
export const ways = ['through Yoga', 'without Yoga'] as const;

/** How graphql-ws reaches a schema. */
export type Way = (typeof ways)[number];

/** A real server of graphql-ws on loopback, with Yoga beside it. The caller stops it. */
export const startSocketServer = async (auth: Hooks, schema: GraphQLSchema, way: Way) => {
  const yoga = createYoga({ schema, plugins: [useEmailAuth(auth)], logging: false });
  const server = createServer(yoga);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  const options = way === 'through Yoga' ? throughYoga(auth, yoga) : alone(auth, schema);
  const { dispose } = useServer(options, sockets);
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return {
    http: `http://${address}`,
    ws: `ws://${address}`,
    stop: async () => {
      await dispose();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};

/** What a client brings along. */
export interface Credentials {
  readonly connectionParams?: Record<string, unknown>;
  /** Of the request that begins the socket. */
  readonly headers?: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Answer = any;

const openClient = async (url: string, { connectionParams, headers }: Credentials) => {
  class WithHeaders extends WebSocket {
    constructor(to: string, protocols: string[]) {
      super(to, protocols, { ...(headers && { headers }) });
    }
  }
  let client: Client | undefined;
  const socket = await new Promise<WebSocket>((resolve, reject) => {
    client = createClient({
      url,
      ...(connectionParams && { connectionParams }),
      webSocketImpl: WithHeaders,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: reject,
      // Boundary: it is what `webSocketImpl` has made.
      on: { connected: (made) => resolve(made as WebSocket) },
    });
  });
  if (!client) throw new Error('no client');
  return { client, socket };
};

/** A real client on a socket of its own. The caller ends it. */
export const openSocket = async (url: string, credentials: Credentials = {}) => {
  const { client, socket } = await openClient(url, credentials);
  const subscribe = (query: string, extensions?: Record<string, unknown>) => {
    const events = client.iterate({ query, ...(extensions && { extensions }) });
    return {
      next: async (): Promise<Answer> => {
        const { value, done } = await events.next();
        return done ? 'done' : value;
      },
    };
  };
  return {
    subscribe,
    /** The answer to a query, which may bring `extensions`. */
    ask: (query: string, extensions?: Record<string, unknown>) => subscribe(query, extensions).next(),
    /** The client of graphql-ws has no method for a ping with a payload. Resolves with the pong. */
    ping: (payload: Record<string, unknown>) =>
      new Promise<void>((resolve) => {
        const stop = client.on('message', ({ type }) => {
          if (type !== 'pong') return;
          stop();
          resolve();
        });
        socket.send(JSON.stringify({ type: 'ping', payload }));
      }),
    end: () => client.dispose(),
  };
};
