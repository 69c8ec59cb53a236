import { type AuthState, userAgentOf } from '../core/auth-state.js';
import type { Caller } from '../core/caller.js';
import type { EmailAuth } from '../email-auth.js';
import { toGraphQLError } from '../graphql/errors.js';
import { authOf } from './auth-of.js';
import type { OwnContext } from './own-builder.js';

const waitUntilOf = (context: OwnContext): Caller['waitUntil'] => {
  const { waitUntil } = context;
  // Called on the context: hosts are free to use `this`.
  return typeof waitUntil === 'function' ? (work) => waitUntil.call(context, work) : undefined;
};

/** What a generated mutation has at hand. */
export interface Call {
  /** An argument, as text; null where it was not sent. */
  readonly text: (name: string) => string | null;
  readonly auth: AuthState;
  readonly caller: Caller;
  readonly service: EmailAuth;
}

/** Makes the resolver of a generated mutation; refusals of the service leave it as GraphQL errors. */
export const serve =
  <Answer>(service: EmailAuth, run: (call: Call) => Promise<Answer>) =>
  async (_root: unknown, args: Readonly<Record<string, unknown>>, context: OwnContext): Promise<Answer> => {
    const auth = authOf(context);
    const caller = { ip: auth.ip, userAgent: userAgentOf(auth), waitUntil: waitUntilOf(context) };
    const text = (name: string) => (typeof args[name] === 'string' ? args[name] : null);
    try {
      return await run({ text, auth, caller, service });
    } catch (error) {
      throw toGraphQLError(error, service.surface.presentation);
    }
  };
