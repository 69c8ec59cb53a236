import type { LoginCodeMessage, NoticeMessage } from '../delivery/message.js';

/** Milliseconds that a test waits for a mail. They begin when the answer has left, so they come at once or never. */
const patience = 5000;

/** The mails that a service has sent, and that no test has read. */
export interface Mailbox<Args extends object = object> {
  /**
   * The oldest unread mail to an identity; waits for one that is on its way.
   *
   * @throws {Error} where `claims` has not let the identity in, or no mail comes within 5 s
   */
  next(identity: string): Promise<LoginCodeMessage<Args>>;
  /** All unread mails, oldest first. */
  readonly unread: readonly LoginCodeMessage<Args>[];
  /** All notices of new networks (`mail.notifyNewNetwork`), oldest first. */
  readonly notices: readonly NoticeMessage<Args>[];
}

interface Waiting<Args extends object> {
  readonly identity: string;
  readonly take: (message: LoginCodeMessage<Args>) => void;
  readonly giveUp: (why: string) => void;
}

/** A mailbox, and what fills it. */
export interface FilledMailbox<Args extends object> extends Mailbox<Args> {
  /** A mail has come. */
  receive(message: LoginCodeMessage<Args>): void;
  receiveNotice(message: NoticeMessage<Args>): Promise<void>;
  /** `claims` has not let an identity in: whoever waits for a mail to it waits in vain. */
  disappoint(identity: string): void;
}

/** @param parse - the one spelling of an identity; null for what is none */
export const createMailbox = <Args extends object>(
  parse: (identity: string) => string | null,
): FilledMailbox<Args> => {
  const unread: LoginCodeMessage<Args>[] = [];
  const notices: NoticeMessage<Args>[] = [];
  const waiting = new Set<Waiting<Args>>();

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
        giveUp: (why) => {
          end();
          reject(new Error(`No mail came: ${why}.`));
        },
      };
      const timer = setTimeout(() => entry.giveUp('nobody has asked for a code within 5 s'), patience);
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
      const first = waitingFor(message.identity);
      if (first) first.take(message);
      else unread.push(message);
    },
    disappoint(identity) {
      waitingFor(identity)?.giveUp('the option claims has not let this identity in');
    },
  };
};
