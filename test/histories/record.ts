import type Keyv from 'keyv';
import { recordNames } from '../../src/store/record-names.js';
import { steps } from '../../src/store/steps/index.js';
import { type Crash, type Crew, processCount } from './crew.js';
import type { Happening, History, Operation, StepOperation } from './history.js';
import { keptText } from './model.js';
import type { Plan } from './plans.js';
import type { Client, Note } from './recorder.js';
import { type TargetName, targets } from './targets.js';

/** A client, and of which of the histories it is part. */
interface Part extends Client {
  readonly history: number;
  readonly name: string;
}

/** What has become of the operations of a client, from what its process has noted of it. */
const happeningsOf = (
  notes: readonly Note[],
  process: number,
  { operations, name }: Part,
): readonly Happening<Operation>[] =>
  notes
    .filter(({ kind }) => kind === 'asked')
    .flatMap(({ operation: index, at: askedAt }) => {
      const operation = operations[index];
      const end = notes.find((note) => note.operation === index && note.kind === 'answered');
      const answer = end?.kind === 'answered' ? { at: end.at, text: end.text } : null;
      return operation ? [{ operation, client: name, process, askedAt, answer }] : [];
    });

/** The parts of each process; those of one history are dealt out to all. */
const dealt = (parts: readonly Part[]): readonly (readonly Part[])[] =>
  Array.from({ length: processCount }, (_, process) =>
    parts.filter((_, index) => index % processCount === process),
  );

/** The names of all records that operations can have written. */
const namesOf = (operations: readonly StepOperation[]): readonly string[] => {
  const names = operations.flatMap((operation) => {
    if (operation.name === 'alive') return [recordNames.session(operation.step.session)];
    // Boundary: the step that belongs to this name.
    return (steps[operation.name].records as (step: object) => readonly string[])(operation.step);
  });
  return [...new Set(names)];
};

export interface Recorded {
  readonly histories: readonly History[];
  /** Why operations were refused. */
  readonly refusals: readonly string[];
}

export interface Occasion {
  readonly crew: Crew;
  /** The Keyv of the crew, in this process. */
  readonly cache: Keyv;
  readonly target: TargetName;
  /** Different for each occasion. */
  readonly name: string;
  readonly crashes: readonly Crash[];
}

/** Lets a crew carry out plans, all at once, each on a store of its own, and writes their histories. */
export const record = async (plans: readonly Plan[], occasion: Occasion): Promise<Recorded> => {
  const { crew, cache, target, name, crashes } = occasion;
  const histories: Happening<Operation>[][] = plans.map(() => []);
  const refusals: string[] = [];
  const namespaceOf = (history: number) => `${name}-${history}`;

  const ask = async (parts: readonly Part[], crashes: readonly Crash[]): Promise<void> => {
    const ofProcesses = dealt(parts);
    const notes = await crew.ask(target, ofProcesses, crashes);
    for (const [process, ofProcess] of ofProcesses.entries()) {
      const noted = notes[process] ?? [];
      for (const [index, part] of ofProcess.entries()) {
        const ofClient = noted.filter(({ client }) => client === index);
        histories[part.history]?.push(...happeningsOf(ofClient, process, part));
      }
      refusals.push(...noted.flatMap((note) => (note.kind === 'refused' ? note.why : [])));
    }
  };
  const partOf = (history: number, client: string, operations: readonly StepOperation[]): Part => ({
    ...{ history, name: client, namespace: namespaceOf(history), operations },
  });

  await ask(
    plans.map(({ before }, history) => partOf(history, 'first', before)),
    [],
  );
  await ask(
    plans.flatMap(({ clients }, history) =>
      clients.map((operations, client) => partOf(history, `client ${client}`, operations)),
    ),
    crashes,
  );
  const look = async (history: number, { before, clients }: Plan): Promise<Happening<Operation>> => {
    const { read } = targets[target](cache, namespaceOf(history));
    const askedAt = Number(process.hrtime.bigint());
    const entries = await Promise.all(
      namesOf([...before, ...clients.flat()]).map(async (name) => [name, await read(name)] as const),
    );
    // Boundary: what a target keeps under these names is written by steps.
    const kept = new Map(entries.filter(([, entry]) => entry !== null)) as Parameters<typeof keptText>[0];
    const answer = { at: Number(process.hrtime.bigint()), text: keptText(kept) };
    return { operation: { name: 'kept' }, client: 'last', process: processCount, askedAt, answer };
  };
  await Promise.all(plans.map(async (plan, history) => histories[history]?.push(await look(history, plan))));
  return { histories, refusals };
};
