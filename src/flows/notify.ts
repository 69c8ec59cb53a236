import { makeMessageId } from '../code/message-id.js';
import type { ParsedCaller, Reply } from '../core/caller.js';
import type { Question } from '../core/question.js';
import { pauseBefore } from './backoff.js';
import { type Notice, tryNotifying } from './send-notice.js';
import type { ServiceParts } from './service-parts.js';

/** Whom to tell, and of what. */
export interface NewNetwork extends Pick<Notice, 'identity' | 'session' | 'loggedInAt'> {
  readonly caller: ParsedCaller;
  readonly question: Question;
}

/** Sends a notice. What fails is tried again, as with a code. */
const deliver = async (parts: ServiceParts, notice: Notice): Promise<void> => {
  const { attempts } = parts.settings.delivery;
  for (let count = 1; ; count += 1) {
    const willRetry = await tryNotifying(parts, notice, count < attempts);
    if (!willRetry) return;
    if (!notice.closing?.aborted) await parts.deferred.pause(pauseBefore(count));
  }
};

/**
 * M3: Tells the owner of an identity of a login from a new network, after the answer has left. A code is right once, so
 * there is a notice for a mail with a code at most. It takes no place and no start time of those mails: nobody who fills
 * the queue can keep it from being sent.
 */
export const notifyAfterReply = (
  parts: ServiceParts,
  { caller, question, ...login }: NewNetwork,
  reply: Reply,
): void => {
  const { ip, displayNetwork: network } = caller.address;
  const notice = { id: makeMessageId(parts.secret, login.identity), ...login, ip, network, question };
  void parts.deferred.run((closing) => deliver(parts, { ...notice, closing }), { ...reply, wait: 0 });
};
