// The compiler wants a TypeScript of its own, so it stands in a folder of its own, and is installed when it is needed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const compiler = 'node_modules/typescript-to-lua';

const isInstalled = () => {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  try {
    const { version } = JSON.parse(readFileSync(join(folder, compiler, 'package.json'), 'utf8'));
    return version === packages[compiler].version;
  } catch {
    return false;
  }
};

/** @throws {Error} a sentence that says what to do */
export const install = () => {
  if (isInstalled()) return;
  try {
    execFileSync('npm', ['ci', '--silent', '--prefer-offline'], { cwd: folder, stdio: 'pipe' });
  } catch (cause) {
    throw new Error(
      'The compiler of the scripts is missing and could not be installed: run npm ci in test/tools/lua.',
      {
        cause,
      },
    );
  }
};
