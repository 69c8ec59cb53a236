import { randomInt } from 'node:crypto';
import { withDeadline } from '../core/deadline.js';
import { type DeliveryFailure, failureOf } from '../core/delivery-failure.js';
import { AuthError, retryAfterSeconds } from '../core/errors.js';
import { errorName } from '../core/events.js';
import { writeMessage } from '../mail/message.js';
import { askClaims } from './ask-claims.js';
import { resendCounters } from './limits.js';
import type { Parts } from './parts.js';

/** A code on its way. */
export interface Mailing {
  readonly identity: string;
  readonly code: string;
  /** Milliseconds since 1970; past it nobody needs the mail any more. */
  readonly expiresAt: number;
  readonly ip: string | null;
}

/** One second after the first try, five after the second, and so on, a fifth more or less. */
const backoff = (attempt: number): number => Math.min(5 ** (attempt - 1), 60) * randomInt(800, 1200);

/** A lookup that hangs says nothing about the mail server. */
const isAllowed = async (parts: Parts, { identity, ip }: Mailing): Promise<boolean> => {
  try {
    const lookup = () => askClaims(parts, identity, { phase: 'request', ip });
    return (await withDeadline(lookup, parts.settings.delivery.timeout * 1000)) !== null;
  } catch {
    throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });
  }
};

const send = async (parts: Parts, mailing: Mailing): Promise<void> => {
  const { settings, breaker, emit } = parts;
  const { identity, code, ip } = mailing;
  if (!(await isAllowed(parts, mailing))) return;
  const message = writeMessage(identity, code, settings.loginCode.lifetime);
  await withDeadline(() => settings.delivery.send(message), settings.delivery.timeout * 1000);
  breaker.succeeded();
  emit({ type: 'code.sent', ip, identity });
};

/** The caller may ask again at once. If the cache is away too, the pause runs out by itself. */
const freeCooldown = async (parts: Parts, { identity, ip }: Mailing): Promise<void> => {
  const { settings, store, secret } = parts;
  const counters = resendCounters(parts, secret.identityKeys(identity)[0], ip).map(({ key }) => key);
  await store.release({ now: settings.clock(), counters }).catch(() => {});
};

interface Failure {
  readonly scope: DeliveryFailure['scope'];
  readonly willRetry: boolean;
}

/** Tries once, and answers with what went wrong, if anything did. */
const attempt = async (parts: Parts, mailing: Mailing, mayRetry: boolean): Promise<Failure | null> => {
  try {
    await parts.background.inTurn(() => send(parts, mailing));
    return null;
  } catch (error) {
    const { scope, permanent } = failureOf(error);
    if (scope === 'everybody') parts.breaker.failed();
    // Whoever refuses a recipient can be reached.
    if (scope === 'recipient') parts.breaker.succeeded();
    const willRetry = mayRetry && !permanent;
    const { identity, ip } = mailing;
    parts.emit({ type: 'code.delivery_failed', ip, identity, error: errorName(error), willRetry });
    return { scope, willRetry };
  }
};

/**
 * Lookup and mail, after the reply: how long they take, and whether there is a mail at all, is nobody's business. What
 * fails is tried again while the code is valid.
 */
export const deliverInBackground = async (parts: Parts, mailing: Mailing): Promise<void> => {
  const { attempts } = parts.settings.delivery;
  for (let count = 1; count <= attempts; count += 1) {
    const failure = await attempt(parts, mailing, count < attempts);
    if (failure && count === 1) await freeCooldown(parts, mailing);
    if (!failure?.willRetry) return;
    await parts.background.pause(backoff(count));
    if (parts.settings.clock() >= mailing.expiresAt) return;
  }
};

const deliverOnce = async (parts: Parts, mailing: Mailing): Promise<void> => {
  const failure = await attempt(parts, mailing, false);
  if (!failure) return;
  await freeCooldown(parts, mailing);
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
export const requireDelivery = (parts: Parts, ip: string | null): void => {
  const full = parts.background.isFull();
  if (!full && parts.breaker.wait() === 0) return;
  const retryAfter = retryAfterOf(parts);
  if (full) parts.emit({ type: 'limit.reached', ip, limit: 'delivery.queue', retryAfter });
  throw new AuthError('DELIVERY_UNAVAILABLE', { retryAfter });
};
