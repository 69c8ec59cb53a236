import type { LoginCodeMessage, NoticeMessage } from '../delivery/message.js';

/** Milliseconds that a test waits for a mail. They begin when the answer has left, so they come at once or never. */
const patience = 5000;

/** The mails that a service has sent, and that no test has read. */
export interface Mailbox<Args extends object = object> {
  /**
   * The oldest unread mail to an identity; waits for one that is on its way.
   *
   * @throws {Error} where `claims` has not let the identity in, or your own code failed: `cause` is what `claims` threw. And
   * where no mail comes within 5 s
   */
  next(identity: string): Promise<LoginCodeMessage<Args>>;
  /** All unread mails, oldest first. */
  readonly unread: readonly LoginCodeMessage<Args>[];
  /** All notices of new networks (`mail.notifyNewNetwork`), oldest first. */
  readonly notices: readonly NoticeMessage<Args>[];
}

/** Why there is no mail. */
export interface Reason {
  readonly why: string;
  readonly cause?: unknown;
}

/** The error of a test that gets nothing. */
export const nothingCame = (what: string, { why, cause }: Reason): Error =>
  new Error(`${what}: ${why}.`, { cause });

interface Waiting<Args extends object> {
  readonly identity: string;
  readonly take: (message: LoginCodeMessage<Args>) => void;
  readonly giveUp: (reason: Reason) => void;
}

/** A mailbox, and what fills it. */
export interface FilledMailbox<Args extends object> extends Mailbox<Args> {
  /** A mail has come. */
  receive(message: LoginCodeMessage<Args>): void;
  receiveNotice(message: NoticeMessage<Args>): Promise<void>;
  /** There is no mail to an identity: whoever waits for one waits in vain. */
  disappoint(identity: string, reason: Reason): void;
}

/** @param parse - the one spelling of an identity; null for what is none */
export const createMailbox = <Args extends object>(
  parse: (identity: string) => string | null,
): FilledMailbox<Args> => {
  const unread: LoginCodeMessage<Args>[] = [];
  const notices: NoticeMessage<Args>[] = [];
  const waiting = new Set<Waiting<Args>>();
  /** Why the last mail to an identity did not come, until one does. */
  const reasons = new Map<string, Reason>();

  const waitFor = (identity: string): Promise<LoginCodeMessage<Args>> =>
    new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(entry);
      };
      const entry: Waiting<Args> = {
        identity,
        take: (message) => {
          end();
          resolve(message);
        },
        giveUp: (reason) => {
          end();
          reject(nothingCame('No mail came', reason));
        },
      };
      const nobody = { why: 'nobody has asked for a code within 5 s' };
      const timer = setTimeout(() => entry.giveUp(reasons.get(identity) ?? nobody), patience);
      waiting.add(entry);
    });

  const waitingFor = (identity: string) => [...waiting].find((entry) => entry.identity === identity);

  return {
    unread,
    notices,
    receiveNotice: async (message) => void notices.push(message),
    async next(given) {
      const identity = parse(given) ?? given;
      const index = unread.findIndex((message) => message.identity === identity);
      const [message] = index < 0 ? [] : unread.splice(index, 1);
      return message ?? waitFor(identity);
    },
    receive(message) {
      reasons.delete(message.identity);
      const first = waitingFor(message.identity);
      if (first) first.take(message);
      else unread.push(message);
    },
    disappoint(identity, reason) {
      reasons.set(identity, reason);
      waitingFor(identity)?.giveUp(reason);
    },
  };
};
