import { parseIp } from '../core/address.js';

/** Tells the caller's address; perhaps the host's own code, which may answer anything, or throw. */
type AskedForAddress = (context: object) => unknown;

/**
 * Asks for the address of a caller: one in its only spelling, or null, whatever comes back.
 *
 * @param warn - told where that was neither an address nor nothing
 */
export const askAddress = (addressOf: AskedForAddress, context: object, warn: () => void): string | null => {
  try {
    const answer = addressOf(context);
    const ip = parseIp(answer);
    if (ip === null && answer !== null && answer !== undefined) {
      // A promise, perhaps: it must not end the process.
      Promise.resolve(answer).catch(() => {});
      warn();
    }
    return ip;
  } catch {
    warn();
    return null;
  }
};
