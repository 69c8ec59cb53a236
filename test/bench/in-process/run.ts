import { join } from 'node:path';
import { runCompiled } from '../compiled-child.js';
import type { Effort, Measured } from './measure.js';

/** Measures in a process of its own. */
export const measureInProcess = ({ time }: Effort): Promise<Measured[]> =>
  runCompiled(join(import.meta.dirname, 'main.ts'), [String(time)]);
