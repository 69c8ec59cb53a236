import type { Action } from './actions.js';
import type { FaultyCache, OpenCache } from './caches.js';
import { type Counts, countedBetween, miscounted } from './counters.js';
import { createFaultLine, type Fault, type FaultLine } from './fault-line.js';
import type { Flow } from './flows.js';
import { type Lines, openVisit, type Place, type Visit, type VisitOptions } from './visit.js';

export interface PlacedFault extends Fault {
  readonly place: Place;
}

export interface Plan {
  readonly flow: Flow;
  readonly open: OpenCache;
  readonly faults: readonly PlacedFault[];
  readonly options: VisitOptions;
  /** What each action counts where nothing goes wrong; null: this is the run that finds out. */
  readonly usual: readonly Counts[] | null;
}

export interface Report {
  /** Faults that were met. */
  readonly met: number;
  /** Of each place: whether each operation could change something. */
  readonly operations: Readonly<Record<Place, readonly boolean[]>>;
  /** What each action has counted. */
  readonly counted: readonly Counts[];
  /** What went as it should not. */
  readonly troubles: readonly string[];
}

const places: readonly Place[] = ['cache', 'mail', 'claims', 'events'];
const outage = 'SERVICE_UNAVAILABLE';
/** Attempts at one action. Each fault costs two at most. */
const mostAttempts = 8;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const openLines = (faults: readonly PlacedFault[]): Lines => {
  const lineOf = (place: Place): FaultLine =>
    createFaultLine(faults.filter((fault) => fault.place === place));
  return { cache: lineOf('cache'), mail: lineOf('mail'), claims: lineOf('claims'), events: lineOf('events') };
};

/** The faults that were met since a moment. */
const watchLines = (lines: Lines) => {
  const before = places.map((place) => lines[place].met);
  const hasMet = (place: Place): boolean => lines[place].met > (before[places.indexOf(place)] ?? 0);
  return () => ({ cache: hasMet('cache'), mail: hasMet('mail'), claims: hasMet('claims') });
};

/** While no step is answered, the deadlines of all that are under way pass. */
const passDeadlines = async (cache: FaultyCache, line: FaultLine, done: Promise<unknown>): Promise<void> => {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  void done.then(end, end);
  while (!isDone) {
    await Promise.race([done, sleep(3)]);
    if (line.isHanging) cache.passDeadlines?.();
  }
};

/** Nobody waits longer for a mail than 10 ms; for `claims` a login waits as long as it takes. */
const act = async (action: Action, visit: Visit, cache: FaultyCache): Promise<string> => {
  const { lines, clock, options } = visit;
  const done = action.act(visit);
  if (cache.passDeadlines) await passDeadlines(cache, lines.cache, done);
  const stuck = lines.claims.hangs().then(() => sleep(40));
  if ((await Promise.race([done, stuck])) === undefined) {
    clock.advance(options.outage);
    lines.claims.heal();
  }
  return done;
};

/** A deadline has passed only because this machine was too busy: the run says nothing. */
export class BusyMachine extends Error {}

/** Plays one flow through, with what goes wrong in it, as a user would who tries again. */
const createPlayer = (
  cache: FaultyCache,
  visit: Visit,
  usual: readonly Counts[] | null,
  troubles: string[],
) => {
  const { lines, clock, options, events } = visit;
  let deviated = false;

  const heal = async (): Promise<void> => {
    clock.advance(options.outage);
    for (const place of places) lines[place].heal();
    // What was held up lands.
    await turn();
    await turn();
  };
  const isBroken = (): boolean => places.some((place) => lines[place].isHanging || lines[place].isLasting);

  const liveCodes = (records: Awaited<ReturnType<FaultyCache['records']>>): number =>
    [...records]
      .filter(([name]) => name.startsWith('codes:'))
      .reduce((sum, [, { value }]) => sum + (value as readonly unknown[]).length, 0);

  const play = async (action: Action, index: number): Promise<Counts> => {
    const before = await cache.records();
    const started = watchLines(lines);
    const mailsFailedBefore = lines.mail.met > 0;
    let outages = 0;
    const times = action.times?.(visit) ?? 1;
    const say = (what: string) => void troubles.push(`${action.name}: ${what}`);

    const compare = async (failed: number, succeeded: number, spent = 0): Promise<Counts> => {
      const counted = countedBetween(before, await cache.records(), clock());
      const expected = usual?.[index];
      if (expected === undefined) return counted;
      const { mayHaveHappened } = lines.cache;
      // An atomic step that did not happen has counted nothing, however often it was tried.
      const isExact = cache.isAtomic && !mayHaveHappened && !started().claims && !started().mail;
      const bounds = {
        ...{ usual: expected, failed: isExact ? 0 : failed, succeeded: succeeded * times, spent },
        codes: deviated ? liveCodes(before) : 0,
        triesAreLost: mayHaveHappened,
        pauseIsFreed: started().mail || started().claims,
      };
      miscounted(counted, bounds).forEach(say);
      return counted;
    };

    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const since = watchLines(lines);
      const wasHanging = lines.cache.isHanging;
      const reported = events.length;
      const outcome = await act(action, visit, cache);
      const met = since();
      if (outcome === action.usual) {
        // What a mail that failed has counted is given back behind the answer.
        const isBehind = cache.resends || met.mail || met.claims;
        if (met.cache && !isBehind) say('went on although the cache had failed');
        if (isBroken()) await heal();
        return compare(attempt - 1, 1);
      }
      if (outcome === outage) {
        outages += 1;
        const isCaused = met.cache || met.claims || wasHanging;
        if (!isCaused && cache.isHurried) throw new BusyMachine();
        if (!isCaused) say('was refused as an outage, and there was none');
        const told = events.slice(reported).some(({ type }) => type === 'store.unavailable');
        if (!told && lines.events.met === 0) say('nobody was told of an outage');
        if (!isBroken() || outages > 1) await heal();
        continue;
      }
      const situation = {
        met: started(),
        mayHaveHappened: lines.cache.mayHaveHappened && started().cache,
        mayHaveHappenedBefore: lines.cache.mayHaveHappened,
        mailHasFailed: mailsFailedBefore || lines.mail.met > 0,
      };
      const next = action.otherwise?.(outcome, situation, visit);
      if (next === undefined) {
        say(`came to ${outcome}`);
        return compare(attempt, 0);
      }
      if (isBroken()) await heal();
      deviated = true;
      if (next === null) continue;
      const counted = await compare(attempt, 0, outcome === 'INVALID_LOGIN_CODE' ? 1 : 0);
      for (const other of next) await play(other, -1);
      return counted;
    }
    say('was never answered');
    return new Map();
  };
  return play;
};

const finalTroubles = ({ arrived, events }: Visit): readonly string[] => {
  const troubles: string[] = [];
  const ids = arrived.map(({ id }) => id);
  if (new Set(ids).size < ids.length) troubles.push('a mail was sent twice for one code');
  if (events.filter(({ type }) => type === 'token.reused').length > 1)
    troubles.push('a theft was told twice');
  return troubles;
};

export const runFlow = async ({ flow, open, faults, options, usual }: Plan): Promise<Report> => {
  const lines = openLines(faults);
  const cache = await open(lines.cache);
  const visit = openVisit(cache, lines, options);
  const troubles: string[] = [];
  const counted: Counts[] = [];
  try {
    const play = createPlayer(cache, visit, usual, troubles);
    for (const [index, action] of flow.actions.entries()) {
      counted.push(await play(action, index));
      if (troubles.length > 0) break;
    }
    troubles.push(...finalTroubles(visit));
  } catch (error) {
    if (error instanceof BusyMachine) throw error;
    troubles.push(`threw ${error instanceof Error ? error.stack : error}`);
  } finally {
    for (const place of places) lines[place].heal();
    await visit.stream?.return(undefined);
    await cache.close();
  }
  const { cache: c, mail, claims, events } = lines;
  return {
    met: c.met + mail.met + claims.met + events.met,
    operations: {
      cache: c.operations,
      mail: mail.operations,
      claims: claims.operations,
      events: events.operations,
    },
    counted,
    troubles,
  };
};
