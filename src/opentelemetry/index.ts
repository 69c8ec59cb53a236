export { emailAuthMetrics } from './email-auth-metrics.js';
