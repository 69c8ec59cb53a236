import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Where a program is; undefined where it is not installed. */
export const findProgram = (...names: readonly string[]): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));

/**
 * Installs packages where a program of theirs is missing, as root on Debian. What goes wrong is not told: whoever asks
 * looks for the program again.
 */
export const installPackages = async (
  programs: readonly string[],
  packages: readonly string[],
): Promise<void> => {
  const isComplete = () => programs.every((program) => findProgram(program));
  if (isComplete() || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  const script = `${programs.map((program) => `command -v ${program}`).join(' && ')} ||
    { apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}; }`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Test files run at the same time, apt does not.
  const lock = join(tmpdir(), 'email-auth-test-install.lock');
  await promisify(execFile)('flock', [lock, 'sh', '-c', script], { env }).catch(() => {});
};
