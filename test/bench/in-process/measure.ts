import { Bench } from 'tinybench';
import { median, shuffle } from '../statistics.js';

/** Milliseconds for which each piece of work is measured. */
export interface Effort {
  readonly time: number;
}

/** Work that is measured: one call of it, or `batch` of them where one is too short for a clock. */
export interface Work {
  readonly name: string;
  readonly run: () => unknown;
  /** What has to be there before each call; it is not measured. */
  readonly before?: () => Promise<unknown>;
  readonly batch?: number;
}

/** What one call takes, in microseconds: the median of several rounds, of the median over the calls (or batches) of each. */
export interface Measured {
  readonly name: string;
  readonly microseconds: number;
}

const repeated = ({ run, batch = 1 }: Work) =>
  batch === 1
    ? async () => void (await run())
    : async () => {
        for (let call = 0; call < batch; call += 1) await run();
      };

const rounds = 5;

/** One round: each for a part of its time, in a random order. Microseconds by name. */
const measureOnce = async (all: readonly Work[], time: number): Promise<Map<string, number>> => {
  const bench = new Bench({ time, warmupTime: time / 2, iterations: 3, warmupIterations: 1, throws: true });
  const order = shuffle(all);
  for (const work of order) {
    const { name, before } = work;
    bench.add(name, repeated(work), before ? { beforeEach: async () => void (await before()) } : {});
  }
  const tasks = await bench.run();
  return new Map(
    tasks.map(({ name, result }, index) => {
      if (result.state !== 'completed') throw new Error(`The bench has not measured ${name}.`);
      return [name, (result.latency.p50 * 1000) / (order[index]?.batch ?? 1)];
    }),
  );
};

/** Measures all in several rounds: what happens on the machine meanwhile happens to each of them. */
export const measureAll = async (all: readonly Work[], { time }: Effort): Promise<Measured[]> => {
  const results: Map<string, number>[] = [];
  for (let round = 0; round < rounds; round += 1) results.push(await measureOnce(all, time / rounds));
  return all.map(({ name }) => ({
    name,
    microseconds: median(results.map((result) => result.get(name) ?? Number.NaN)),
  }));
};
