import type { Happening, History } from './history.js';

/** What operations do one after the other. */
export interface Model<Asked, State> {
  readonly start: State;
  /** Equal states must be one object. */
  run(state: State, operation: Asked): Outcome<State>;
  /** Whether an operation with this answer changes nothing, in whichever state it is asked. */
  isLook(operation: Asked, text: string): boolean;
}

export interface Outcome<State> {
  readonly state: State;
  /** As `textOf` writes it. */
  readonly text: string;
}

/** Indexes of a history, in an order in which the model answers what was answered. */
export type Order = readonly number[];

export interface Verdict {
  /** The history can have happened one operation after the other. */
  readonly fits: boolean;
  /** An order that shows it; if there is none, the longest that could be begun. */
  readonly order: Order;
}

/** Configurations that are looked at before the search is given up. */
const most = 60_000;

/** Nothing is known of a history. */
export class Undecided extends Error {
  override readonly name = 'Undecided';
}

export interface SearchOptions {
  /**
   * Only orders in which what one process was answered first has happened first, as it is with one connection. There
   * are far fewer of them. If there is none, there may be another order.
   */
  readonly inTurns: boolean;
}

type Next<Asked> = Happening<Asked> & { readonly index: number };

/** The same was asked and answered. */
const isEqual = <Asked>(one: Happening<Asked>, other: Happening<Asked>): boolean =>
  one.operation === other.operation && one.answer?.text === other.answer?.text;

const bitOf = (index: number): bigint => 1n << BigInt(index);

/** By the time of the answer: that order is the likeliest. What was never answered comes last. */
const byAnswer = <Asked>(history: History<Asked>): Order => {
  const endOf = (index: number) => history[index]?.answer?.at ?? Number.POSITIVE_INFINITY;
  return [...history.keys()].sort((a, b) => (endOf(a) < endOf(b) ? -1 : endOf(a) > endOf(b) ? 1 : a - b));
};

const isLook = <Asked>(happening: Happening<Asked> | undefined, model: Model<Asked, unknown>): boolean =>
  !!happening?.answer && model.isLook(happening.operation, happening.answer.text);

/** Remembers which operations had happened in which state, so that nothing is searched twice. */
const createMemory = <State>() => {
  const seen = new Map<State, Set<bigint>>();
  let size = 0;
  return {
    isNew(done: bigint, state: State): boolean {
      const sets = seen.get(state) ?? new Set();
      if (sets.has(done)) return false;
      seen.set(state, sets.add(done));
      size += 1;
      if (size > most) throw new Undecided('This history takes too long to judge.');
      return true;
    },
  };
};

/**
 * Searches an order of a concurrent history in which each operation happens at once, between its question and its
 * answer, and the model answers the same.
 *
 * This is the search of Wing and Gong: of the operations that can come next (those which nothing that is still to come
 * was answered before), one after the other is tried. As Lowe proposes, it goes back wherever the same operations have
 * led to the same state before. An operation without an answer may come at any time after its question, or not at all.
 * Two shortcuts leave out what cannot matter: what changes nothing comes as soon as it fits, and of several equal
 * operations which overlap the one that was answered first comes first.
 *
 * @throws {Undecided} where the search takes too long
 */
export const searchOrder = <Asked, State>(
  history: History<Asked>,
  model: Model<Asked, State>,
  { inTurns }: SearchOptions,
): Verdict => {
  const indexes = byAnswer(history);
  const answered = history.reduce((bits, { answer }, index) => (answer ? bits | bitOf(index) : bits), 0n);
  const looks = new Set(indexes.filter((index) => isLook(history[index], model)));
  const memory = createMemory<State>();
  const order: number[] = [];
  let longest: Order = [];

  const nextAfter = (done: bigint): readonly Next<Asked>[] => {
    const found: Next<Asked>[] = [];
    const waiting = new Set<number>();
    let firstAnswer = Number.POSITIVE_INFINITY;
    for (const index of indexes) {
      const happening = history[index];
      if (!happening || (done & bitOf(index)) !== 0n) continue;
      const { process, askedAt, answer } = happening;
      // They come in the order of their answers, so the first has the first.
      if (answer && answer.at < firstAnswer) firstAnswer = answer.at;
      const hasToWait = inTurns ? waiting.has(process) : found.some((other) => isEqual(other, happening));
      if (answer) waiting.add(process);
      if (askedAt <= firstAnswer && !hasToWait) found.push({ ...happening, index });
    }
    return found;
  };

  const goOn = (done: bigint, state: State, index: number): boolean => {
    order.push(index);
    if (order.length > longest.length) longest = [...order];
    if (from(done | bitOf(index), state)) return true;
    order.pop();
    return false;
  };

  const from = (done: bigint, state: State): boolean => {
    if ((done & answered) === answered) return true;
    if (!memory.isNew(done, state)) return false;
    const next = nextAfter(done);
    const fitting = next.filter(
      ({ operation, answer }) => answer === null || model.run(state, operation).text === answer.text,
    );
    const look = fitting.find(({ index }) => looks.has(index));
    // If there is an order at all, there is one in which this comes now: nothing is in its way, nor it in another's.
    if (look) return goOn(done, state, look.index);
    return fitting.some(({ index, operation, answer }) => {
      const outcome = model.run(state, operation);
      // Without an answer and without an effect, it need not have happened.
      return (answer !== null || outcome.state !== state) && goOn(done, outcome.state, index);
    });
  };

  const fits = from(0n, model.start);
  return { fits, order: fits ? order : longest };
};
