import { AuthError, retryAfterSeconds } from '../core/errors.js';
import type { ServiceParts } from './service-parts.js';

/**
 * Refuses everybody alike, whatever address they ask for, while no mail can be sent.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const requireHealth = async ({ health }: ServiceParts): Promise<void> => {
  const wait = await health.wait();
  if (wait > 0) throw new AuthError('DELIVERY_UNAVAILABLE', { retryAfter: retryAfterSeconds(wait) });
};
