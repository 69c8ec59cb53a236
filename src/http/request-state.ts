import type { Caller, Reply } from '../core/caller.js';
import { type AuthState, withCaller } from '../token/auth-state.js';
import { tokenOfRequest } from './bearer.js';
import { type HostContext, headerOf } from './host-context.js';
import { departureOf } from './replies.js';

/** Resolves a token and a caller. */
export type Authenticate<Extra extends object> = (
  token: string | null,
  caller: Caller,
) => Promise<AuthState<Extra>>;

/** The address of a caller, and whether somebody was asked who knows more than the socket (`proxy`, `ip`). */
export interface FoundAddress {
  readonly ip: string | null;
  readonly told: boolean;
}

/** The state of a request, from the context that the host has made for it, the address that asks, and its answer. */
export type StateOfRequest<Extra extends object> = (
  context: HostContext,
  address: FoundAddress,
  reply?: Reply,
) => Promise<AuthState<Extra>>;

const ignore = (): void => {};

/** What a host says of its answer, whose getters may throw. */
const said = <Answer>(ask: () => Answer): Answer | undefined => {
  try {
    return ask();
  } catch {
    return undefined;
  }
};

/** When the answer has left; undefined where nobody tells. It neither throws nor rejects. */
const leftOf = (context: HostContext, reply: Reply | undefined): Promise<void> | undefined =>
  said(() => {
    const left = reply ? reply.replied : departureOf(context);
    return left && Promise.resolve(left).then(ignore, ignore);
  });

/** Who asks. When the answer leaves is found out only where somebody waits for it, which most requests never do. */
const callerOf = (context: HostContext, ip: string | null, reply: Reply | undefined): Caller => {
  const userAgent = headerOf(context, 'user-agent');
  let left: Promise<void> | undefined;
  return {
    ip,
    userAgent: typeof userAgent === 'string' ? userAgent : null,
    get replied() {
      left ??= leftOf(context, reply);
      return left;
    },
    get waitUntil() {
      return said(() => reply?.waitUntil);
    },
  };
};

/** What the looks at a request have found so far. */
interface Known<Extra extends object> {
  readonly state: Promise<AuthState<Extra>>;
  readonly address: FoundAddress;
  readonly reply: Reply | undefined;
}

/** How well an address is known. A socket may be a proxy's, so it is worth no more than who was told "not known". */
const rankOf = ({ ip, told }: FoundAddress): number => (told ? 1 : 0) + (ip === null ? 0 : 1);

const better = (known: FoundAddress, found: FoundAddress): FoundAddress =>
  rankOf(found) < rankOf(known) || found.ip === known.ip ? known : found;

/** @returns what is known now; the same object where this look has found nothing new */
const lookAgain = <Extra extends object>(
  known: Known<Extra>,
  context: HostContext,
  found: FoundAddress,
  foundReply: Reply | undefined,
): Known<Extra> => {
  const address = better(known.address, found);
  const reply = known.reply ?? foundReply;
  if (address === known.address && reply === known.reply) return known;
  const caller = callerOf(context, address.ip, reply);
  return { state: known.state.then((state) => withCaller(state, caller)), address, reply };
};

/**
 * Examines the token once per request. The operations of an array batch each have a context of their own, so what was
 * found is remembered by the Request that they share. Its address is not: whoever looks first (a response cache, with
 * nothing but the Request) may know it least. A WebSocket has one request for hours, and is examined at each operation.
 */
export const createStateOfRequest = <Extra extends object>(
  authenticate: Authenticate<Extra>,
): StateOfRequest<Extra> => {
  const requests = new WeakMap<object, Known<Extra>>();
  const examine = (context: HostContext, ip: string | null, reply: Reply | undefined) => {
    const token = tokenOfRequest(headerOf(context, 'authorization'), context.connectionParams);
    return authenticate(token, callerOf(context, ip, reply));
  };
  return (context, address, reply) => {
    const { request, connectionParams } = context;
    if (!request || connectionParams) return examine(context, address.ip, reply);
    const before = requests.get(request);
    const known = before
      ? lookAgain(before, context, address, reply)
      : { state: examine(context, address.ip, reply), address, reply };
    requests.set(request, known);
    return known.state;
  };
};
