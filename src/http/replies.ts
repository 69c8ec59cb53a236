import { setImmediate } from 'node:timers';
import { completionOf, type HostContext, type NodeResponse, nodeResponseOf } from './host-context.js';

const ignore = (): void => {};

/** `close` comes alone where the caller has hung up, perhaps before anybody listens. */
const whenSent = (response: NodeResponse): Promise<void> =>
  new Promise((resolve) => {
    if (response.writableFinished || response.destroyed) return resolve();
    const done = () => {
      response.off('finish', done);
      response.off('close', done);
      resolve();
    };
    response.once('finish', done);
    response.once('close', done);
  });

/**
 * When the answer has left, by the word of the host: Node's and Deno's have one. It never rejects.
 *
 * @returns undefined where the host does not tell, or where there will be no answer (a WebSocket)
 */
export const departureOf = (context: HostContext): Promise<void> | undefined => {
  const response = nodeResponseOf(context);
  if (response) return whenSent(response);
  const completion = completionOf(context);
  return completion && Promise.resolve(completion).then(ignore, ignore);
};

/** Tells when answers have left, with the help of Yoga where the host does not tell. */
export interface Replies {
  /**
   * Resolves when the answer to a request has left, to its last byte; on hosts that do not tell, in the turn after
   * `responded`. It never rejects. A stream may go on for hours: whoever waits needs a deadline.
   *
   * @returns undefined where there will be no answer (a WebSocket)
   */
  replied(context: HostContext): Promise<void> | undefined;
  /** To be called when Yoga has made its answer to a request. */
  responded(request: object): void;
}

interface Pending {
  readonly left: Promise<void>;
  readonly leave: () => void;
  /** Whether the host says itself when the answer leaves. */
  readonly hostTells: boolean;
}

const waitFor = (context: HostContext): Pending => {
  const departure = departureOf(context);
  let leave = ignore;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  void departure?.then(leave);
  return { left, leave, hostTells: departure !== undefined };
};

/** Keeps what waits for an answer by its request, which all operations of a batch share. */
export const createReplies = (): Replies => {
  const waiting = new WeakMap<object, Pending>();
  return {
    replied: (context) => {
      const { request } = context;
      if (!request) return undefined;
      const pending = waiting.get(request) ?? waitFor(context);
      waiting.set(request, pending);
      return pending.left;
    },
    responded: (request) => {
      const pending = waiting.get(request);
      if (pending && !pending.hostTells) setImmediate(pending.leave);
    },
  };
};
