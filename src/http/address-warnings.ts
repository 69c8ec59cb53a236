import { warnOnce } from '../core/warn-once.js';
import { describeHost } from './host-name.js';

/** Says, each once, why callers share their limits. */
export interface AddressWarnings {
  /** A caller has no address. */
  unknown(): void;
  /** What should tell the address threw, or its answer was none. */
  wrong(): void;
}

/** @param warn - told of each once */
export const createAddressWarnings = (warn: (message: string) => void): AddressWarnings => ({
  unknown: warnOnce(
    warn,
    () =>
      "The caller's address is not known, so all such callers share one set of limits, a hundred times that of one. " +
      'Say where your host has it: useEmailAuth(auth, { ip: (ctx) => … }), or caller.ip where you call the service. ' +
      `The host is ${describeHost()}.`,
  ),
  wrong: warnOnce(
    warn,
    () =>
      "What should tell the caller's address (the option ip of useEmailAuth, or addressOf of auth.context) threw, or " +
      'its answer was neither an address nor null. Such callers count as unknown, and share one set of limits.',
  ),
});
