/** A small mistake in src that a guarantee does not survive; `npx tsx test/tools/breaks.ts` tries each. */
export interface Break {
  /** The guarantee whose row turns red. */
  readonly id: string;
  /** Below src. */
  readonly file: string;
  /** What stands there, exactly once, and what takes its place. */
  readonly from: string;
  readonly to: string;
  /** The store that the file belongs to, where it is one of them. Default: the row turns red in both. */
  readonly only?: 'memory' | 'redis';
}
