import type { Address } from '../core/address.js';
import { type Caller, createCaller, type ParsedCaller, type Reply } from '../core/caller.js';
import { type AuthState, withCaller } from '../token/auth-state.js';
import { tokenOfRequest } from './bearer.js';
import { type HostContext, headerOf } from './host-context.js';
import { departureOf } from './replies.js';

/** Resolves a token and a caller. */
export type Authenticate<Extra extends object> = (
  token: string | null,
  caller: ParsedCaller,
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

/**
 * What a request says of its caller. When the answer leaves is found out only where somebody waits for it, which most
 * requests never do.
 */
class FromRequest implements Omit<Caller, 'ip'> {
  readonly userAgent: string | null;
  readonly #context: HostContext;
  readonly #reply: Reply | undefined;
  #left: Promise<void> | undefined;

  constructor(context: HostContext, reply: Reply | undefined) {
    const userAgent = headerOf(context, 'user-agent');
    this.userAgent = typeof userAgent === 'string' ? userAgent : null;
    this.#context = context;
    this.#reply = reply;
  }

  get replied() {
    this.#left ??= leftOf(this.#context, this.#reply);
    return this.#left;
  }

  get waitUntil() {
    return said(() => this.#reply?.waitUntil);
  }
}

const callerOf = (context: HostContext, address: Address, reply: Reply | undefined): ParsedCaller =>
  createCaller(address, new FromRequest(context, reply));

/** What the looks at a request have found so far. */
interface Known<Extra extends object> {
  readonly state: Promise<AuthState<Extra>>;
  readonly found: FoundAddress;
  readonly reply: Reply | undefined;
}

/** How well an address is known. A socket may be a proxy's, so it is worth no more than the host's word "not known". */
const rankOf = ({ address, configured }: FoundAddress): number =>
  (configured ? 1 : 0) + (address.ip === null ? 0 : 1);

const better = (known: FoundAddress, found: FoundAddress): FoundAddress =>
  rankOf(found) < rankOf(known) || found.address.ip === known.address.ip ? known : found;

/** @returns what is known now; the same object where this look has found nothing new */
const lookAgain = <Extra extends object>(
  known: Known<Extra>,
  context: HostContext,
  again: FoundAddress,
  replyAgain: Reply | undefined,
): Known<Extra> => {
  const found = better(known.found, again);
  const reply = known.reply ?? replyAgain;
  if (found === known.found && reply === known.reply) return known;
  const caller = callerOf(context, found.address, reply);
  return { state: known.state.then((state) => withCaller(state, caller)), found, reply };
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
  const examine = (context: HostContext, { address }: FoundAddress, reply: Reply | undefined) => {
    const token = tokenOfRequest(headerOf(context, 'authorization'), context.connectionParams);
    return authenticate(token, callerOf(context, address, reply));
  };
  return (context, found, reply) => {
    const { request, connectionParams } = context;
    if (!request || connectionParams) return examine(context, found, reply);
    const before = requests.get(request);
    const known = before
      ? lookAgain(before, context, found, reply)
      : { state: examine(context, found, reply), found, reply };
    requests.set(request, known);
    return known.state;
  };
};
