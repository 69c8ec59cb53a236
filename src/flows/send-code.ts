import { withDeadline } from '../core/deadline.js';
import { type DeliveryFailure, failureOf } from '../core/delivery-failure.js';
import { AuthError } from '../core/errors.js';
import { errorName } from '../core/events.js';
import { writeMessage } from '../mail/message.js';
import { askClaims } from './ask-claims.js';
import type { Parts } from './parts.js';

/** A code on its way. */
export interface Mailing {
  readonly identity: string;
  readonly code: string;
  /** Milliseconds since 1970; past it nobody needs the mail any more. */
  readonly expiresAt: number;
  readonly ip: string | null;
  /** Aborts when the service closes and cannot wait any longer. */
  readonly closing?: AbortSignal;
}

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
  const { settings, durations, breaker, emit } = parts;
  const { identity, code, ip } = mailing;
  if (!(await isAllowed(parts, mailing))) return;
  const message = writeMessage(identity, code, settings.loginCode.lifetime);
  const bring = () => withDeadline(() => settings.delivery.send(message), settings.delivery.timeout * 1000);
  await durations.measure(identity, bring);
  breaker.succeeded();
  emit({ type: 'code.sent', ip, identity });
};

/** Why one try came to nothing. */
export interface FailedTry {
  readonly scope: DeliveryFailure['scope'];
  readonly willRetry: boolean;
}

/** Looks up and mails once, and answers with what went wrong, if anything did. */
export const trySending = async (
  parts: Parts,
  mailing: Mailing,
  mayRetry: boolean,
): Promise<FailedTry | null> => {
  try {
    await send(parts, mailing);
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
