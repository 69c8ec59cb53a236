import * as fc from 'fast-check';
import { type Crash, processCount } from './crew.js';
import type { History } from './history.js';
import { createModel } from './model.js';
import { plans } from './plans.js';
import { type Occasion, record } from './record.js';
import { judge } from './report.js';
import type { Model } from './search.js';

export interface RoundOptions extends Omit<Occasion, 'crashes' | 'name'> {
  /** Says what is asked. When it is answered, and when a process dies, is up to the machine. */
  readonly seed: number;
  /** Histories at once. */
  readonly histories: number;
  /** Operations of a history at once, at most. */
  readonly operations: number;
  /** How many processes are killed. */
  readonly crashes: number;
}

/** What has become of a round. */
export interface Round {
  readonly histories: number;
  readonly operations: number;
  /** Operations without an answer. */
  readonly unanswered: number;
  /** Histories that do not fit in the order in which things were asked for. */
  readonly reordered: number;
  /** What steps have come to, and how often. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly refusals: readonly string[];
  /** Histories that it would take too long to judge. */
  readonly undecided: number;
  /** Why histories do not fit in any order. */
  readonly complaints: readonly string[];
}

/** Milliseconds in which a process is killed. A round takes longer. */
const crashSpan = 60;

const crashesOf = (seed: number, count: number): readonly Crash[] =>
  fc
    .sample(
      fc.record({
        process: fc.integer({ min: 0, max: processCount - 1 }),
        after: fc.integer({ min: 0, max: crashSpan }),
      }),
      { seed, numRuns: 20 },
    )
    .filter(({ process }, index, all) => all.findIndex((other) => other.process === process) === index)
    .slice(0, count);

const fitsAsAsked = <Asked, State>(history: History<Asked>, model: Model<Asked, State>): boolean => {
  let state = model.start;
  for (const { operation, answer } of [...history].sort((a, b) => a.askedAt - b.askedAt)) {
    const outcome = model.run(state, operation);
    if (answer && outcome.text !== answer.text) return false;
    state = outcome.state;
  }
  return true;
};

/** What an answer says, without its figures. */
const outcomeOf = (text: string): string => {
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null) return String(answer);
  if ('outcome' in answer) return String(answer.outcome);
  return Object.keys(answer).length === 0 ? 'none' : 'some';
};

const countOutcomes = (histories: readonly History[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { operation, answer } of histories.flat()) {
    if (operation.name === 'kept' || !answer) continue;
    const outcome = `${operation.name} ${outcomeOf(answer.text)}`;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
};

/** Milliseconds. A Redis drops what has ended by the machine's time, which is ten seconds after it began at least. */
const longest = 8000;

/** Plays histories on a target, and judges each of them; null where the machine was too slow for that. */
export const playRound = async ({
  seed,
  histories: count,
  operations,
  crashes,
  ...place
}: RoundOptions): Promise<Round | null> => {
  const asked = fc.sample(plans(operations), { seed, numRuns: count });
  const name = `${place.target}-${seed}`;
  await place.crew.complete();
  const begin = performance.now();
  const { histories, refusals } = await record(asked, { ...place, name, crashes: crashesOf(seed, crashes) });
  if (performance.now() - begin > longest) return null;
  const happenings = histories.flat();
  const verdicts = histories.map((history) => judge(history, createModel()));
  return {
    histories: count,
    operations: happenings.length - count,
    unanswered: happenings.filter(({ answer }) => answer === null).length,
    reordered: histories.filter((history) => !fitsAsAsked(history, createModel())).length,
    outcomes: countOutcomes(histories),
    refusals,
    undecided: verdicts.filter((verdict) => verdict === 'undecided').length,
    complaints: verdicts.filter((verdict) => verdict !== 'fits' && verdict !== 'undecided'),
  };
};
