import { resendCounters } from './limits.js';
import type { Parts } from './parts.js';
import type { Mailing } from './send-code.js';

/** The caller may ask again at once. If the cache is away too, the pause runs out by itself. */
export const freeCooldown = async (parts: Parts, { identity, ip }: Mailing): Promise<void> => {
  const { settings, store, secret } = parts;
  const counters = resendCounters(parts, secret.identityKeys(identity)[0], ip).map(({ key }) => key);
  await store.release({ now: settings.clock(), counters }).catch(() => {});
};
