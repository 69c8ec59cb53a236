import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Debian's own: it finds Debian's packages. */
const python = '/usr/bin/python3';

const isComplete = (): boolean => {
  try {
    execFileSync(python, ['-c', 'import jwt, authlib'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const install = async (): Promise<void> => {
  const packages = 'python3-jwt python3-authlib';
  const script = `apt-get update && apt-get install -y --no-install-recommends ${packages}`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Test files run at the same time, apt does not.
  const lock = join(tmpdir(), 'email-auth-test-install.lock');
  await promisify(execFile)('flock', [lock, 'sh', '-c', script], { env });
};

/** Null where Python has PyJWT and Authlib, installed first where that is possible; else a sentence that says what to do. */
export const whyNoPython = async (): Promise<string | null> => {
  if (!isComplete() && process.getuid?.() === 0 && existsSync('/etc/debian_version'))
    await install().catch(() => {});
  return isComplete()
    ? null
    : 'Python verifies no tokens: install python3-jwt and python3-authlib, or run these tests as root on Debian.';
};

/** Runs a script, with JSON in and out. */
export const runPython = (script: string, input: unknown): unknown =>
  JSON.parse(execFileSync(python, [script], { input: JSON.stringify(input), encoding: 'utf8' }));
