import type { Store } from '../port.js';
import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import { oldestFirst } from '../session-steps.js';
import type { Records, Step } from '../step.js';
import { steps } from '../steps/index.js';
import { lookAt } from '../steps/look-at.js';
import { createSweeps } from '../sweeps.js';
import { createTurns } from '../turns.js';
import { createEntries, type Entries, type Entry } from './entries.js';

/** What a step sees: what is there, and what it has written since. */
const createWorkspace = (entries: Entries, now: number) => {
  // It keeps the order of first insertion.
  const written = new Map<string, Entry | null>();
  const find = (name: string): Entry | null | undefined =>
    written.has(name) ? written.get(name) : entries.get(name);
  const records: Records = {
    now,
    get<Value>(name: string) {
      const entry = find(name);
      // Only steps write under this name.
      return entry && entry.expiresAt > now ? (entry.value as Value) : undefined;
    },
    endOf: (name) => find(name)?.expiresAt ?? 0,
    set: (name, value, expiresAt) => void written.set(name, { value, expiresAt }),
    delete: (name) => void written.set(name, null),
  };
  return { written, records };
};

/** O2: what a step has written is written when it has run to its end, or not at all. */
const carryOut = <Input extends { readonly now: number }, Result>(
  entries: Entries,
  { run }: Step<Input, Result>,
  input: Input,
): Result => {
  const { written, records } = createWorkspace(entries, input.now);
  const result = run(records, input);
  for (const [name, entry] of written) {
    if (entry) entries.set(name, entry);
    else entries.delete(name);
  }
  return result;
};

const sweep = async (entries: Entries, now: number): Promise<void> => {
  const turns = createTurns();
  for (const [name, { expiresAt }] of entries) {
    const turn = turns.next();
    if (turn) await turn;
    // In the meantime it may have been written anew.
    if (expiresAt <= now && entries.get(name)?.expiresAt === expiresAt) entries.delete(name);
  }
};

/**
 * The steps over Maps that nobody else knows. A step is a function that waits for nothing, so it runs in one turn: it
 * needs no lock, and no deadline, for it is never late. Records are kept as they are: no step changes one in place.
 *
 * @param entries - where the records stand; seen by tests only
 */
export const createMemoryStore = (entries: Entries = createEntries()): Store => {
  const sweepWhenDue = createSweeps((now) => sweep(entries, now));

  const inOneTurn =
    <Input extends { readonly now: number }, Result>(step: Step<Input, Result>) =>
    async (input: Input): Promise<Result> => {
      sweepWhenDue(input.now);
      return carryOut(entries, step, input);
    };

  const listSessions = inOneTurn(steps.listSessions);
  return {
    issue: inOneTurn(steps.issue),
    pressure: inOneTurn(steps.pressure),
    redeem: inOneTurn(steps.redeem),
    rotate: inOneTurn(steps.rotate),
    revoke: inOneTurn(steps.revoke),
    alive: async ({ now, session, generation }) => {
      sweepWhenDue(now);
      const entry = entries.get(recordNames.session(session));
      // Only steps write under this name.
      const record = entry && entry.expiresAt > now ? (entry.value as SessionRecord) : undefined;
      return lookAt(record, generation);
    },
    present: inOneTurn(steps.present),
    withdraw: inOneTurn(steps.withdraw),
    listSessions: async (input) => oldestFirst(await listSessions(input)),
    forget: inOneTurn(steps.forget),
    inspect: inOneTurn(steps.inspect),
    abandon: inOneTurn(steps.abandon),
    release: inOneTurn(steps.release),
    // There is nothing that could be away.
    check: async () => {},
  };
};
