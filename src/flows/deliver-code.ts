import { randomInt } from 'node:crypto';
import type { Caller } from '../core/caller.js';
import { AuthError, retryAfterSeconds } from '../core/errors.js';
import type { Place } from '../core/mail-queue.js';
import { resendCounters } from './limits.js';
import type { Parts } from './parts.js';
import { type FailedTry, type Mailing, trySending } from './send-code.js';

/** What became of a mail: what is not delivered has failed for everybody, for its recipient, or for no known reason. */
type Outcome = 'delivered' | FailedTry['scope'];

const unavailable = (wait: number) =>
  new AuthError('DELIVERY_UNAVAILABLE', { retryAfter: retryAfterSeconds(wait) });

/** One second after the first try, five after the second, and so on, a fifth more or less. */
const backoff = (attempt: number): number => Math.min(5 ** (attempt - 1), 60) * randomInt(800, 1200);

/** The caller may ask again at once. If the cache is away too, the pause runs out by itself. */
const freeCooldown = async (parts: Parts, { identity, ip }: Mailing): Promise<void> => {
  const { settings, store, secret } = parts;
  const counters = resendCounters(parts, secret.identityKeys(identity)[0], ip).map(({ key }) => key);
  await store.release({ now: settings.clock(), counters }).catch(() => {});
};

/** Nobody needs a code that has expired. */
const drop = async (parts: Parts, mailing: Mailing): Promise<Outcome> => {
  const { identity, ip } = mailing;
  parts.emit({ type: 'code.delivery_failed', identity, ip, error: 'CodeExpired', willRetry: false });
  await freeCooldown(parts, mailing);
  return 'unknown';
};

/** Lookup and mail. What fails is tried again while the code is valid. */
const deliver = async (parts: Parts, mailing: Mailing, attempts: number): Promise<Outcome> => {
  for (let count = 1; ; count += 1) {
    if (parts.settings.clock() >= mailing.expiresAt) return drop(parts, mailing);
    const failure = await trySending(parts, mailing, count < attempts);
    if (failure && count === 1) await freeCooldown(parts, mailing);
    if (!failure?.willRetry || mailing.closing?.aborted) return failure?.scope ?? 'delivered';
    await parts.deferred.pause(backoff(count));
  }
};

/** Puts the mail at its place. How long it takes, and whether there is one at all, is nobody's business. */
export const deliverAfterReply = (parts: Parts, mailing: Mailing, place: Place, caller: Caller): void => {
  const work = (closing: AbortSignal) => {
    place.free();
    return deliver(parts, { ...mailing, closing }, parts.settings.delivery.attempts);
  };
  const { replied, waitUntil } = caller;
  void parts.deferred.run(work, { wait: place.schedule(), replied, waitUntil });
};

/**
 * Lookup and mail before the reply, once. A single bad recipient is an event, not an answer.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const deliverBeforeReply = async (parts: Parts, mailing: Mailing, place: Place): Promise<void> => {
  const work = (closing: AbortSignal) => {
    place.free();
    return deliver(parts, { ...mailing, closing }, 1);
  };
  const outcome = await parts.deferred.run(work, { wait: place.schedule() });
  if (outcome !== 'delivered' && outcome !== 'recipient') throw unavailable(parts.breaker.wait());
};

/**
 * Refuses everybody alike while mail cannot be sent, before anything is counted or kept.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const requireDelivery = ({ breaker }: Parts): void => {
  const wait = breaker.wait();
  if (wait > 0) throw unavailable(wait);
};

/** Reports that there is no place, and makes the refusal. */
const refuseBusy = ({ emit }: Parts, ip: string | null, wait: number): AuthError<'DELIVERY_UNAVAILABLE'> => {
  emit({ type: 'limit.reached', ip, limit: 'delivery.queue', retryAfter: retryAfterSeconds(wait) });
  return unavailable(wait);
};

/** The refusal of a stranger who asks while the rest of the places is kept for networks that the identity knows. */
export const refuseCrowded = (parts: Parts, ip: string | null): AuthError<'DELIVERY_UNAVAILABLE'> =>
  refuseBusy(parts, ip, parts.queue.untilCalm());

/**
 * Takes a place in the queue, at once. It is free again when the mail begins; where the request comes to nothing, it
 * must be given back.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const takePlace = (parts: Parts, identity: string, ip: string | null): Place => {
  const { place, wait } = parts.queue.take({ ip, identity });
  if (place === null) throw refuseBusy(parts, ip, wait);
  return place;
};
