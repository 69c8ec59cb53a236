import type { CookieJar } from '../cookie/cookie-jar.js';
import type { Address } from '../core/address.js';
import type { ParsedCaller, Reply } from '../core/caller.js';
import { type AuthState, type Claims, withCaller } from '../token/auth-state.js';
import type { SocketToken } from '../token/socket-token.js';
import type { Credentials, FindCredentials } from './credentials.js';
import type { HostContext } from './host-context.js';
import { callerOfRequest } from './request-caller.js';
import type { FindSocket } from './sockets.js';

/** Resolves a token and a caller, and follows the renewals of a socket. */
export type Authenticate<Extra extends object> = (
  token: string | null,
  caller: ParsedCaller,
  socket?: SocketToken<Claims<Extra>>,
) => Promise<AuthState<Extra>>;

/** The address of a caller, and whether the host says where it is (`proxy`, `ip`): else it is the socket's. */
export interface FoundAddress {
  readonly address: Address;
  readonly configured: boolean;
}

/** The state of a request, from the context that the host has made for it, the address that asks, and its answer. */
export type StateOfRequest<Extra extends object> = (
  context: HostContext,
  found: FoundAddress,
  reply?: Reply,
) => Promise<AuthState<Extra>>;

/** What the looks at a request have found so far. */
interface Known<Extra extends object> {
  readonly state: Promise<AuthState<Extra>>;
  readonly credentials: Credentials;
  readonly found: FoundAddress;
  readonly reply: Reply | undefined;
}

/** How well an address is known. A socket may be a proxy's, so it is worth no more than the host's word "not known". */
const rankOf = ({ address, configured }: FoundAddress): number =>
  (configured ? 1 : 0) + (address.ip === null ? 0 : 1);

const better = (known: FoundAddress, found: FoundAddress): FoundAddress =>
  rankOf(found) < rankOf(known) || found.address.ip === known.address.ip ? known : found;

/** How the states of requests are made. */
export interface StateSource<Extra extends object> {
  readonly authenticate: Authenticate<Extra>;
  readonly findCredentials: FindCredentials;
  readonly findSocket: FindSocket<Extra>;
  /** Undefined where tokens do not travel in cookies. */
  readonly jar: CookieJar | undefined;
}

/**
 * Examines the token once per request. The operations of an array batch each have a context of their own, so what was
 * found is remembered by the Request that they share. Its address is not: whoever looks first (a response cache, with
 * nothing but the Request) may know it least. A WebSocket has one request for hours, and is examined at each operation.
 */
export const createStateOfRequest = <Extra extends object>({
  authenticate,
  findCredentials,
  findSocket,
  jar,
}: StateSource<Extra>): StateOfRequest<Extra> => {
  const requests = new WeakMap<object, Known<Extra>>();

  const examine = (context: HostContext, found: FoundAddress, reply: Reply | undefined): Known<Extra> => {
    const credentials = findCredentials(context);
    const { token } = credentials;
    const socket = findSocket(context, token);
    const caller = callerOfRequest(found.address, { context, credentials, reply, jar });
    // S8: not the older one, or what the newer one says would be lost.
    const state = authenticate(socket?.renewed?.token ?? token, caller, socket);
    return { state, credentials, found, reply };
  };

  /** @returns what is known now; the same object where this look has found nothing new */
  const lookAgain = (
    known: Known<Extra>,
    context: HostContext,
    again: FoundAddress,
    replyAgain: Reply | undefined,
  ): Known<Extra> => {
    const found = better(known.found, again);
    const reply = known.reply ?? replyAgain;
    if (found === known.found && reply === known.reply) return known;
    const { credentials } = known;
    const caller = callerOfRequest(found.address, { context, credentials, reply, jar });
    return { state: known.state.then((state) => withCaller(state, caller)), credentials, found, reply };
  };

  return (context, found, reply) => {
    const { request, connectionParams } = context;
    if (!request || connectionParams) return examine(context, found, reply).state;
    const before = requests.get(request);
    const known = before ? lookAgain(before, context, found, reply) : examine(context, found, reply);
    requests.set(request, known);
    return known.state;
  };
};
