import { createKeyv } from '@keyv/redis';
import { afterEach, expect, it, vi } from 'vitest';
import { startRedis } from '../support/redis.js';
import { createTestAuth } from '../support/service.js';

afterEach(() => void vi.restoreAllMocks());

it.each([
  ['noeviction', 0],
  ['allkeys-lru', 1],
  // All records have an expiry, so these drop them too.
  ['volatile-ttl', 1],
])('check() warns once of a Redis that may drop counters: %s', async (policy, warnings) => {
  const redis = await startRedis({ args: ['--maxmemory', '100mb', '--maxmemory-policy', policy] });
  const cache = createKeyv(redis.url);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    const { auth } = createTestAuth({ cache });
    await auth.check();
    await auth.check();
    expect(warn.mock.calls.filter(([text]) => String(text).includes(policy))).toHaveLength(warnings);
  } finally {
    await cache.disconnect();
    await redis.stop();
  }
});
