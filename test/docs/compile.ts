import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './pages.js';

/** Rejects where a file does not compile, with what the compiler says. */
export const compile = async (files: Readonly<Record<string, string>>, compilerOptions: object = {}) => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../tsconfig.json',
        compilerOptions,
        include: [...Object.keys(files), '../hosts.d.ts'],
      }),
    );
    const tsc = promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['--singleThreaded', '-p', folder]);
    await tsc.catch(({ stdout }: { stdout: string }) => Promise.reject(new Error(stdout)));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
