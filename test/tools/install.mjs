// A tool that is large, or wants other versions than we do, stands in a folder of its own, with a lock of its own, and
// is installed when it is needed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const isInstalled = (folder, tool) => {
  const path = `node_modules/${tool}`;
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  try {
    const { version } = JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8'));
    return version === packages[path].version;
  } catch {
    return false;
  }
};

/** @throws {Error} with this sentence, which says what to do */
export const installIn = (folder, tool, sentence) => {
  if (isInstalled(folder, tool)) return;
  try {
    execFileSync('npm', ['ci', '--silent', '--prefer-offline'], { cwd: folder, stdio: 'pipe' });
  } catch (cause) {
    throw new Error(sentence, { cause });
  }
};
