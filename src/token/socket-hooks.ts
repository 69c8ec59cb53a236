/** What graphql-ws's server knows of a socket, as far as it is read here. */
export interface GraphQLWsContext {
  /** What the client sent with `connection_init`. */
  readonly connectionParams?: unknown;
  /** On Node: `request`, the request that the socket began with. */
  readonly extra?: unknown;
}

/** An operation of graphql-ws, as far as it is read here. */
export interface GraphQLWsPayload {
  readonly extensions?: unknown;
}

/** Hooks for the server of graphql-ws. They refuse nothing, and never reject. */
export interface GraphQLWsHooks {
  /** Renews the token of a socket by `extensions.authorization` of an operation. Call it before you make the context. */
  onSubscribe(ctx: GraphQLWsContext, id: string, payload: GraphQLWsPayload): Promise<void>;
  /** Renews the token of a socket by `authorization` in the payload of a ping. */
  onPing(ctx: GraphQLWsContext, payload?: unknown): Promise<void>;
}
