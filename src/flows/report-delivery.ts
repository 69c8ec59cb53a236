import { isMessageIdOf } from '../code/message-id.js';
import { isAuthError } from '../core/errors.js';
import type { DeliveryReport } from '../core/events.js';
import { oneOf } from '../core/validate.js';
import { parseIdentity } from './parse-identity.js';
import type { ServiceParts } from './service-parts.js';

const reportCheck = oneOf('bounced', 'complained');

/** An identity, or null: what a provider calls a recipient may be anything. */
const identityOf = (parts: ServiceParts, recipient: string): string | null => {
  try {
    return parseIdentity(parts.settings, recipient);
  } catch (error) {
    if (isAuthError(error)) return null;
    throw error;
  }
};

/**
 * Tells the operator what has become of a message. It changes nothing: the next request for a code has the same answer and
 * the same mail, or whoever asks would learn that a mail to this address came back.
 *
 * @throws {TypeError} for another report
 */
export const reportDelivery = (
  parts: ServiceParts,
  messageId: string,
  report: DeliveryReport,
  recipient: string,
): boolean => {
  reportCheck(report, 'report');
  const identity = identityOf(parts, recipient);
  if (identity === null || !isMessageIdOf(parts.secret, identity, messageId)) return false;
  parts.emit({ type: 'mail.reported', ip: null, identity, report });
  return true;
};
