import type { EmailAuth } from '../email-auth.js';

/** @throws {TypeError} for anything but a service */
export const checkService = (auth: Partial<Pick<EmailAuth, 'context'>> | null | undefined): void => {
  if (typeof auth?.context !== 'function') {
    throw new TypeError('auth must be the service that createEmailAuth makes');
  }
};
