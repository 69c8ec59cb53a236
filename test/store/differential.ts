import { createKeyv } from '@keyv/redis';
import * as fc from 'fast-check';
import Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyvStore } from '../../src/store/keyv/keyv-store.js';
import { createMemoryStore } from '../../src/store/memory/memory-store.js';
import { type FoundRedis, findRedis } from '../../src/store/redis/find-redis.js';
import { createRedisStore } from '../../src/store/redis/redis-store.js';
import { deepFreeze } from '../../src/token/deep-freeze.js';
import { useRedis } from '../support/redis.js';
import { seed } from '../support/seed.js';
import { carryOut, type RandomStep, start, stepSequences } from '../support/step-arbitraries.js';

const timeout = 10_000;

/** What an answer says, without its figures: what a step can come to. */
const outcomeOf = (answer: unknown): string => {
  if (Array.isArray(answer)) return answer.length === 0 ? 'none' : 'some';
  if (typeof answer === 'number') return answer > 1 ? 'many' : String(answer);
  if (typeof answer !== 'object' || answer === null) return String(answer);
  return Object.entries(answer)
    .flatMap(([name, value]) => {
      if (name === 'outcome' || name === 'network') return [value];
      const isMore =
        value === true ||
        (name === 'compared' && value > 0) ||
        (Array.isArray(value) && value.length > 0) ||
        name === 'given';
      if (name === 'percent' && value > 0) return ['near'];
      return isMore ? [name] : [];
    })
    .join(' ');
};

const outcomes = [
  ...[
    'issue issued',
    'issue issued long',
    'issue issued kept',
    'issue issued long kept',
    'issue joined',
    'issue joined kept',
    'issue crowded',
    'issue limited',
  ],
  ...['pressure open', 'pressure open near', 'pressure limited'],
  ...['redeem right none', 'redeem right first', 'redeem right known', 'redeem right new'],
  ...['none', 'first', 'known', 'new'].map((network) => `redeem right surplus ${network}`),
  ...['redeem limited', 'redeem wrong', 'redeem wrong compared'],
  ...['redeem wrong filled', 'redeem wrong compared filled', 'redeem wrong repeated'],
  ...['rotate current', 'rotate current given', 'rotate reused', 'rotate gone'],
  ...['present alive', 'present gone', 'present reused', 'withdraw undefined'],
  ...[
    'revoke 0',
    'revoke 1',
    'revoke many',
    'alive alive',
    'alive gone',
    'alive unnoted',
    'alive void',
    'listSessions none',
    'listSessions some',
  ],
  ...['forget none', 'forget some'],
  ...['inspect spent', 'inspect codes spent', 'inspect sessions spent', 'inspect codes sessions spent'],
  ...['abandon undefined', 'release undefined'],
];

/** What a Redis has written has an end in the machine's time, too. */
const lastsFor = 10_000;

// Lua has one kind of table: its empty list is written as an empty object, and read as either.
const emptied = (record: unknown): unknown =>
  JSON.parse(JSON.stringify(record), (_, value: unknown) =>
    Array.isArray(value) && value.length === 0 ? {} : value,
  );

/** The records that two stores keep under the same names, as pairs. Those that are about to end are left out. */
const keptByBoth = async (inMemory: Keyv, found: FoundRedis, namespace: string, now: number) => {
  const pairs: (readonly [memory: unknown, redis: unknown])[] = [];
  const { signal } = new AbortController();
  for await (const [key, entry] of inMemory.iterator?.(undefined) ?? []) {
    const name = String(key).replace(`${namespace}:`, '');
    if (entry.expiresAt <= now + lastsFor) continue;
    const text = await found.client.get(`${found.prefix()}{${namespace}}:${name}`, signal);
    pairs.push([emptied({ name, ...entry }), { name, ...JSON.parse(String(text)) }]);
  }
  return pairs;
};

const endOf = (sequence: readonly RandomStep[]): number =>
  sequence.reduce((now, { wait }) => now + wait, start);

/** A step that changed a record in place would throw: in memory, nothing is copied. */
class FrozenEntries extends Map {
  override set(name: string, entry: object) {
    return super.set(name, deepFreeze(entry));
  }
}

/** Compares the stores over so many sequences; many of them reach all that a step can come to. */
export const describeBoth = (numRuns: number): void => {
  describe('the stores', () => {
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

    it('answer random sequences of steps alike, and keep the same', async () => {
      console.info(`differential test: SEED=${seed}`);
      const found = findRedis(keyv);
      if (!found) throw new Error('no Redis behind this Keyv');
      let sequences = 0;
      let records = 0;
      const reached = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(stepSequences(40), async (sequence) => {
          sequences += 1;
          const namespace = `run-${process.pid}-${sequences}`;
          const memory = new Keyv();
          const inMemory = createKeyvStore(memory, { namespace, timeout });
          const onRedis = createRedisStore(found, { namespace, timeout });
          const expected = await carryOut(inMemory, sequence);
          expect(await carryOut(onRedis, sequence)).toEqual(expected);
          expect(await carryOut(createMemoryStore(new FrozenEntries()), sequence)).toEqual(expected);
          const kept = await keptByBoth(memory, found, namespace, endOf(sequence));
          for (const [ofMemory, ofRedis] of kept) expect(ofRedis).toEqual(ofMemory);
          records += kept.length;
          for (const [index, answer] of expected.entries()) {
            const outcome = `${sequence[index]?.name} ${outcomeOf(answer)}`;
            reached.set(outcome, (reached.get(outcome) ?? 0) + 1);
          }
        }),
        { numRuns, seed, endOnFailure: process.env.SEED !== undefined },
      );
      expect(sequences).toBeGreaterThanOrEqual(numRuns);
      expect(records).toBeGreaterThan(numRuns);
      expect([...reached.keys()].filter((outcome) => !outcomes.includes(outcome))).toEqual([]);
      if (numRuns < 1000) return;
      const [rarest] = outcomes
        .map((outcome) => [reached.get(outcome) ?? 0, outcome] as const)
        .sort(([a], [b]) => a - b);
      console.info(
        `differential test: the rarest of ${outcomes.length} outcomes came ${rarest?.join(' times: ')}`,
      );
      // They reach all that a step can come to, several times as often as is asked for; above, nothing that is not named.
      for (const outcome of outcomes) expect(reached.get(outcome), outcome).toBeGreaterThan(10);
    }, 300_000);
  });
};
