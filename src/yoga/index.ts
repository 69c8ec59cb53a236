export { clientIp } from '../http/client-ip.js';
export { fromCloudflare, fromLambda, fromVercel } from '../http/platforms.js';
export { createAddressOf, type ProxyOptions } from '../http/proxy.js';
export type { EndpointClient } from './endpoints/clients.js';
export type { TokenEndpointOptions } from './endpoints/options.js';
export { type ResponseCacheSession, responseCacheSession } from './response-cache-session.js';
export { type UseEmailAuthOptions, useEmailAuth } from './use-email-auth.js';
