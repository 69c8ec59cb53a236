import { hungUp } from '../core/address.js';
import { askUpwards } from '../core/inherited.js';

/** Node's ServerResponse, as far as it is used here. */
export interface NodeResponse {
  once(event: 'finish' | 'close', listener: () => void): unknown;
  off(event: 'finish' | 'close', listener: () => void): unknown;
  setHeader?(name: string, value: string): unknown;
  readonly headersSent?: boolean;
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
}

/** Node's socket, as far as it is read here. */
interface NodeSocket {
  readonly remoteAddress?: string | undefined;
  readonly destroyed?: boolean;
  /** The server that has accepted it. Not documented: where it is missing, `destroyed` has to do. */
  readonly server?: { address?(): unknown };
}

/** What the hosts of Yoga put into its context, as far as it is read here. */
export interface HostContext {
  /** The Fetch API request; not there on a WebSocket. */
  readonly request?: { readonly headers: { get(name: string): string | null }; readonly method?: string };
  /** Node: the IncomingMessage (or the request of Express or Fastify). */
  readonly req?: {
    readonly socket?: NodeSocket;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly method?: string | undefined;
  };
  /** Node: the ServerResponse. */
  readonly res?: unknown;
  /** Fastify: its reply, around the ServerResponse. */
  readonly reply?: { readonly raw?: unknown };
  /** graphql-ws: what the client sent with `connection_init`. */
  readonly connectionParams?: unknown;
}

/** Bun's server and Deno's connection info stand somewhere in the prototype chain. */
interface RuntimeHost {
  readonly requestIP?: (request: unknown) => { readonly address?: string } | null;
  /** Bun: not there on a Unix socket. */
  readonly port?: number;
  readonly remoteAddr?: { readonly hostname?: string };
  readonly completed?: unknown;
}

/**
 * A2: a socket forgets where it came from when it is reset. It is not null then, or a caller could shed its address by
 * sending a request and hanging up at once.
 */
const addressOfSocket = (socket: NodeSocket): string | null => {
  try {
    if (socket.remoteAddress !== undefined) return socket.remoteAddress;
    // A Unix socket, whose server has a path for an address, never had one.
    const listening = socket.server?.address?.();
    return socket.destroyed || (typeof listening === 'object' && listening !== null) ? hungUp : null;
  } catch {
    // HTTP/2: the session is gone.
    return hungUp;
  }
};

const addressOfRuntime = (context: HostContext): string | undefined =>
  askUpwards(context, (host: RuntimeHost) => {
    const peer = host.requestIP?.(context.request);
    if (peer === null && host.port !== undefined) return hungUp;
    return peer?.address ?? host.remoteAddr?.hostname;
  });

/** The address at the other end of the socket, on Node, Bun and Deno; null where the host does not tell. */
export const socketAddressOf = (context: HostContext): string | null =>
  (context.req?.socket ? addressOfSocket(context.req.socket) : null) ?? addressOfRuntime(context) ?? null;

const isNodeResponse = (value: unknown): value is NodeResponse =>
  typeof value === 'object' && value !== null && 'once' in value && typeof value.once === 'function';

/** Node's response to the request; undefined on other hosts, and on a WebSocket, which has none. */
export const nodeResponseOf = (context: HostContext): NodeResponse | undefined =>
  [context.res, context.reply?.raw].find(isNodeResponse);

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Deno's word that the answer has been sent, or could not be. */
export const completionOf = (context: HostContext): PromiseLike<unknown> | undefined =>
  askUpwards(context, ({ completed }: RuntimeHost) => (isPromise(completed) ? completed : undefined));

/** A header of the request, of a WebSocket's first request where there is no other. */
export const headerOf = (context: HostContext, name: string): unknown =>
  context.request ? context.request.headers.get(name) : context.req?.headers?.[name];

/** Node keeps a header that came several times as a list. */
const textOf = (header: unknown): string | null => {
  if (Array.isArray(header)) return header.join(', ');
  return typeof header === 'string' ? header : null;
};

/** The same as text; null where it was not sent. */
export const headerTextOf = (context: HostContext, name: string): string | null =>
  textOf(headerOf(context, name.toLowerCase()));
