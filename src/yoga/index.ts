export { clientIp } from '../http/client-ip.js';
export { createAddressOf, type ProxyOptions } from '../http/proxy.js';
export { type UseEmailAuthOptions, useEmailAuth } from './use-email-auth.js';
