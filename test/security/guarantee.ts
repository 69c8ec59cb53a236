import type { World } from './world.js';

/** Carries an attack out, and fails where it succeeds. */
export type Attack = (world: World) => Promise<void>;

/** A line of SECURITY.md, with the attacks that it has to withstand. */
export interface Guarantee {
  readonly id: string;
  /** The line, letter for letter. */
  readonly must: string;
  /** By what is tried. */
  readonly attack: Readonly<Record<string, Attack>>;
}
