import type { Plugin } from 'graphql-yoga';
import type { AuthState } from '../core/auth-state.js';
import type { EmailAuth } from '../email-auth.js';

/**
 * Adds `ctx.auth` to the context of every operation: who asks, resolved once per HTTP request. It never makes an
 * operation fail; protected fields do.
 *
 * @example
 * createYoga({ schema, plugins: [useEmailAuth(auth)] });
 */
export const useEmailAuth = <Extra extends object>(
  auth: Pick<EmailAuth<Extra>, 'context'>,
): Plugin<{ auth: AuthState<Extra> }> => ({
  async onContextBuilding({ context, extendContext }) {
    extendContext(await auth.context(context));
  },
});
