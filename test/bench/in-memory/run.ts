import { join } from 'node:path';
import { runCompiled } from '../compiled-child.js';
import type { KeptMemory } from './callers.js';
import type { Pause } from './pauses.js';

/** How much is put into memory. */
export interface Crowd {
  readonly callers: number;
  /** Records that are alive at once. */
  readonly records: number;
}

/** What state in memory costs. */
export interface InMemory {
  readonly pauses: readonly Pause[];
  readonly kept: readonly KeptMemory[];
}

/** Measures in a process of its own. */
export const measureInMemory = ({ callers, records }: Crowd): Promise<InMemory> =>
  runCompiled(
    join(import.meta.dirname, 'main.ts'),
    [String(callers), String(records)],
    // A million records and what a step leaves behind, with room to spare.
    ['--expose-gc', '--max-old-space-size=3072'],
  );
