import { createKeyv } from '@keyv/redis';
import Keyv from 'keyv';
import { afterAll, beforeAll, describe } from 'vitest';
import { useRedis } from './redis.js';

/**
 * Runs the tests with a cache in memory and with one on a Redis; each service gets a cache that is empty.
 * `npm run test:fast` leaves the Redis out.
 */
export const describeBothStores = (name: string, tests: (openCache: () => Keyv) => void): void => {
  describe(`${name}, in memory`, () => tests(() => new Keyv()));
  describe.skipIf(process.env.TEST_STORES === 'memory')(`${name}, on Redis`, () => {
    let redis: Awaited<ReturnType<typeof useRedis>>;
    const caches: Keyv[] = [];
    beforeAll(async () => {
      redis = await useRedis();
    });
    afterAll(async () => {
      for (const cache of caches) {
        await cache.clear();
        await cache.disconnect();
      }
      await redis.stop();
    });
    tests(() => {
      const cache = createKeyv(redis.url, { namespace: `both-${process.pid}-${caches.length}` });
      caches.push(cache);
      return cache;
    });
  });
};
