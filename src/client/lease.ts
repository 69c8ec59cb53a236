import { isObject, parseJson } from './answers.js';
import { wallClock } from './clock.js';
import { randomName } from './random-name.js';
import type { WebStorage } from './safe-storage.js';
import { sleep } from './sleep.js';

/** Seconds: longer than a request may take. */
const leaseTime = 15;
/** Milliseconds until a lease that was written stands in the storages of all tabs. */
const settling = 20;

/** Who holds the lease. One that has ended counts for nothing, nor one that ends later than any can: a clock was set back. */
const ownerOf = (text: string | null): unknown => {
  const lease = parseJson(text ?? '');
  if (!isObject(lease) || typeof lease.until !== 'number') return null;
  const left = lease.until - wallClock();
  return left > 0 && left <= leaseTime * 1000 ? lease.owner : null;
};

/**
 * Runs something while no other tab does, by a lease in the storage they share. A storage has no atomic step: whoever has
 * written, waits and looks again. Where two get through all the same, or waiting took too long, the server sorts it out: within
 * `reuseGrace` both get the same tokens.
 */
export const withLease = async <Value>(
  storage: WebStorage,
  key: string,
  run: () => Promise<Value>,
): Promise<Value> => {
  const owner = randomName();
  const holder = () => ownerOf(storage.getItem(key));
  const end = wallClock() + leaseTime * 1000;
  for (let left = leaseTime * 1000; holder() !== owner && left > 0 && wallClock() <= end; left -= settling) {
    if (holder() === null)
      storage.setItem(key, JSON.stringify({ owner, until: wallClock() + leaseTime * 1000 }));
    await sleep(settling);
  }
  try {
    return await run();
  } finally {
    if (holder() === owner) storage.removeItem(key);
  }
};
