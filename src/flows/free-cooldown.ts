import { longMailCounters, resendCounters } from './counters.js';
import type { Mailing } from './send-code.js';
import type { ServiceParts } from './service-parts.js';

/** What is given back of a mail that failed. */
export interface Freed {
  /** The caller may ask again at once. */
  readonly pause: boolean;
  /**
   * Somebody may have another long code mailed at once. Only where this mail is over and surely did not get out: or
   * strangers could have mails sent without end, to a mailbox that refuses them or is late to say that it took them.
   */
  readonly mail: boolean;
}

/** Gives back what a mail that failed has counted. If the cache is away too, it runs out by itself. */
export const freeCooldown = async (
  parts: ServiceParts,
  { identity, address, expiresAt }: Pick<Mailing, 'identity' | 'address' | 'expiresAt'>,
  { pause, mail }: Freed,
): Promise<void> => {
  if (!pause && !mail) return;
  const { settings, secret, store } = parts;
  const namesOf = (counters: readonly { readonly name: string }[]) => counters.map(({ name }) => name);
  await store
    .release({
      now: settings.clock(),
      counters: pause ? namesOf(resendCounters(parts, secret.identityNames(identity)[0], address)) : [],
      ...(mail && { mail: { counters: namesOf(longMailCounters(parts, identity)), expiresAt } }),
    })
    .catch(() => {});
};
