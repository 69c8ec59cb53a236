import type { Reply } from '../core/caller.js';
import { AuthError, retryAfterSeconds } from '../core/errors.js';
import { pauseBefore } from './backoff.js';
import { freeCooldown } from './free-cooldown.js';
import { type FailedTry, type Mailing, trySending } from './send-code.js';
import type { ServiceParts } from './service-parts.js';
import type { ScheduledMailing } from './take-place.js';

/** What became of a mail: what is not delivered has failed for everybody, for its recipient, or for no known reason. */
type Outcome = 'delivered' | FailedTry['scope'];

/** Why there is nothing left to do for a mail; null where there is. D3: nobody needs a code that has expired. */
const endOf = ({ settings }: ServiceParts, { expiresAt, closing }: Mailing): string | null => {
  if (settings.clock() >= expiresAt) return 'CodeExpired';
  return closing?.aborted ? 'ServiceClosed' : null;
};

/** Drops a mail for which there is nothing left to do; null where there is. */
const drop = (parts: ServiceParts, mailing: Mailing): FailedTry | null => {
  const error = endOf(parts, mailing);
  if (error === null) return null;
  const { identity, address } = mailing;
  const failure = { scope: 'unknown', willRetry: false } as const;
  parts.emit({ type: 'code.delivery_failed', identity, ip: address.ip, step: 'delivery', error, ...failure });
  return { ...failure, isUnsent: true };
};

/** Lookup and mail. What fails is tried again while the code is valid. */
const deliver = async (parts: ServiceParts, mailing: Mailing, attempts: number): Promise<Outcome> => {
  for (let count = 1; ; count += 1) {
    const failure = drop(parts, mailing) ?? (await trySending(parts, mailing, count < attempts));
    if (failure) {
      const mail = mailing.long && !failure.willRetry && failure.isUnsent;
      // D1: whoever got no mail may ask again. Once: a pause that began later belongs to another request.
      await freeCooldown(parts, mailing, { pause: count === 1, mail });
    }
    if (!failure?.willRetry) return failure?.scope ?? 'delivered';
    if (!mailing.closing?.aborted) await parts.deferred.pause(pauseBefore(count));
  }
};

/** The mail begins: its place is free, whoever it is for. */
const begin =
  (parts: ServiceParts, { place, ...mailing }: ScheduledMailing, attempts: number) =>
  (closing: AbortSignal): Promise<Outcome> => {
    place.free();
    return deliver(parts, { ...mailing, closing }, attempts);
  };

/** E1: lookup and mail after the reply. How long they take, and whether there is a mail at all, is nobody's business. */
export const deliverAfterReply = (parts: ServiceParts, mailing: ScheduledMailing, reply: Reply): void => {
  const work = begin(parts, mailing, parts.settings.delivery.attempts);
  void parts.deferred.run(work, { ...reply, wait: mailing.wait });
};

const unavailable = ({ breaker }: ServiceParts) =>
  new AuthError('DELIVERY_UNAVAILABLE', { retryAfter: retryAfterSeconds(breaker.wait()) });

/**
 * Lookup and mail before the reply, once. A single bad recipient is an event, not an answer.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const deliverBeforeReply = async (parts: ServiceParts, mailing: ScheduledMailing): Promise<void> => {
  const outcome = await parts.deferred.run(begin(parts, mailing, 1), { wait: mailing.wait });
  if (outcome !== 'delivered' && outcome !== 'recipient') throw unavailable(parts);
};
