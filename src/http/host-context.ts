import { askUpwards } from '../core/inherited.js';

/** Node's ServerResponse, as far as it is used here. */
export interface NodeResponse {
  once(event: 'finish' | 'close', listener: () => void): unknown;
  off(event: 'finish' | 'close', listener: () => void): unknown;
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
}

/** What the hosts of Yoga put into its context, as far as it is read here. */
export interface HostContext {
  /** The Fetch API request; not there on a WebSocket. */
  readonly request?: { readonly headers: { get(name: string): string | null } };
  /** Node: the IncomingMessage (or the request of Express or Fastify). */
  readonly req?: {
    readonly socket?: { readonly remoteAddress?: string };
    readonly headers?: Readonly<Record<string, unknown>>;
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
  readonly remoteAddr?: { readonly hostname?: string };
  readonly completed?: unknown;
}

/** The address at the other end of the socket, on Node, Bun and Deno; null where the host does not tell. */
export const socketAddressOf = (context: HostContext): string | null =>
  context.req?.socket?.remoteAddress ??
  askUpwards(
    context,
    (host: RuntimeHost) => host.requestIP?.(context.request)?.address ?? host.remoteAddr?.hostname,
  ) ??
  null;

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
