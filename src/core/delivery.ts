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
export type Delivery = (message: LoginCodeMessage) => Promise<void>;

/** For development: the code goes to whoever sits at the terminal. */
export const createTerminalDelivery =
  (terminal: Terminal): Delivery =>
  async ({ identity, code, expiresIn }) =>
    terminal.print(`Login code for ${identity}: ${code} (valid for ${expiresIn} s)`);
