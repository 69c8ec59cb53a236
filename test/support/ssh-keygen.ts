import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const isInstalled = (): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'ssh-keygen')));

const install = async (): Promise<void> => {
  const script =
    'command -v ssh-keygen || { apt-get update && apt-get install -y --no-install-recommends openssh-client; }';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Test files run at the same time, apt does not.
  const lock = join(tmpdir(), 'email-auth-test-install.lock');
  await run('flock', [lock, 'sh', '-c', script], { env });
};

/** Null where there is a real `ssh-keygen`, installed first where that is possible; else a sentence that says what to do. */
export const whyNoSshKeygen = async (): Promise<string | null> => {
  if (!isInstalled() && process.getuid?.() === 0 && existsSync('/etc/debian_version'))
    await install().catch(() => {});
  return isInstalled()
    ? null
    : 'Keys of OpenSSH are not tried: install openssh-client, or run these tests as root on Debian.';
};

/** A private key as `ssh-keygen` writes it, its public half, and the same key as PEM, if `ssh-keygen` can write that. */
export interface SshKey {
  readonly text: string;
  readonly publicLine: string;
  readonly pem: string | null;
}

/** Makes one with these arguments, such as `['-t', 'ed25519']`. */
export const sshKeygen = async (args: readonly string[], passphrase = ''): Promise<SshKey> => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-ssh-'));
  const file = join(folder, 'key');
  try {
    await run('ssh-keygen', ['-q', ...args, '-N', passphrase, '-C', 'ada@example.com', '-f', file]);
    const [text, publicLine] = [file, `${file}.pub`].map((name) => readFileSync(name, 'utf8'));
    const toPem = ['-p', '-m', 'PEM', '-N', '', '-P', passphrase, '-f', file];
    const pem = await run('ssh-keygen', toPem).then(
      () => readFileSync(file, 'utf8'),
      () => null,
    );
    return { text: text ?? '', publicLine: publicLine ?? '', pem };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
