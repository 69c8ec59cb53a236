import { createClient, createKeyv } from '@keyv/redis';
import type { IdentityName } from '../../src/code/secret.js';
import type { Store } from '../../src/store/port.js';
import { findRedis } from '../../src/store/redis/find-redis.js';
import { createRedisStore } from '../../src/store/redis/redis-store.js';
import { identityName } from '../support/identity-names.js';
import { median } from './statistics.js';
import { type StepScenario, stepScenarios } from './step-scenarios.js';

/** Opens the steps of some version of this library over a Keyv. */
export type OpenStore = (
  keyv: ReturnType<typeof createKeyv>,
  options: { readonly namespace: string; readonly timeout: number },
) => Store;

/** What is measured, and how long. */
export interface CostOptions {
  readonly rounds: number;
  /** Calls of each step in a round. */
  readonly calls: number;
  /** Only steps that begin with this. Default: all. */
  readonly only?: string;
  /** Measured in turn with the steps of this checkout. */
  readonly other?: OpenStore | undefined;
}

/** What the Redis spends on a step, in medians of the rounds. */
export interface StepCost {
  readonly step: string;
  /** Microseconds a call. */
  readonly cpu: number;
  /** `cpu` as a multiple of that of a script that only reads, writes and deletes as many records. */
  readonly timesFloor: number;
  /** `cpu` as a multiple of that of the other one. */
  readonly timesOther: number | null;
}

/** Calls in a row, before it is the other's turn. A round counts as the median of them: others use this machine, too. */
const slice = 100;

/** Reads, writes and deletes as many records of 150 bytes as it is told, and does nothing with them. */
const floorScript = `
for i = 1, ARGV[1] do redis.call('GET', KEYS[1] .. i) end
for i = 1, ARGV[2] do redis.call('SET', KEYS[1] .. i, ARGV[4], 'PX', '60000') end
for i = 1, ARGV[3] do redis.call('DEL', KEYS[1] .. i) end
`;
const text = 'x'.repeat(150);

/** What a Redis has done since its figures were set to zero. */
interface Spent {
  /** Microseconds. */
  readonly cpu: number;
  readonly reads: number;
  readonly writes: number;
  readonly deletions: number;
}

const readStats = (stats: string): Spent => {
  const figure = (command: string, name: string) =>
    Number(new RegExp(`cmdstat_${command}:.*?${name}=(\\d+)`).exec(stats)?.[1] ?? 0);
  return {
    // Within a script, what it calls is counted twice: by itself and with the script.
    cpu: figure('evalsha', 'usec') + figure('eval', 'usec') || figure('get', 'usec'),
    reads: figure('get', 'calls'),
    writes: figure('set', 'calls'),
    deletions: figure('del', 'calls'),
  };
};

type Names = readonly IdentityName[];

const together = (names: Names, work: (name: IdentityName) => Promise<unknown>) =>
  Promise.all(names.map(work));

/** @param url - of a Redis that nobody else uses: it is emptied */
export const measureRedisCosts = async (url: string, options: CostOptions): Promise<StepCost[]> => {
  const { rounds, calls, only = '', other } = options;
  const keyv = createKeyv(url);
  const client = await createClient({ url }).connect();
  const sha = String(await client.scriptLoad(floorScript));
  const open: OpenStore = (cache, settings) => {
    const found = findRedis(cache);
    if (!found) throw new TypeError('There is no Redis behind this Keyv.');
    return createRedisStore(found, settings);
  };
  const stores = [open, ...(other ? [other] : [])].map((each, index) =>
    each(keyv, { namespace: `store-${index}`, timeout: 60_000 }),
  );

  const measure = async (work: () => Promise<unknown>): Promise<Spent> => {
    await client.sendCommand(['CONFIG', 'RESETSTAT']);
    await work();
    return readStats(String(await client.sendCommand(['INFO', 'commandstats'])));
  };

  const measureFloor = (names: Names, { reads, writes, deletions }: Spent) => {
    const counts = [reads, writes, deletions].map((count) => String(Math.round(count / slice)));
    return measure(() =>
      together(names, (name) => client.evalSha(sha, { keys: [name], arguments: [...counts, text] })),
    );
  };

  const playSlice = async ({ prepare, call }: StepScenario, names: Names, order: readonly number[]) => {
    const spent: Spent[] = [];
    for (const index of order) {
      // Boundary: these are the indices of the stores.
      const store = stores[index] as Store;
      if (prepare) await together(names, (name) => prepare(store, name));
      spent[index] = await measure(() => together(names, (name) => call(store, name)));
    }
    const floor = spent[0] && (await measureFloor(names, spent[0]));
    return { floor: floor?.cpu ?? Number.NaN, spent: spent.map(({ cpu }) => cpu) };
  };

  const playRound = async (scenario: StepScenario, round: number) => {
    await client.flushDb();
    const slices: Awaited<ReturnType<typeof playSlice>>[] = [];
    for (let from = 0; from < calls; from += slice) {
      const names = Array.from({ length: slice }, (_, i) => identityName(`${round}-${from + i}`));
      // Neither always comes second.
      const order = [...stores.keys()];
      slices.push(await playSlice(scenario, names, from % (2 * slice) === 0 ? order : order.reverse()));
    }
    const each = (pick: (slice: (typeof slices)[number]) => number | undefined) =>
      median(slices.map((one) => (pick(one) ?? Number.NaN) / slice));
    return {
      floor: each(({ floor }) => floor),
      ours: each(({ spent }) => spent[0]),
      theirs: each(({ spent }) => spent[1]),
    };
  };

  const costs: StepCost[] = [];
  for (const [step, scenario] of Object.entries(stepScenarios)) {
    if (!step.startsWith(only)) continue;
    const results: Awaited<ReturnType<typeof playRound>>[] = [];
    for (let round = 0; round < rounds; round += 1) results.push(await playRound(scenario, round));
    costs.push({
      step,
      cpu: median(results.map(({ ours }) => ours)),
      timesFloor: median(results.map(({ ours, floor }) => ours / floor)),
      timesOther: other ? median(results.map(({ ours, theirs }) => ours / theirs)) : null,
    });
  }
  await keyv.disconnect();
  client.destroy();
  return costs;
};
