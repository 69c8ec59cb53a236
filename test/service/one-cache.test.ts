import { setImmediate as nextTurn } from 'node:timers/promises';
import Keyv from 'keyv';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { createKeyv6 } from '../support/keyv6.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { redisCaches } from '../support/redis-caches.js';
import { reasonOf, signingKey } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

/** What Node and the libraries warn of meanwhile. */
const warningsOf = async (work: () => unknown): Promise<readonly unknown[]> => {
  const warnings: unknown[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning.message);
  process.on('warning', onWarning);
  const warn = vi.spyOn(console, 'warn').mockImplementation((message) => void warnings.push(message));
  try {
    await work();
    await nextTurn();
  } finally {
    process.off('warning', onWarning);
    warn.mockRestore();
  }
  return warnings;
};

/** All, or one of each client. */
const caches = howMuch({
  quick: redisCaches.filter(([name]) => /^@keyv\/\w+$/.test(name)),
  slow: redisCaches,
});

const makeServices = (cache: Keyv) =>
  Array.from({ length: howMuch({ quick: 12, slow: 101 }) }, () =>
    createEmailAuth({ cache, signingKey, storeTimeout: 1, onEvent: () => {} }),
  );

const opened: Keyv[] = [];
const keep = (cache: Keyv): Keyv => {
  opened.push(cache);
  return cache;
};

afterEach(() => Promise.all(opened.splice(0).map((cache) => cache.disconnect())));

describe('many services over one cache have one listener', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it.each([
    ['keyv 5 in memory', () => new Keyv()],
    ['keyv 6 in memory', () => createKeyv6()],
    ...caches.map(([name, open]) => [name, () => open(redis.url)] as const),
  ] as const)('%s', async (_, open) => {
    const cache = keep(open());
    expect(await warningsOf(() => makeServices(cache))).toEqual([]);
  });
});

it.each(caches)('has one listener while they wait for a connection: %s', async (_, open) => {
  const redis = await startRedis();
  try {
    const services = makeServices(keep(open(redis.url)));
    await vi.waitFor(() => services[0]?.check(), { timeout: 20_000 });
    await redis.kill();
    const ask = () => Promise.all(services.map((auth) => reasonOf(auth.sessions('a@example.com'))));
    expect(
      await warningsOf(async () => expect(new Set(await ask())).toEqual(new Set(['SERVICE_UNAVAILABLE']))),
    ).toEqual([]);
  } finally {
    await redis.stop();
  }
});
