import type { GraphQLAnswer } from '../support/http-server.js';
import { openSocket } from '../support/socket-server.js';

/** What a client gets. */
export interface Answer extends GraphQLAnswer {
  /** Null where there are none: on a WebSocket. */
  readonly headers: Headers | null;
}

/** A client of a host. */
export interface HostClient {
  ask(query: string, headers?: Record<string, string>): Promise<Answer>;
  /** Asks, and reads nothing of the answer before it is told to. Not on a WebSocket. */
  begin?(query: string): Promise<{ readonly readOn: () => Promise<unknown> }>;
}

/** How requests get to a server: over the network, or by a call. */
export type Post = (url: string, init: RequestInit) => Promise<Response>;

const requestOf = (query: string, headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
  body: JSON.stringify({ query }),
});

/** A client over HTTP. */
export const overHttp = (url: string, post: Post = fetch): Required<HostClient> => ({
  ask: async (query, headers = {}) => {
    const response = await post(url, requestOf(query, headers));
    return { ...((await response.json()) as GraphQLAnswer), headers: response.headers };
  },
  begin: async (query) => {
    const response = await post(url, requestOf(query, {}));
    return { readOn: () => response.text() };
  },
});

/** A client over Server-Sent Events, of operations that have one event. */
export const overEvents = (url: string): Required<HostClient> =>
  overHttp(url, async (_, { headers, ...init }) => {
    const response = await fetch(url, { ...init, headers: { ...headers, accept: 'text/event-stream' } });
    const json = async () => JSON.parse(/^data: (.+)$/m.exec(await response.text())?.[1] ?? '');
    return Object.assign(response, { json });
  });

/** A client that opens a WebSocket for each operation. */
export const overSockets = (url: string): HostClient => ({
  ask: async (query, headers = {}) => {
    const { authorization } = headers;
    const socket = await openSocket(url, {
      headers,
      ...(authorization && { connectionParams: { authorization } }),
    });
    try {
      return { ...(await socket.ask(query)), headers: null };
    } finally {
      await socket.end();
    }
  },
});
