import { type Caller, withWaitUntil } from '../core/caller.js';
import { waitUntilOf } from '../core/wait-until.js';
import type { EmailAuth } from '../email-auth.js';
import { type AuthState, callerOf } from '../token/auth-state.js';
import { authOf } from './auth-of.js';
import type { OwnContext } from './own-builder.js';
import { toGraphQLError } from './refusals.js';

/** What a generated field has at hand. */
export interface ServiceCall {
  /** An argument, as text; null where it was not sent. */
  readonly text: (name: string) => string | null;
  readonly auth: AuthState;
  readonly caller: Caller;
  readonly service: EmailAuth;
}

/** Makes the resolver of a generated field from a call of the service, whose refusals leave it as GraphQL errors. */
export const serviceResolver =
  <Answer>(service: EmailAuth, run: (call: ServiceCall) => Promise<Answer>) =>
  async (_root: unknown, args: Readonly<Record<string, unknown>>, context: OwnContext): Promise<Answer> => {
    const auth = authOf(context, service.forPlugins);
    const caller = withWaitUntil(callerOf(auth), () => waitUntilOf(context));
    const text = (name: string) => (typeof args[name] === 'string' ? args[name] : null);
    try {
      return await run({ text, auth, caller, service });
    } catch (error) {
      throw toGraphQLError(error, service.forPlugins.presentation);
    }
  };
