import { setTimeout as sleep } from 'node:timers/promises';
import { median, shuffle } from '../statistics.js';
import { load, type Work } from './load.js';
import { type Scenario, scenarios } from './scenarios.js';
import { type Cache, programs, type Server, type ServerName, startServer } from './servers.js';

/** How long is measured. */
export interface Duration {
  readonly rounds: number;
  /** Milliseconds for which a server is asked before it is another's turn. */
  readonly slice: number;
  /** Milliseconds for which each server is asked before a scenario counts. */
  readonly warmUp: number;
  /** Requests that each server answers before anything counts: all alike, since Yoga needs some 20,000 to be fast. */
  readonly requestsFirst: number;
}

/** What one server needs for one scenario: medians over the rounds. */
export interface Figure {
  readonly scenario: string;
  readonly cache: Cache;
  readonly server: ServerName;
  /** Microseconds that the server's process works for one. */
  readonly cpu: number;
  /** How many a second were answered, with the client on the same machine. */
  readonly rate: number;
  /** `cpu` as a multiple of that of the server without authentication, of the same round; NaN where that does nothing of the kind. */
  readonly timesFloor: number;
}

interface Contestant {
  readonly server: Server;
  readonly work: Work;
  readonly cpu: number[];
  readonly rate: number[];
}

const floor = 'no authentication';

/** Those that keep nothing are the same over every cache. */
const needsNoCache = new Set<ServerName>([floor, 'plugin-jwt + scope-auth', 'generic-auth + jose']);

/** Asks one server for one slice. */
const measure = async ({ server, work, cpu, rate }: Contestant, { slice }: Duration): Promise<void> => {
  const before = await server.cpu();
  const start = performance.now();
  const done = await load(work, slice);
  const seconds = (performance.now() - start) / 1000;
  // What goes on after the replies belongs to them.
  await sleep(20);
  cpu.push(((await server.cpu()) - before) / done);
  rate.push(done / seconds);
};

const compareOn = async (
  scenario: Scenario,
  cache: Cache,
  servers: readonly Server[],
  duration: Duration,
): Promise<Figure[]> => {
  const contestants = servers.flatMap((server): Contestant[] => {
    const work = scenario.open(server);
    return work ? [{ server, work, cpu: [], rate: [] }] : [];
  });
  for (const { work } of contestants) await load(work, duration.warmUp);
  for (let round = 0; round < duration.rounds; round += 1) {
    for (const contestant of shuffle(contestants)) await measure(contestant, duration);
  }
  const base = contestants.find(({ server }) => server.name === floor);
  return contestants.map(({ server, cpu, rate }) => ({
    ...{ scenario: scenario.name, cache, server: server.name, cpu: median(cpu), rate: median(rate) },
    timesFloor: median(cpu.map((spent, round) => spent / (base?.cpu[round] ?? Number.NaN))),
  }));
};

const caches: readonly Cache[] = ['memory', 'redis', 'redis, client-side caching'];

/** Who takes part over a cache. */
const namesFor = (cache: Cache): ServerName[] => {
  const names = Object.keys(programs) as ServerName[];
  if (cache === 'memory') return names;
  const others = names.filter((name) => name === floor || !needsNoCache.has(name));
  return cache === 'redis' ? others : [floor, 'this library'];
};

/** Has a server answer its first requests, of the kind that all of them know. */
const warm = async (server: Server, requests: number): Promise<void> => {
  const work = scenarios[0]?.open(server);
  for (let done = 0; work && done < requests; ) done += await load(work, 100);
};

/**
 * Plays every scenario on every server and cache, one slice of time after the other.
 *
 * @param only - the scenarios that are played; all by default
 */
export const compareOverHttp = async (
  redis: string,
  duration: Duration,
  only: readonly Scenario[] = scenarios,
): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const cache of caches) {
    const servers: Server[] = [];
    try {
      for (const name of namesFor(cache)) servers.push(await startServer(name, cache, redis));
      for (const server of servers) await warm(server, duration.requestsFirst);
      for (const scenario of only) figures.push(...(await compareOn(scenario, cache, servers, duration)));
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  }
  return figures;
};
