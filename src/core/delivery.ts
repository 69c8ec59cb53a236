import type { Terminal } from './terminal.js';

/** A code on its way to its user. */
export interface LoginCodeMessage {
  /** Where it goes: the identity, normalised. */
  readonly identity: string;
  /** The code. Whoever sees it can log in: it must not be logged. */
  readonly code: string;
  /** Seconds for which the code is valid. */
  readonly expiresIn: number;
  /** A subject line that holds the code, for notifications. */
  readonly subject: string;
  /** Plain text, with the code alone on its line, and without links. */
  readonly text: string;
  /** The same in HTML. */
  readonly html: string;
  /** BCP 47 tag of the language that it is written in. */
  readonly locale: string;
}

/** Brings a code to its user; rejects when it could not. */
export interface Delivery {
  (message: LoginCodeMessage): Promise<void>;
  /** Closes what the delivery itself has opened. What is sent afterwards opens it again. */
  readonly close?: () => void;
}

/** The `delivery` option, where more is to be said than how to send. */
export interface DeliveryOptions {
  /** Brings a code to its user; rejects when it could not. */
  readonly send: Delivery;
  /**
   * `background`: the caller is answered first, so that the answer tells nothing about the address. `await`: the answer
   * waits for the mail, for sign-ups that are open to all; refused where there is a `claims` option, which could tell
   * addresses apart. Default: `'background'`.
   */
  readonly mode?: 'background' | 'await';
  /**
   * Messages that are meant to be under way at once. They start one interval apart, which is the usual duration of a
   * message divided by this number. It never waits for a message to end: that would tell which addresses are known.
   * Default: 5.
   */
  readonly concurrency?: number;
  /**
   * Requests that may wait for their message to start; past it: `DELIVERY_UNAVAILABLE`. One network has at most a
   * hundredth of them, or `limits.requestsPerIp` where that is more. The second half is for networks from which the
   * identity has logged in before. However slow mail is, a full queue starts within half the life of a code.
   * Default: 1000.
   */
  readonly queue?: number;
  /** Tries per message in the background, a second and then five seconds apart. Default: 3. */
  readonly attempts?: number;
  /** Seconds that one try may take. Default: 30. */
  readonly timeout?: number;
}

/** For development: the code goes to whoever sits at the terminal. */
export const createTerminalDelivery =
  (terminal: Terminal): Delivery =>
  async ({ identity, code, expiresIn }) =>
    terminal.print(`Login code for ${identity}: ${code} (valid for ${expiresIn} s)`);
