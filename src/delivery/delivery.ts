import { checksOf, type OptionTable } from '../core/option-table.js';
import { reading } from '../core/plain-entries.js';
import type { Terminal } from '../core/terminal.js';
import { type Check, callable, checkRecord, integer, oneOf, seconds } from '../core/validate.js';
import type { LoginCodeMessage, NoticeMessage } from './message.js';

/**
 * Brings a code to its user. It rejects when the message was not accepted; a `DeliveryError` says whom that concerns.
 * `nodemailerDelivery` makes one with `check` and `close`.
 */
export interface Delivery<Args extends object = object> {
  (message: LoginCodeMessage<Args>): Promise<void>;
  /**
   * Finds out whether mail can be sent at all, without sending any, and rejects if it cannot. It is asked when failures
   * look like everybody's trouble, at most once in five seconds. Without it, only an error that says it concerns
   * everybody stops requests for codes.
   */
  readonly check?: () => Promise<void>;
  /**
   * Brings a notice to the owner of an identity, for the option `mail.notifyNewNetwork`. It rejects as the delivery does. A
   * delivery without it is given codes and nothing else.
   */
  readonly notify?: (message: NoticeMessage<Args>) => Promise<void>;
  /** Closes what the delivery itself has opened. What is sent afterwards opens it again. */
  readonly close?: () => void;
}

/** The `delivery` option, where more is to be said than how to send. */
export interface DeliveryOptions<Args extends object = object> {
  /** Brings a code to its user; rejects when it could not. It may carry `check`, `notify` and `close`. */
  readonly send: Delivery<Args>;
  /**
   * `background`: the caller is answered first, so that the answer tells nothing about the address. `await`: the answer
   * waits for the mail, for sign-ups that are open to all; refused where there is a `claims` option, which could tell
   * addresses apart. Default: `'background'`.
   */
  readonly mode?: 'background' | 'await';
  /**
   * Messages that are meant to be under way at once: one begins each time a message usually takes, divided by this. It
   * is no upper bound, since a slow message does not keep the next one waiting. Default: 5.
   */
  readonly concurrency?: number;
  /**
   * Messages that may wait to begin, for half of the life of a code at most. Past it, and for networks that the identity
   * does not know past half of it: `DELIVERY_UNAVAILABLE`. Default: 1000.
   */
  readonly queue?: number;
  /** Tries per message in the background: the pauses are 1, 5, 25 and then 60 seconds, more or less. Default: 3. */
  readonly attempts?: number;
  /** Seconds that one try may take; then it is aborted. `guard` and `claims` may take as long. Default: 30. */
  readonly timeout?: number;
}

/** A function, with what it may carry. */
export const sendCheck: Check = (value, option) => {
  callable(value, option);
  for (const name of ['check', 'notify', 'close'] as const) {
    const carried = reading(`${option}.${name}`, () => (value as Delivery)[name]);
    if (carried !== undefined) callable(carried, `${option}.${name}`);
  }
};

/** The `delivery` option, row by row. */
export const deliveryTable = {
  // The terminal, except in production.
  send: { check: sendCheck, default: undefined },
  mode: { check: oneOf('background', 'await'), default: 'background' },
  concurrency: { check: integer(1, 1000), default: 5 },
  queue: { check: integer(1, 1_000_000), default: 1000 },
  attempts: { check: integer(1, 10), default: 3 },
  timeout: { check: seconds(0.01, 600), default: 30 },
} satisfies OptionTable<DeliveryOptions>;

/** A function that sends, or the long form. */
export const deliveryCheck: Check = (value, option) => {
  if (typeof value === 'function') return sendCheck(value, option);
  if (typeof value !== 'object' || value === null) callable(value, option);
  const options = checkRecord<Partial<DeliveryOptions>>(value, option, checksOf(deliveryTable));
  callable(options.send, `${option}.send`);
  return options;
};

/** For development: the code goes to whoever sits at the terminal. */
export const createTerminalDelivery = (terminal: Terminal): Delivery => {
  const send: Delivery = async ({ identity, code, expiresIn }) =>
    terminal.print(`Login code for ${identity}: ${code} (valid for ${expiresIn} s)`);
  const notify: Delivery['notify'] = async ({ identity, network }) =>
    terminal.print(`Notice for ${identity}: a login from the new network ${network}`);
  return Object.assign(send, { notify });
};
