import type { Plugin } from 'graphql-yoga';
import type { AuthState } from '../core/auth-state.js';
import { checkRecord } from '../core/validate.js';
import type { EmailAuth } from '../email-auth.js';
import { createAddressOf, type ProxyOptions } from '../http/proxy.js';

/** Options of `useEmailAuth`. */
export interface UseEmailAuthOptions {
  /** The proxies in front of the server. Default: none, the caller's address is the socket's. */
  readonly proxy?: ProxyOptions;
}

/**
 * Adds `ctx.auth` to the context of every operation: who asks, resolved once per HTTP request. It never makes an
 * operation fail; protected fields do.
 *
 * @throws {TypeError} naming the option that is wrong
 * @example
 * createYoga({ schema, plugins: [useEmailAuth(auth, { proxy: { trust: ['10.0.0.0/8'] } })] });
 */
export const useEmailAuth = <Extra extends object>(
  auth: Pick<EmailAuth<Extra>, 'context'>,
  options: UseEmailAuthOptions = {},
): Plugin<{ auth: AuthState<Extra> }> => {
  // What is wrong with the proxies, createAddressOf says.
  checkRecord<UseEmailAuthOptions>(options, 'options', { proxy: () => {} });
  const addressOf = options.proxy && createAddressOf(options.proxy);
  return {
    async onContextBuilding({ context, extendContext }) {
      extendContext(await auth.context(context, addressOf));
    },
  };
};
