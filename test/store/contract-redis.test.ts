import { afterAll, beforeAll } from 'vitest';
import { useRedis } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { describeContract } from './describe-contract.js';

let redis: Awaited<ReturnType<typeof useRedis>>;
beforeAll(async () => {
  redis = await useRedis();
});
afterAll(() => redis.stop());

for (const [name, open] of redisCaches) describeContract(name, () => open(redis.url));
