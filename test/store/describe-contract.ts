import type Keyv from 'keyv';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/port.js';
import { useRedis } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { rules } from './contract.js';

const options = { namespace: 'contract', timeout: 10_000, singleProcess: false };

/** Holds the store over a cache to every rule of the contract. */
export const describeContract = (name: string, open: () => Keyv | undefined): void => {
  describe(`the store over ${name}`, () => {
    let cache: Keyv | undefined;
    let store: Store;
    beforeAll(() => {
      cache = open();
      store = openStore(cache, options);
    });
    afterAll(async () => {
      await cache?.clear();
      await cache?.disconnect();
    });

    it.each(rules)('$id: $must', ({ run }) => run(store));
  });
};

/** The same for these of the ways in which users put a Redis behind a Keyv. */
export const describeContractOnRedis = (isMeant: (name: string) => boolean): void => {
  let redis: Awaited<ReturnType<typeof useRedis>>;
  beforeAll(async () => {
    redis = await useRedis();
  });
  afterAll(() => redis.stop());
  for (const [name, open] of redisCaches.filter(([name]) => isMeant(name)))
    describeContract(name, () => open(redis.url));
};
