// How long the event loop stands still while a store in memory holds a million records.
import { PerformanceObserver } from 'node:perf_hooks';
import { createEntries } from '../../../src/store/memory/entries.js';
import { createMemoryStore } from '../../../src/store/memory/memory-store.js';
import { threadCpuTime } from '../../support/cpu-time.js';
import { identityName } from '../../support/identity-names.js';
import { stepScenarios } from '../step-scenarios.js';

/** The longest pause of the event loop while a store does something. */
export interface Pause {
  readonly phase: string;
  /** Records when it began, and when it was over. */
  readonly records: readonly [before: number, after: number];
  /** Milliseconds of CPU, without the garbage collector. */
  readonly longest: number;
  /** Milliseconds of the garbage collector. */
  readonly collector: number;
}

/** One turn of the event loop, in milliseconds. */
interface Turn {
  readonly start: number;
  readonly end: number;
  readonly cpu: number;
}

const watchCollector = () => {
  const runs: { readonly start: number; readonly end: number }[] = [];
  const note = (list: readonly PerformanceEntry[]) => {
    for (const { startTime, duration } of list) runs.push({ start: startTime, end: startTime + duration });
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return {
    runs,
    stop: async () => {
      // They are told in a later turn.
      await new Promise((resolve) => setTimeout(resolve, 50));
      note(observer.takeRecords());
      observer.disconnect();
    },
  };
};

/** Does work turn by turn until there is no more. */
const longestPauses = async (workOfTurn: () => Promise<boolean>) => {
  const collector = watchCollector();
  const turns: Turn[] = [];
  for (let goesOn = true; goesOn; ) {
    const [start, before] = [performance.now(), threadCpuTime()];
    goesOn = await workOfTurn();
    await new Promise(setImmediate);
    turns.push({ start, end: performance.now(), cpu: threadCpuTime() - before });
  }
  await collector.stop();
  const within = ({ start, end }: Turn): number =>
    collector.runs
      .filter((run) => run.start < end && run.end > start)
      .reduce((sum, run) => sum + run.end - run.start, 0);
  return {
    longest: turns.reduce((longest, turn) => {
      // Others use this machine, and threads of the collector this process: neither is a pause of ours.
      const worked = Math.min(turn.cpu, turn.end - turn.start);
      return worked > longest ? Math.max(longest, worked - within(turn)) : longest;
    }, 0),
    collector: collector.runs.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
  };
};

/** Steps of other callers in one turn: a few tenths of a millisecond. */
const stepsOfTurn = 10;

/** @param records - how many there are at most */
export const measurePauses = async (records: number): Promise<Pause[]> => {
  const entries = createEntries();
  const store = createMemoryStore(entries);
  const issue = stepScenarios['issue, first'];
  let callers = 0;
  const ask = async () => {
    for (let i = 0; i < stepsOfTurn; i += 1) {
      callers += 1;
      await issue?.call(store, identityName(`${callers}`));
    }
  };
  // The scenario begins at this time; codes end after 300 seconds, everything else after an hour.
  const start = 1_700_000_000_000;
  const sweepAt = (seconds: number) =>
    store.alive({ now: start + seconds * 1000, session: 'nobody', generation: 1 });

  const pauses: Pause[] = [];
  const play = async (phase: string, workOfTurn: () => Promise<boolean>) => {
    const before = entries.size;
    const { longest, collector } = await longestPauses(workOfTurn);
    pauses.push({ phase, records: [before, entries.size], longest, collector });
  };
  /** A look at all records takes many turns; it is over when none was deleted in as many as it takes by far. */
  const untilSwept = (seconds: number) => {
    const end = performance.now() + 60_000;
    let last = -1;
    let still = 0;
    return async () => {
      if (last === -1) await sweepAt(seconds);
      still = entries.size === last ? still + 1 : 0;
      last = entries.size;
      return still < 1000 && performance.now() < end;
    };
  };

  await play('records are added', async () => {
    await ask();
    return entries.size < records;
  });
  await play('a sweep that finds nothing', untilSwept(100));
  await play('a sweep of the codes, a sixth of them', untilSwept(400));
  await play('a sweep of everything', untilSwept(4000));
  return pauses;
};
