import { startRedis } from '../../support/redis.js';

/** One Redis for all mistakes: tests would start one of their own each time. */
export default async (): Promise<() => Promise<void>> => {
  const redis = await startRedis();
  process.env.REDIS_URL = redis.url;
  return redis.stop;
};
