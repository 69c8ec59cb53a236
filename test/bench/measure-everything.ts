import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { startRedis } from '../support/redis.js';
import { compareColdStarts } from './http/cold-start.js';
import { compareOverHttp, type Duration } from './http/compare.js';
import type { Scenario } from './http/scenarios.js';
import { type Crowd, measureInMemory } from './in-memory/run.js';
import { type Efforts, measureInProcess } from './in-process/run.js';
import { install } from './peers/install.mjs';
import { measureRedisCosts } from './redis-costs.js';
import type { Results } from './report.js';

/** How much time the bench takes. */
export interface Plan {
  readonly http: Duration;
  /** Starts of each server. */
  readonly starts: number;
  /** For each piece of work in process. */
  readonly inProcess: Efforts;
  readonly inMemory: Crowd;
  readonly redis: { readonly rounds: number; readonly calls: number };
  /** Default: all. */
  readonly scenarios?: readonly Scenario[];
}

/** About eleven minutes. */
export const thorough: Plan = {
  http: { rounds: 5, slice: 400, warmUp: 700, requestsFirst: 20_000 },
  starts: 9,
  inProcess: { time: 500, processes: 3 },
  inMemory: { callers: 100_000, records: 1_000_000 },
  redis: { rounds: 3, calls: 1000 },
};

/** About a minute where nothing else runs, and less than two where something does. */
export const quick: Plan = {
  http: { rounds: 3, slice: 70, warmUp: 100, requestsFirst: 500 },
  starts: 3,
  inProcess: { time: 75, processes: 1 },
  inMemory: { callers: 2000, records: 50_000 },
  redis: { rounds: 1, calls: 200 },
};

const build = resolve(import.meta.dirname, '../../dist/esm/index.js');

/**
 * Measures everything, one after the other.
 *
 * @throws {Error} where the library has not been built, a sentence that says what to do
 */
export const measureEverything = async (
  { http, starts, inProcess, inMemory, redis, scenarios }: Plan,
  say: (what: string) => void,
): Promise<Results> => {
  if (!existsSync(build)) throw new Error('The bench measures the built library: run npm run build.');
  install();
  const server = await startRedis();
  try {
    say('over HTTP');
    const figures = await compareOverHttp(server.url, http, scenarios);
    say('cold starts');
    const coldStarts = await compareColdStarts(['no authentication', 'this library'], starts);
    say('in process');
    const measured = await measureInProcess(inProcess);
    say('on Redis');
    const costs = await measureRedisCosts(server.url, redis);
    say('callers in memory');
    const crowd = await measureInMemory(inMemory);
    return { http: figures, coldStarts, inProcess: measured, inMemory: crowd, redis: costs };
  } finally {
    await server.stop();
  }
};
