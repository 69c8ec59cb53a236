import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { srcDir } from '../rules/modules.js';

type Steps = typeof import('../../src/store/steps/index.js');
type LookAt = typeof import('../../src/store/steps/look-at.js');

/**
 * The steps of the store in a copy that remembers so few replaced generations that some are forgotten. A mock would not
 * do: test files share a process, in which the steps may be loaded already.
 */
export const importStepsThatRemember = async (generations: number): Promise<Steps & LookAt> => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-steps-'));
  try {
    cpSync(join(srcDir, 'store'), folder, { recursive: true });
    const bounds = join(folder, 'bounds.ts');
    const source = readFileSync(bounds, 'utf8');
    const changed = source.replace('maxReplaced = 32', `maxReplaced = ${generations}`);
    if (changed === source) throw new Error('bounds.ts no longer says maxReplaced = 32');
    writeFileSync(bounds, changed);
    const load = <Module>(file: string): Promise<Module> =>
      import(/* @vite-ignore */ join(folder, 'steps', file));
    return { ...(await load<Steps>('index.ts')), ...(await load<LookAt>('look-at.ts')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
