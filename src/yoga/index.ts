export { useEmailAuth } from './use-email-auth.js';
