// What the pages use of packages that are not installed here: Apollo Server 5, graphql-ws 6 and ws 8, as they declare it.

declare module '@apollo/server' {
  export class ApolloServer<Context extends object> {
    readonly context: Context;
    constructor(options: { schema: import('graphql').GraphQLSchema });
  }
}

declare module '@apollo/server/standalone' {
  export function startStandaloneServer<Context extends object>(
    server: import('@apollo/server').ApolloServer<Context>,
    options: {
      listen?: { port?: number };
      context: (host: {
        req: import('node:http').IncomingMessage;
        res: import('node:http').ServerResponse;
      }) => Promise<Context>;
    },
  ): Promise<{ url: string }>;
}

declare module 'ws' {
  export class WebSocketServer {
    readonly path: string;
    constructor(options: { server: import('node:http').Server; path: string });
  }
}

declare module 'graphql-ws/use/ws' {
  interface Context {
    readonly connectionParams?: Readonly<Record<string, unknown>>;
    readonly extra: { readonly request: import('node:http').IncomingMessage; readonly socket: object };
  }
  interface SubscribePayload {
    readonly operationName?: string | null;
    readonly query: string;
    readonly variables?: Record<string, unknown> | null;
  }
  type OnSubscribe = (
    ctx: Context,
    id: string,
    payload: SubscribePayload,
  ) => Promise<import('graphql').ExecutionArgs | readonly import('graphql').GraphQLError[]>;
  export function useServer(
    options: {
      schema?: import('graphql').GraphQLSchema;
      context?: (ctx: Context) => Promise<Record<PropertyKey, unknown>>;
      // biome-ignore lint/suspicious/noExplicitAny: graphql-ws declares these arguments so
      execute?: (args: any) => unknown;
      // biome-ignore lint/suspicious/noExplicitAny: graphql-ws declares these arguments so
      subscribe?: (args: any) => unknown;
      onSubscribe?: OnSubscribe;
    },
    server: import('ws').WebSocketServer,
  ): { dispose(): Promise<void> };
}

declare module 'graphql-ws' {
  export interface Client {
    dispose(): void;
    terminate(): void;
  }
  export function createClient(options: {
    url: string;
    connectionParams?: () => Promise<Record<string, unknown>>;
  }): Client;
}
