import Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/port.js';
import { useRedis } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { rules } from './contract.js';

const options = { namespace: 'contract', timeout: 10_000, singleProcess: false };
let redis: Awaited<ReturnType<typeof useRedis>>;
beforeAll(async () => {
  redis = await useRedis();
});
afterAll(() => redis.stop());

describe.each([
  ['keyv 5', () => new Keyv()],
  // Boundary: the two versions differ in types, not in what is called here.
  ['keyv 6', () => new Keyv6() as unknown as Keyv],
  ...redisCaches,
] as const)('the store over %s', (_, open) => {
  let cache: Keyv;
  let store: Store;
  beforeAll(() => {
    cache = open(redis.url);
    store = openStore(cache, options);
  });
  afterAll(async () => {
    await cache.clear();
    await cache.disconnect();
  });

  it.each(rules)('$id: $must', ({ run }) => run(store));
});
