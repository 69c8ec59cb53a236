import type { Claims } from '../token/auth-state.js';
import type { GraphQLWsContext, GraphQLWsHooks } from '../token/socket-hooks.js';
import type { SocketToken } from '../token/socket-token.js';
import { bearerOfRenewal } from './bearer.js';
import type { FindCredentials } from './credentials.js';
import type { HostContext } from './host-context.js';

/**
 * Finds the token of the socket that an operation has come on; undefined where it has come over HTTP, with another token
 * than the socket, or where the hooks are not used.
 */
export type FindSocket<Extra extends object> = (
  context: HostContext,
  token: string | null,
) => SocketToken<Claims<Extra>> | undefined;

/** The sockets of one service. */
export interface Sockets<Extra extends object> {
  readonly find: FindSocket<Extra>;
  readonly hooks: GraphQLWsHooks;
}

/** A socket, and the renewal that is under way. */
interface Socket<Extra extends object> {
  readonly token: SocketToken<Claims<Extra>>;
  renewing?: { readonly by: string; readonly done: Promise<void> } | undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const hostContextOf = ({ connectionParams, extra }: GraphQLWsContext): HostContext => {
  const req: unknown = isObject(extra) && 'request' in extra ? extra.request : undefined;
  return { connectionParams, ...(isObject(req) && { req }) };
};

/** What the contexts of all operations on one socket have in common, and contexts of other sockets have not. */
const keysOf = ({ connectionParams, req }: HostContext): object[] => [connectionParams, req].filter(isObject);

/**
 * Remembers the sockets by what graphql-ws has made for each. Only the hooks make one known: `extensions` of a request
 * over HTTP never reach them.
 *
 * @param findCredentials - finds the token that a socket has come with
 * @param renew - renews a token where the new one may take its place; it never rejects
 */
export const createSockets = <Extra extends object>(
  findCredentials: FindCredentials,
  renew: (token: SocketToken<Claims<Extra>>, by: string) => Promise<void>,
): Sockets<Extra> => {
  const sockets = new WeakMap<object, Socket<Extra>>();

  const known = (context: HostContext): Socket<Extra> | undefined =>
    keysOf(context)
      .map((key) => sockets.get(key))
      .find((socket) => socket !== undefined);

  const open = (context: HostContext): Socket<Extra> => {
    const first = findCredentials(context).token;
    const before = known(context);
    // A ping may come before `connection_init`.
    const socket = before?.token.first === first ? before : { token: { first } };
    for (const key of keysOf(context)) sockets.set(key, socket);
    return socket;
  };

  /** A client may send a token with each of a thousand operations: it is looked at once. */
  const renewOnce = async (socket: Socket<Extra>, by: string): Promise<void> => {
    const { renewing } = socket;
    if (renewing?.by === by) return renewing.done;
    const mine = { by, done: renew(socket.token, by) };
    socket.renewing = mine;
    await mine.done;
    if (socket.renewing === mine) socket.renewing = undefined;
  };

  const renewFrom = async (ctx: GraphQLWsContext, record: unknown): Promise<void> => {
    const socket = open(hostContextOf(ctx));
    const by = bearerOfRenewal(record);
    if (by) await renewOnce(socket, by);
  };

  return {
    find(context, token) {
      const socket = known(context);
      return socket?.token.first === token ? socket?.token : undefined;
    },
    hooks: Object.freeze({
      onSubscribe: (ctx, _id, payload) => renewFrom(ctx, payload.extensions),
      onPing: renewFrom,
    } satisfies GraphQLWsHooks),
  };
};
