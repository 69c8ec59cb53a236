import type { AuthError, AuthEvent, Delivery, DeliveryOptions, EmailAuthOptions } from '../../src/index.js';
import { createTestAuth, noLimits } from './service.js';

const caller = { ip: '192.0.2.1' };

/** What a request for a code comes to: `accepted`, or the refusal with its pause. */
export const outcomeOf = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => 'accepted',
    ({ code, retryAfter }: AuthError) => `${code} ${retryAfter}`,
  );

/** A service without limits, of which only the sending is looked at. */
export const openService = (delivery: Delivery | DeliveryOptions, options: EmailAuthOptions = {}) => {
  const service = createTestAuth({ limits: noLimits, delivery, ...options });
  const outcome = (identity: string) => outcomeOf(service.auth.requestLoginCode(identity, caller));
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
