/** What the hosts of Yoga put into its context, as far as it is read here. */
export interface HostContext {
  /** The Fetch API request; not there on a WebSocket. */
  readonly request?: { readonly headers: { get(name: string): string | null } };
  /** Node: the IncomingMessage (or the request of Express or Fastify). */
  readonly req?: {
    readonly socket?: { readonly remoteAddress?: string };
    readonly headers?: Readonly<Record<string, unknown>>;
  };
  /** graphql-ws: what the client sent with `connection_init`. */
  readonly connectionParams?: unknown;
}

/** Bun's server and Deno's connection info stand somewhere in the prototype chain and do not like to be inherited from. */
interface RuntimeHost {
  readonly requestIP?: (request: unknown) => { readonly address?: string } | null;
  readonly remoteAddr?: { readonly hostname?: string };
}

const ask = (host: RuntimeHost, request: unknown): string | undefined => {
  try {
    return host.requestIP?.(request)?.address ?? host.remoteAddr?.hostname;
  } catch {
    // `this` was not the server itself; that one is further up the chain.
    return undefined;
  }
};

const addressOfRuntime = (context: object, request: unknown): string | null => {
  for (let host: object | null = context; host; host = Object.getPrototypeOf(host)) {
    const address = ask(host as RuntimeHost, request);
    if (address !== undefined) return address;
  }
  return null;
};

/** The address at the other end of the socket, on Node, Bun and Deno; null where the host does not tell. */
export const socketAddressOf = (context: HostContext): string | null =>
  context.req?.socket?.remoteAddress ?? addressOfRuntime(context, context.request);

/** A header of the request, of a WebSocket's first request where there is no other. */
export const headerOf = (context: HostContext, name: string): unknown =>
  context.request ? context.request.headers.get(name) : context.req?.headers?.[name];
