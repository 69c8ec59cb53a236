import { join } from 'node:path';
import { runCompiled } from '../compiled-child.js';
import { median } from '../statistics.js';
import type { Effort, Measured } from './measure.js';

/** How much is measured, and in how many processes: each of them compiles the same code in another way. */
export interface Efforts extends Effort {
  readonly processes: number;
}

/** Measures in processes of its own; answers with the medians. */
export const measureInProcess = async ({ time, processes }: Efforts): Promise<Measured[]> => {
  const results: Measured[][] = [];
  for (let count = 0; count < processes; count += 1)
    results.push(await runCompiled(join(import.meta.dirname, 'main.ts'), [String(time)]));
  const [first = []] = results;
  return first.map(({ name }, index) => ({
    name,
    microseconds: median(results.map((measured) => measured[index]?.microseconds ?? Number.NaN)),
  }));
};
