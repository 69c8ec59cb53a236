import type { AuthState } from '../core/auth-state.js';
import type { Caller } from '../core/caller.js';
import { bearerOf, bearerOfParams } from './bearer.js';
import { type HostContext, headerOf } from './host-context.js';

/** Resolves a token and a caller. */
export type Authenticate<Extra extends object> = (
  token: string | null,
  caller: Caller,
) => Promise<AuthState<Extra>>;

/** The state of a request, from the context that the host has made for it, and the address that asks. */
export type StateOfRequest<Extra extends object> = (
  context: HostContext,
  ip: string | null,
) => Promise<AuthState<Extra>>;

/**
 * Makes the state once per request. The operations of an array batch each have a context of their own, so it is
 * remembered by the Request that they share; so are the counts of what a request may do once.
 */
export const createStateOfRequest = <Extra extends object>(
  authenticate: Authenticate<Extra>,
): StateOfRequest<Extra> => {
  const states = new WeakMap<object, Promise<AuthState<Extra>>>();
  const resolve = (context: HostContext, ip: string | null) => {
    const token = bearerOf(headerOf(context, 'authorization')) ?? bearerOfParams(context.connectionParams);
    const userAgent = headerOf(context, 'user-agent');
    return authenticate(token, { ip, userAgent: typeof userAgent === 'string' ? userAgent : null });
  };
  return (context, ip) => {
    const { request } = context;
    if (!request) return resolve(context, ip);
    const state = states.get(request) ?? resolve(context, ip);
    states.set(request, state);
    return state;
  };
};
