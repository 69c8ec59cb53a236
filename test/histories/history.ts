import type { Store } from '../../src/store/port.js';

type StepOf<Name extends keyof Store> = Store[Name] extends (step: infer Step) => unknown ? Step : never;
type Names = Exclude<keyof Store, 'check'>;

/** A step that a client asks for. */
export type StepOperation = {
  [Name in Names]: { readonly name: Name; readonly step: StepOf<Name> };
}[Names];

/** What clients ask of a store. `kept` is asked when all is over: every record that there is. */
export type Operation = StepOperation | { readonly name: 'kept' };

/** That somebody asked for something, and what became of it. */
export interface Happening<Asked> {
  readonly operation: Asked;
  /** Who asked, for the reader of a report. */
  readonly client: string;
  /** In which process. */
  readonly process: number;
  /** When it was asked for. All times come from one clock, which only moves forward. */
  readonly askedAt: number;
  /** null: no answer came. It may have happened at any time since then, or never. */
  readonly answer: Answer | null;
}

/** What came back, as `textOf` writes it. */
export interface Answer {
  readonly at: number;
  readonly text: string;
}

/** What clients have asked of one store, and were answered. */
export type History<Asked = Operation> = readonly Happening<Asked>[];

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as text, the same for equal values: names in order, and one kind of nothing. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );

/** Lua has one kind of table: its empty list is kept as an empty object. */
export const recordText = (record: unknown): string => textOf(record).replaceAll('[]', '{}');
