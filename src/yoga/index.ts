export { createAddressOf, type ProxyOptions } from '../http/proxy.js';
export { clientIp } from './client-ip.js';
export { type UseEmailAuthOptions, useEmailAuth } from './use-email-auth.js';
