import { randomInt } from 'node:crypto';
import { AuthError, retryAfterSeconds } from '../core/errors.js';
import { countersToRelease } from './limits.js';
import type { Parts } from './parts.js';
import { requireHealth } from './require-health.js';
import { type FailedTry, type Mailing, trySending } from './send-code.js';

/** One second after the first try, five after the second, and so on, a fifth more or less. */
const backoff = (attempt: number): number => Math.min(5 ** (attempt - 1), 60) * randomInt(800, 1200);

/** The caller may ask again at once. If the cache is away too, the pause runs out by itself. */
const freeCooldown = async (parts: Parts, { identity, ip }: Mailing, { scope }: FailedTry): Promise<void> => {
  const { settings, store } = parts;
  const counters = countersToRelease(parts, identity, ip, scope === 'recipient');
  await store.release({ now: settings.clock(), counters }).catch(() => {});
};

/**
 * Lookup and mail, after the reply: how long they take, and whether there is a mail at all, is nobody's business. What
 * fails is tried again while the code is valid.
 */
export const deliverInBackground = async (parts: Parts, mailing: Mailing): Promise<void> => {
  const { attempts } = parts.settings.delivery;
  for (let count = 1; count <= attempts; count += 1) {
    const failure = await parts.background.inTurn(() => trySending(parts, mailing, count < attempts));
    if (failure && count === 1) await freeCooldown(parts, mailing, failure);
    if (!failure?.willRetry) return;
    await parts.background.pause(backoff(count));
    if (parts.settings.clock() >= mailing.expiresAt) return;
  }
};

const deliverOnce = async (parts: Parts, mailing: Mailing): Promise<void> => {
  const failure = await parts.background.inTurn(() => trySending(parts, mailing, false));
  if (!failure) return;
  await freeCooldown(parts, mailing, failure);
  if (failure.scope === 'recipient') return;
  throw new AuthError('DELIVERY_UNAVAILABLE', { retryAfter: retryAfterOf(parts) });
};

/**
 * Lookup and mail before the reply, once. A single bad recipient is an event, not an answer.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const deliverBeforeReply = (parts: Parts, mailing: Mailing): Promise<void> =>
  new Promise((resolve, reject) => {
    parts.background.run(() => deliverOnce(parts, mailing).then(resolve, reject), undefined);
  });

const retryAfterOf = ({ breaker }: Parts): number => retryAfterSeconds(breaker.wait());

/**
 * Refuses everybody alike while mail cannot be sent, before anything is counted or kept.
 *
 * @throws {AuthError} `DELIVERY_UNAVAILABLE`
 */
export const requireDelivery = async (parts: Parts, ip: string | null): Promise<void> => {
  await requireHealth(parts);
  if (!parts.background.isFull()) return;
  const retryAfter = retryAfterOf(parts);
  parts.emit({ type: 'limit.reached', ip, limit: 'delivery.queue', retryAfter });
  throw new AuthError('DELIVERY_UNAVAILABLE', { retryAfter });
};
