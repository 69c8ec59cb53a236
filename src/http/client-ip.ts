import { createAddressOf, type ProxyOptions } from './proxy.js';

/**
 * The caller's address: the one that limits count by where `useEmailAuth` has made the context, else that of the host,
 * for rate limiters, logs and other plugins.
 *
 * @param context - the context of a resolver, or a host's own
 * @param proxy - the proxies in front of the server, for contexts that `useEmailAuth` has not made
 * @returns the address in its one spelling, or null where it is not known
 * @throws {TypeError} naming the option of `proxy` that is wrong
 * @example
 * useRateLimiter({ identifyFn: (ctx) => clientIp(ctx) ?? 'unknown' });
 */
export const clientIp = (
  context: object & { readonly auth?: { readonly ip: string | null } | undefined },
  proxy?: ProxyOptions,
): string | null => {
  // Another library's `auth` has no address.
  const ip: unknown = context.auth?.ip;
  return typeof ip === 'string' || ip === null ? ip : createAddressOf(proxy)(context);
};
