/** A small mistake in src that a guarantee does not survive; `npm run mutants -- --breaks` tries each. */
export interface Break {
  /** The guarantee whose row turns red. */
  readonly id: string;
  /** Below src. */
  readonly file: string;
  /** What stands there, exactly once, and what takes its place. */
  readonly from: string;
  readonly to: string;
}
