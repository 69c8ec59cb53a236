/** What a step does to the records it has to itself: reads at once, writes when the step has run to its end. */
export interface Transaction {
  readonly now: number;
  /** The record, or undefined where there is none or it has expired. */
  get<Value>(key: string): Promise<Value | undefined>;
  /** Writes are carried out in the order in which they are made: first what refuses, then what allows. */
  set(key: string, value: unknown, expiresAt: number): void;
  delete(key: string): void;
}
