import type { AuthState } from '../core/auth-state.js';
import type { Caller, Reply } from '../core/caller.js';
import { tokenOfRequest } from './bearer.js';
import { type HostContext, headerOf } from './host-context.js';
import { departureOf } from './replies.js';

/** Resolves a token and a caller. */
export type Authenticate<Extra extends object> = (
  token: string | null,
  caller: Caller,
) => Promise<AuthState<Extra>>;

/** The state of a request, from the context that the host has made for it, the address that asks, and its answer. */
export type StateOfRequest<Extra extends object> = (
  context: HostContext,
  ip: string | null,
  reply?: Reply,
) => Promise<AuthState<Extra>>;

const ignore = (): void => {};

/** When the answer has left; undefined where nobody tells. It neither throws nor rejects. */
const leftOf = (context: HostContext, reply: Reply | undefined): Promise<void> | undefined => {
  try {
    const left = reply ? reply.replied : departureOf(context);
    return left && Promise.resolve(left).then(ignore, ignore);
  } catch {
    return undefined;
  }
};

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
      return reply?.waitUntil;
    },
  };
};

/**
 * Makes the state once per request. The operations of an array batch each have a context of their own, so it is
 * remembered by the Request that they share; so are the counts of what a request may do once.
 */
export const createStateOfRequest = <Extra extends object>(
  authenticate: Authenticate<Extra>,
): StateOfRequest<Extra> => {
  const states = new WeakMap<object, Promise<AuthState<Extra>>>();
  const resolve: StateOfRequest<Extra> = (context, ip, reply) => {
    const token = tokenOfRequest(headerOf(context, 'authorization'), context.connectionParams);
    return authenticate(token, callerOf(context, ip, reply));
  };
  return (context, ip, reply) => {
    const { request } = context;
    if (!request) return resolve(context, ip, reply);
    const state = states.get(request) ?? resolve(context, ip, reply);
    states.set(request, state);
    return state;
  };
};
