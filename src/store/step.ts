/** The records that a step has to itself, read before it begins. What it writes is written when it has run to its end. */
export interface Records {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The record as the step sees it, or undefined where there is none or it has expired. */
  get<Value>(name: string): Value | undefined;
  /** When the record ends; 0 where there is none. */
  endOf(name: string): number;
  /** Writes are carried out in the order in which they are made: first what refuses, then what allows. */
  set(name: string, value: unknown, expiresAt: number): void;
  /** May also name a record that was not read. */
  delete(name: string): void;
}

/** A step: a plain function of its input and its records, so that it can be carried out anywhere. */
export interface Step<Input extends { readonly now: number }, Result> {
  /** The names of its records. No two steps that share one run at once. */
  readonly records: (input: Input) => readonly string[];
  /** Further records that it finds through those. They belong to whoever has the first. */
  readonly found?: (records: Records, input: Input) => readonly string[];
  readonly run: (records: Records, input: Input) => Result;
}
