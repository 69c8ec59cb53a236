import { type Address, parseAddress } from '../core/address.js';

/** Tells the caller's address; perhaps the host's own code, which may answer anything, or throw. */
type AskedForAddress = (context: object) => unknown;

/**
 * Asks for the address of a caller: parsed, or not known, whatever comes back.
 *
 * @param warn - told where that was neither an address nor nothing
 */
export const askAddress = (addressOf: AskedForAddress, context: object, warn: () => void): Address => {
  try {
    const answer = addressOf(context);
    const address = parseAddress(answer);
    if (address.ip === null && answer !== address && answer !== null && answer !== undefined) {
      // A promise, perhaps: it must not end the process.
      Promise.resolve(answer).catch(() => {});
      warn();
    }
    return address;
  } catch {
    warn();
    return parseAddress(null);
  }
};
