import { countersToRelease } from './limits.js';
import type { Parts } from './parts.js';
import type { FailedTry, Mailing } from './send-code.js';

/** The caller may ask again at once. If the cache is away too, the pause runs out by itself. */
export const freeCooldown = async (
  parts: Parts,
  { identity, ip, long }: Pick<Mailing, 'identity' | 'ip' | 'long'>,
  scope: FailedTry['scope'],
): Promise<void> => {
  const { settings, store } = parts;
  const counters = countersToRelease(parts, identity, ip, long && scope !== 'recipient');
  await store.release({ now: settings.clock(), counters }).catch(() => {});
};
