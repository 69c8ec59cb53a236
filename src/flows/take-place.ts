import { AuthError, retryAfterSeconds } from '../core/errors.js';
import type { Place, PlaceRequest } from '../delivery/mail-queue.js';
import { freeCooldown } from './free-cooldown.js';
import type { Mailing } from './send-code.js';
import type { ServiceParts } from './service-parts.js';

/** Reports that there is no place, and makes the refusal. */
const refuseBusy = (
  { emit }: ServiceParts,
  ip: string | null,
  wait: number,
): AuthError<'DELIVERY_UNAVAILABLE'> => {
  const retryAfter = retryAfterSeconds(wait);
  emit({ type: 'limit.reached', ip, limit: 'delivery.queue', retryAfter });
  return new AuthError('DELIVERY_UNAVAILABLE', { retryAfter });
};

/** The refusal of a stranger who asks while the rest of the places is kept for networks that the identity knows. */
export const refuseCrowded = (parts: ServiceParts, ip: string | null): AuthError<'DELIVERY_UNAVAILABLE'> =>
  refuseBusy(parts, ip, parts.queue.untilCalm());

/**
 * Takes a place in the queue, at once. It is free again when the mail begins; where the request comes to nothing, it
 * must be given back.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const takePlace = (parts: ServiceParts, request: PlaceRequest): Place => {
  const place = parts.queue.take(request);
  if (place === null) throw refuseBusy(parts, request.address.ip, parts.queue.untilFree(request));
  return place;
};

/** A mail that has its start time. */
export interface ScheduledMailing extends Mailing {
  readonly place: Place;
  /** Milliseconds until its start time. */
  readonly wait: number;
}

/**
 * Gives a mail its start time.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const schedule = async (
  parts: ServiceParts,
  mailing: Mailing,
  place: Place,
): Promise<ScheduledMailing> => {
  const wait = place.schedule();
  if (wait !== null) return { ...mailing, place, wait };
  await freeCooldown(parts, mailing, { pause: true, mail: true });
  throw refuseBusy(parts, mailing.address.ip, parts.queue.untilFree(mailing));
};
