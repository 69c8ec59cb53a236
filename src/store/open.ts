import type Keyv from 'keyv';
import { hearErrors } from './heard-errors.js';
import { createKeyvStore, type KeyvStoreOptions } from './keyv/keyv-store.js';
import { createMemoryStore } from './memory/memory-store.js';
import type { Store } from './port.js';
import { findRedis } from './redis/find-redis.js';
import { createRedisStore } from './redis/redis-store.js';

/** What decides which store fits a cache. */
export interface OpenStoreOptions extends KeyvStoreOptions {
  /** The user's word that no other process writes to this cache. */
  readonly singleProcess: boolean;
}

const isInMemory = (keyv: Keyv): boolean => {
  const adapter: unknown = keyv.store;
  // keyv 6 puts an adapter of its own around a Map.
  const inner =
    typeof adapter === 'object' && adapter !== null && 'store' in adapter ? adapter.store : adapter;
  // Maps that drop entries by themselves (an LRU) are classes of their own: they would drop counters.
  return inner instanceof Map && Object.getPrototypeOf(inner) === Map.prototype;
};

/**
 * The store that is exact on this cache; one in memory, which nobody else sees, where there is none.
 *
 * @throws {TypeError} where there is none
 */
export const openStore = (cache: Keyv | undefined, options: OpenStoreOptions): Store => {
  if (cache === undefined) return createMemoryStore();
  const redis = findRedis(cache);
  if (redis) {
    // Without a listener, an 'error' event of the adapter ends the process. The steps reject by themselves.
    hearErrors([cache]);
    return createRedisStore(redis, options);
  }
  if (!isInMemory(cache) && !options.singleProcess) {
    throw new TypeError(
      'cache is neither a plain Map in memory nor a Redis, and in another cache the counters that stop guessing are ' +
        'not exact: two processes can both count to one, and an LRU forgets. Use @keyv/redis; or, if this process is ' +
        'the only one that writes to the cache and the cache forgets nothing, say singleProcess: true',
    );
  }
  return createKeyvStore(cache, options);
};
