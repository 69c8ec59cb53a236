import { createKeyv } from '@keyv/redis';
import * as fc from 'fast-check';
import Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyvStore } from '../../src/store/keyv-store.js';
import { findRedis } from '../../src/store/redis/find-redis.js';
import { createRedisStore } from '../../src/store/redis/redis-store.js';
import { useRedis } from '../support/redis.js';
import { carryOut, stepSequences } from '../support/step-arbitraries.js';

const timeout = 10_000;

describe('the two stores', () => {
  let redis: Awaited<ReturnType<typeof useRedis>>;
  let keyv: Keyv;
  beforeAll(async () => {
    redis = await useRedis();
    keyv = createKeyv(redis.url, { namespace: 'differential' });
  });
  afterAll(async () => {
    await keyv.clear();
    await keyv.disconnect();
    await redis.stop();
  });

  it('answer random sequences of steps alike', async () => {
    const seed = Number(process.env.SEED ?? (Math.random() * 0x7fffffff) | 0);
    console.info(`differential test: SEED=${seed}`);
    const found = findRedis(keyv);
    if (!found) throw new Error('no Redis behind this Keyv');
    let sequences = 0;
    let answers: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(stepSequences(40), async (sequence) => {
        sequences += 1;
        const namespace = `run-${process.pid}-${sequences}`;
        const inMemory = createKeyvStore(new Keyv(), { namespace, timeout });
        const onRedis = createRedisStore(found, { namespace, timeout });
        const expected = await carryOut(inMemory, sequence);
        expect(await carryOut(onRedis, sequence)).toEqual(expected);
        for (const result of expected) {
          const outcome = (result as { outcome?: string } | undefined)?.outcome ?? typeof result;
          answers = { ...answers, [outcome]: (answers[outcome] ?? 0) + 1 };
        }
      }),
      { numRuns: 1500, seed, endOnFailure: false },
    );
    expect(sequences).toBeGreaterThanOrEqual(1000);
    // The sequences reach what matters.
    const outcomes = [
      'issued',
      'joined',
      'crowded',
      'limited',
      'right',
      'wrong',
      'current',
      'reused',
      'gone',
    ];
    for (const outcome of outcomes) {
      expect(answers[outcome], outcome).toBeGreaterThan(20);
    }
  }, 120_000);
});
