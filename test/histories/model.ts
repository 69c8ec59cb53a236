import { recordNames } from '../../src/store/record-names.js';
import type { SessionRecord } from '../../src/store/records.js';
import { oldestFirst } from '../../src/store/session-steps.js';
import type { Records, Step } from '../../src/store/step.js';
import { steps } from '../../src/store/steps/index.js';
import { lookAt } from '../../src/store/steps/look-at.js';
import { type Operation, recordText, textOf } from './history.js';
import type { Model, Outcome } from './search.js';

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
}

type Entries = ReadonlyMap<string, Entry>;

/** All records of a store, and what operations make of them: each is worked out once. */
export interface State {
  readonly entries: Entries;
  readonly text: string;
  readonly outcomes: Map<Operation, Outcome<State>>;
}

const entryTexts = new WeakMap<Entry, string>();

const entryText = (entry: Entry): string => {
  const text = entryTexts.get(entry) ?? recordText(entry);
  entryTexts.set(entry, text);
  return text;
};

/** What a store keeps, as it is answered when all is over. */
export const keptText = (entries: Entries): string =>
  [...entries]
    .map(([name, entry]) => `${name} ${entryText(entry)}`)
    .sort()
    .join('\n');

const recordsOver = (entries: Map<string, Entry>, now: number): Records => ({
  now,
  get<Value>(key: string) {
    const entry = entries.get(key);
    // What a step has written under this name.
    return entry && entry.expiresAt > now ? (entry.value as Value) : undefined;
  },
  endOf: (key) => entries.get(key)?.expiresAt ?? 0,
  set: (key, value, expiresAt) => void entries.set(key, { value, expiresAt }),
  delete: (key) => void entries.delete(key),
});

/** Runs an operation on records, which it changes, and answers what the store in memory answers. */
const runOn = (entries: Map<string, Entry>, operation: Operation): unknown => {
  if (operation.name === 'kept') return undefined;
  const { name, step } = operation;
  const records = recordsOver(entries, step.now);
  if (name === 'alive')
    return lookAt(records.get<SessionRecord>(recordNames.session(step.session)), step.generation);
  if (name === 'listSessions') return oldestFirst(steps.listSessions.run(records, step));
  // Boundary: the step that belongs to this name.
  return (steps[name] as Step<typeof step, unknown>).run(records, step);
};

const refusals = new Set(['limited', 'crowded', 'gone']);

/** Whether a step with this answer leaves all records as they were. */
const changesNothing = ({ name }: Operation, text: string): boolean => {
  if (['alive', 'listSessions', 'inspect', 'pressure', 'kept'].includes(name)) return true;
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null) return refusals.has(String(answer));
  return 'outcome' in answer && refusals.has(String(answer.outcome));
};

/** The store as one process would have it: its steps, one after the other, on a plain map of records. */
export const createModel = (): Model<Operation, State> => {
  const states = new Map<string, State>();
  const stateOf = (entries: Entries): State => {
    const text = keptText(entries);
    const state = states.get(text) ?? { entries, text, outcomes: new Map() };
    states.set(text, state);
    return state;
  };
  const work = (state: State, operation: Operation): Outcome<State> => {
    if (operation.name === 'kept') return { state, text: state.text };
    const entries = new Map(state.entries);
    const text = textOf(runOn(entries, operation));
    return { state: stateOf(entries), text };
  };
  return {
    isLook: changesNothing,
    start: stateOf(new Map()),
    run(state, operation) {
      const outcome = state.outcomes.get(operation) ?? work(state, operation);
      state.outcomes.set(operation, outcome);
      return outcome;
    },
  };
};
