import { createKeyv } from '@keyv/redis';
import { useRedis } from '../support/redis.js';
import { startCrew } from './crew.js';
import { playRound, type Round, type RoundOptions } from './rounds.js';

type SceneOptions = Omit<RoundOptions, 'crew' | 'cache' | 'seed'> & { readonly rounds: number };

/** Four processes and their Redis. */
export const openScene = async () => {
  const redis = await useRedis();
  const namespace = `histories-${process.pid}`;
  const crew = await startCrew(redis.url, namespace);
  const cache = createKeyv(redis.url, { namespace });
  return {
    /**
     * Plays rounds until one has a complaint. The first has the seed, each after it the next one; in those that the
     * machine was too slow for, nothing is found.
     */
    async play(seed: number, { rounds, ...options }: SceneOptions): Promise<readonly Round[]> {
      const played: Round[] = [];
      for (let index = 0; index < rounds; index += 1) {
        const round = await playRound({ ...options, crew, cache, seed: seed + index });
        await cache.clear();
        if (round === null) continue;
        played.push(round);
        if (round.complaints.length > 0) break;
      }
      return played;
    },
    async close() {
      await crew.stop();
      await cache.clear();
      await cache.disconnect();
      await redis.stop();
    },
  };
};

/** Rounds in one. */
export const sumOf = (rounds: readonly Round[]): Round => {
  const outcomes = new Map<string, number>();
  for (const round of rounds)
    for (const [outcome, count] of round.outcomes)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
  const add = (name: 'histories' | 'operations' | 'unanswered' | 'reordered' | 'undecided') =>
    rounds.reduce((sum, round) => sum + round[name], 0);
  return {
    ...{ histories: add('histories'), operations: add('operations'), unanswered: add('unanswered') },
    ...{ reordered: add('reordered'), undecided: add('undecided'), outcomes },
    refusals: rounds.flatMap(({ refusals }) => refusals),
    complaints: rounds.flatMap(({ complaints }) => complaints),
  };
};
