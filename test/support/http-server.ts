import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a GraphQL server answers. */
export interface GraphQLAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** A real HTTP server on loopback, with a client for it. */
export const startHttpServer = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    url,
    post,
    query: async (query: string, variables: object = {}, headers?: Record<string, string>) =>
      (await (await post({ query, variables }, headers)).json()) as GraphQLAnswer,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
