import { callHarmlessly } from './harmless.js';
import { reading } from './plain-entries.js';
import { terminal } from './terminal.js';
import type { Check } from './validate.js';

/**
 * The `logger` option: who is told what an operator should know. `console`, pino and winston fit. Both are called as
 * methods of the object, with one sentence. No sentence holds a code, a token, a key or an address.
 */
export interface Logger {
  /** Somebody should look at it. What it throws changes nothing. */
  warn(message: string): unknown;
  /** Somebody should act: people cannot log in. What it throws changes nothing. */
  error(message: string): unknown;
}

/** An object with the two methods, whatever else it has. */
export const isLogger: Check = (value, option) => {
  const has = (name: keyof Logger) => typeof (value as Partial<Logger> | null)?.[name] === 'function';
  if (!reading(option, () => has('warn') && has('error'))) {
    throw new TypeError(`${option} must be an object with the methods warn and error, such as console`);
  }
};

/** The host's logger, which can break nothing; without one, the terminal. */
export const loggerOf = (given: Logger | undefined): Logger =>
  given === undefined
    ? terminal
    : {
        warn: (message) => callHarmlessly(() => given.warn(message)),
        error: (message) => callHarmlessly(() => given.error(message)),
      };
