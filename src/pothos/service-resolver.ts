import { type Caller, inField } from '../core/caller.js';
import { waitUntilOf } from '../core/wait-until.js';
import type { EmailAuth } from '../email-auth.js';
import { type AuthState, callerOf } from '../token/auth-state.js';
import { authOf } from './auth-of.js';
import type { OwnContext } from './own-builder.js';
import { refuse } from './refuse.js';

/** What a generated field has at hand. */
export interface ServiceCall {
  /** An argument, as text; null where it was not sent. */
  readonly text: (name: string) => string | null;
  readonly auth: AuthState;
  readonly caller: Caller;
  readonly service: EmailAuth;
}

type Args = Readonly<Record<string, unknown>>;

const pick = (args: Args, names: readonly string[]): Args =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(args, name)).map((name) => [name, args[name]]));

/**
 * Makes the resolver of a generated field from a call of the service, whose refusals leave it as GraphQL errors.
 *
 * @param hostArgs - the names of the arguments that the host has added
 */
export const serviceResolver =
  <Answer>(
    service: EmailAuth,
    run: (call: ServiceCall) => Promise<Answer>,
    hostArgs: readonly string[] = [],
  ) =>
  async (_root: unknown, args: Args, context: OwnContext): Promise<Answer> => {
    const auth = authOf(context, service.forPlugins);
    callerOf(auth).say({ noStore: true });
    const caller = inField(callerOf(auth), {
      args: pick(args, hostArgs),
      findWaitUntil: () => waitUntilOf(context),
    });
    const text = (name: string) => (typeof args[name] === 'string' ? args[name] : null);
    try {
      return await run({ text, auth, caller, service });
    } catch (error) {
      throw refuse(auth, error, service.forPlugins.presentation, caller);
    }
  };
