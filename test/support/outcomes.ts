import type { AuthError, AuthEvent, Delivery, DeliveryOptions, EmailAuthOptions } from '../../src/index.js';
import { createTestAuth, noLimits } from './service.js';

const caller = { ip: '192.0.2.1' };

/** A service without limits, of which only the sending is looked at. */
export const openService = (delivery: Delivery | DeliveryOptions, options: EmailAuthOptions = {}) => {
  const service = createTestAuth({ limits: noLimits, delivery, ...options });
  /** Asks for a code: `accepted`, or the refusal with its pause. */
  const outcome = (identity: string): Promise<string> =>
    service.auth.requestLoginCode(identity, caller).then(
      () => 'accepted',
      (error: AuthError) => `${error.code} ${error.retryAfter}`,
    );
  const failures = () =>
    service.events.filter(
      (event): event is Extract<AuthEvent, { type: 'code.delivery_failed' }> =>
        event.type === 'code.delivery_failed',
    );
  return { ...service, outcome, failures };
};

/** So many addresses, each of a domain of its own. */
export const honest = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `ada@honest-${i}.example`);
