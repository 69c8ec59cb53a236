import type { OpenCache } from './caches.js';
import type { FaultKind } from './fault-line.js';
import type { Flow } from './flows.js';
import { BusyMachine, type PlacedFault, type Report, runFlow } from './run-flow.js';
import type { Place, VisitOptions } from './visit.js';

/** An operation of a flow in which nothing goes wrong. */
export interface Operation {
  /** 1 is the first. */
  readonly at: number;
  /** Whether it can change something. */
  readonly isWrite: boolean;
}

/** Of each place: its operations, and one more than there are, which no flow comes to. */
export type Operations = Readonly<Record<Place, readonly Operation[]>>;

/** Which faults are tried: those of one run each. */
export type Choice = (operations: Operations) => readonly (readonly PlacedFault[])[];

/** Faults at every step of a flow. */
export interface Campaign {
  readonly flow: Flow;
  readonly open: OpenCache;
  readonly choose: Choice;
  readonly options?: Partial<VisitOptions>;
  /** Runs at the same time: where they wait for a server, not for the processor. Default: 1. */
  readonly atOnce?: number;
}

export interface Finding {
  /** Faults that were tried. */
  readonly tried: number;
  readonly troubles: readonly string[];
}

const defaults: VisitOptions = { checkSession: true, outage: 0, mode: 'background', sliding: false };

const describeFaults = (faults: readonly PlacedFault[]): string =>
  faults
    .map(({ place, at, kind, length }) => `${place} ${at} ${kind}${length ? ` (${length} times)` : ''}`)
    .join(', ');

/** Runs one after the other, or some of them at once. */
const inParallel = async <Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const left = [...items];
  const workThrough = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, workThrough));
};

/** What nobody has handled while work was done. */
const watchProcess = () => {
  const unhandled: string[] = [];
  const note = (error: unknown) => void unhandled.push(`unhandled: ${error}`);
  process.on('unhandledRejection', note);
  return {
    end: async (): Promise<readonly string[]> => {
      await new Promise(setImmediate);
      process.off('unhandledRejection', note);
      return unhandled;
    },
  };
};

/** Runs again what this machine was too busy for. */
const untilQuiet = async (run: () => Promise<Report>): Promise<Report> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof BusyMachine) || attempt === 5) throw error;
    }
  }
};

const openRuns = async ({ flow, open, options = {} }: Pick<Campaign, 'flow' | 'open' | 'options'>) => {
  const all = { ...defaults, ...options };
  const usual = await untilQuiet(() => runFlow({ flow, open, faults: [], options: all, usual: null }));
  if (usual.troubles.length > 0) throw new Error(`Without faults: ${usual.troubles.join('; ')}`);
  const run = (faults: readonly PlacedFault[]): Promise<Report> =>
    runFlow({ flow, open, faults, options: all, usual: usual.counted });
  return { usual, run };
};

/** A fault at the first operation, at the second, and so on, until a flow passes without meeting it. */
export const atEach =
  (place: Place, kindsOf: (operation: Operation) => readonly FaultKind[], length?: number): Choice =>
  (operations) =>
    operations[place].flatMap((operation) =>
      kindsOf(operation).map((kind) => [{ place, kind, at: operation.at, ...(length && { length }) }]),
    );

/**
 * Runs the flow once for each choice of faults, and compares it with a run in which nothing goes wrong.
 */
export const tryFaults = async (campaign: Campaign): Promise<Finding> => {
  const { flow, choose, atOnce = 1 } = campaign;
  const watch = watchProcess();
  const { usual, run } = await openRuns(campaign);
  const operationsOf = (place: Place): readonly Operation[] =>
    [...usual.operations[place], false].map((isWrite, i) => ({ at: i + 1, isWrite }));
  const troubles: string[] = [];
  let tried = 0;
  const tryOne = async (faults: readonly PlacedFault[]): Promise<void> => {
    const report = await untilQuiet(() => run(faults));
    const name = `${flow.name}: ${describeFaults(faults)}`;
    const isThere = faults.some(({ place, at }) => at <= usual.operations[place].length);
    if (isThere !== report.met > 0) troubles.push(`${name}: ${isThere ? 'was not met' : 'was met'}`);
    tried += report.met > 0 ? 1 : 0;
    troubles.push(...report.troubles.map((trouble) => `${name}: ${trouble}`));
  };
  const choices = choose({
    cache: operationsOf('cache'),
    mail: operationsOf('mail'),
    claims: operationsOf('claims'),
    events: operationsOf('events'),
  });
  await inParallel(choices, atOnce, tryOne);
  troubles.push(...(await watch.end()));
  return { tried, troubles };
};
