import { systemClock } from '../core/clock.js';
import { callHarmlessly } from '../core/harmless.js';
import { list } from '../core/validate.js';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.js';
import { type Delivery, sendCheck } from './delivery.js';
import { failureOf } from './delivery-failure.js';
import { type FailureOfOne, SeveralFailed } from './failure/several.js';
import type { LoginCodeMessage, Message, NoticeMessage } from './message.js';

/**
 * Told when one of the deliveries has failed, also where the next one then brings the message.
 *
 * @param error what it has thrown, which may hold an address
 * @param index which one, from 0
 */
export type FallbackListener = (error: unknown, index: number) => void;

type Send<Sent extends Message> = (message: Sent) => Promise<void>;

/** One of the deliveries, for messages of one kind. */
interface Member<Sent extends Message> {
  readonly send: Send<Sent>;
  readonly index: number;
  /** Open after a failure for everybody: then the others go first for a while. */
  readonly breaker: CircuitBreaker;
}

/**
 * Sends with a part of the time. Only the delivery knows whether it has handed anything over, so its word is waited for. The
 * timer is our own: Node may collect an `AbortSignal.timeout` of which only `AbortSignal.any` knows (nodejs/node#57736).
 */
const sendWithShare = async <Sent extends Message>(
  send: Send<Sent>,
  message: Sent,
  parts: number,
): Promise<void> => {
  const timeout = message.timeout / parts;
  const share = new AbortController();
  const over = () => share.abort(new DOMException('Its share of the time is over.', 'TimeoutError'));
  const end = () => share.abort(message.signal.reason);
  if (message.signal.aborted) end();
  const timer = setTimeout(over, timeout * 1000);
  message.signal.addEventListener('abort', end, { once: true });
  try {
    await send({ ...message, timeout, signal: share.signal });
  } finally {
    clearTimeout(timer);
    message.signal.removeEventListener('abort', end);
  }
};

/** Sends with one, in so many parts of the time; answers with why it came to nothing, or null. */
const tryOne = async <Sent extends Message>(
  { send, breaker }: Member<Sent>,
  message: Sent,
  parts: number,
): Promise<FailureOfOne | null> => {
  const term = breaker.term();
  try {
    await (parts === 1 ? send(message) : sendWithShare(send, message, parts));
    breaker.succeeded();
    return null;
  } catch (error) {
    const failure = failureOf(error, message.identity);
    if (failure.scope === 'everybody') breaker.failed(term);
    return { error, failure };
  }
};

/** In the order given, but those that seem to be down last. */
const inOrder = <Sent extends Message>(members: readonly Member<Sent>[]): readonly Member<Sent>[] =>
  [...members].sort((one, other) => one.breaker.wait() - other.breaker.wait());

const sendBy =
  <Sent extends Message>(members: readonly Member<Sent>[], onFailure: FallbackListener | undefined) =>
  async (message: Sent): Promise<void> => {
    const failures: FailureOfOne[] = [];
    for (const member of inOrder(members)) {
      const isLast = failures.length === members.length - 1;
      const failed = await tryOne(member, message, isLast ? 1 : members.length);
      if (failed === null) return;
      callHarmlessly(() => onFailure?.(failed.error, member.index));
      failures.push(failed);
      // D3: the next one is asked only where this one has surely not accepted the message.
      if (isLast || failed.failure.mayBeAccepted || message.signal.aborted)
        throw new SeveralFailed(failures, isLast);
    }
  };

type Carrying = Pick<Delivery, 'check' | 'close'>;

/** Mail can be sent where one of them can send it. That none can, only deliveries that all have a `check` tell. */
const checkBy = (deliveries: readonly Carrying[]): Delivery['check'] => {
  if (deliveries.some(({ check }) => check === undefined)) return undefined;
  return async () => {
    const checks = deliveries.map(async (delivery) => delivery.check?.());
    await Promise.any(checks).catch(async () => checks[0]);
  };
};

const deliveriesCheck = list(sendCheck, 'deliveries', { min: 2, max: 10 });

/**
 * Sends with the first delivery, and with the next one where that has surely not taken the message: it refused, or its
 * part of the time was over before it had handed anything over. So nobody gets a code twice. A delivery that was late and
 * may have taken the message is the last that is asked: its user asks for another code.
 *
 * A delivery that fails for everybody goes last for 5 seconds, then for longer, up to a minute. It carries `check` where all
 * of them do, which passes where one does, and `notify` where one of them does.
 *
 * @param deliveries 2 to 10 of them, the preferred first. Each has the same part of the time, the last all that is left
 * @param onFailure told of each failure: without it you do not hear of those after which another has sent the message
 * @throws {TypeError} for anything else
 * @example
 * delivery: fallback([nodemailerDelivery({ transport: process.env.SMTP_URL, from }), second], (error, index) => report(error, index))
 */
export const fallback = <Args extends object = object>(
  deliveries: readonly [Delivery<Args>, Delivery<Args>, ...Delivery<Args>[]],
  onFailure?: FallbackListener,
): Delivery<Args> => {
  deliveriesCheck(deliveries, 'deliveries');
  const all = deliveries.map((delivery, index) => {
    return { delivery, index, breaker: createCircuitBreaker(systemClock) };
  });
  const senders = all.map(({ delivery, ...member }): Member<LoginCodeMessage<Args>> => {
    return { ...member, send: (message) => delivery(message) };
  });
  const notifiers = all.flatMap(({ delivery, ...member }): Member<NoticeMessage<Args>>[] => {
    const { notify } = delivery;
    return notify ? [{ ...member, send: (message) => notify(message) }] : [];
  });
  const check = checkBy(deliveries);
  const close = () => {
    for (const delivery of deliveries) callHarmlessly(() => delivery.close?.());
  };
  return Object.assign(
    sendBy(senders, onFailure),
    { close },
    check && { check },
    notifiers.length > 0 && { notify: sendBy(notifiers, onFailure) },
  );
};
