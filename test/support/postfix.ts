import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './redis.js';

const run = promisify(execFile);

/** A private Postfix on loopback. It is final for some domains, and relays what is for any other. */
export interface PostfixServer {
  readonly url: string;
  readonly port: number;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

export interface PostfixOptions {
  /** Domains whose mail is its own (`mydestination`). */
  readonly domain: string;
  /** Where mail for its own domain goes: a port on loopback that speaks SMTP. */
  readonly localPort: number;
  /** Where all other mail goes. */
  readonly relayPort: number;
}

const startupDeadline = 30_000;
const missing =
  'These tests need a real Postfix, which only root can start: run them as root, with postfix installed, or on Debian.';

// Debian's folders of programs for administrators are not on the path of every shell.
const findPostfix = (): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, 'postfix'))
    .find((path) => existsSync(path));

/**
 * Debian's package starts a service. `policy-rc.d` is Debian's way to forbid that; it is there for the time of the
 * installation only, and one that is there already is left alone. Nothing is removed: another mail server stays.
 */
const installScript = `
  command -v postfix || test -x /usr/sbin/postfix && exit 0
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy"
  fi
  apt-get update && apt-get install -y --no-install-recommends --no-remove postfix`;

const install = async (): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Test files run at the same time, apt does not.
  const lock = join(tmpdir(), 'email-auth-test-install.lock');
  await run('flock', [lock, 'sh', '-c', installScript], { env });
};

/**
 * The program, installed first where that is possible.
 *
 * @throws {Error} one sentence that says what to do
 */
const requirePostfix = async (): Promise<string> => {
  if (process.getuid?.() !== 0) throw new Error(missing);
  if (!findPostfix() && existsSync('/etc/debian_version')) {
    await install().catch((cause: unknown) => {
      throw new Error(missing, { cause });
    });
  }
  const found = findPostfix();
  if (!found) throw new Error(missing);
  return found;
};

/** The defaults, but for names, folders and ports: how addresses are read is the subject of the tests. */
const mainConfig = (folder: string, { domain, localPort, relayPort }: PostfixOptions): string => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.${domain}
mydestination = ${domain}
local_recipient_maps =
local_transport = smtp:[127.0.0.1]:${localPort}
default_transport = smtp:[127.0.0.1]:${relayPort}
`;

/** Postfix's own list of services, without those that no mail of these tests goes through. */
const masterConfig = (port: number): string =>
  [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'postlog unix-dgram n - n - 1 postlogd',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    '',
  ].join('\n');

const writeConfig = async (port: number, options: PostfixOptions): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-postfix-'));
  // Its processes run as another user.
  chmodSync(folder, 0o755);
  for (const name of ['config', 'queue', 'data']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'config/main.cf'), mainConfig(folder, options));
  writeFileSync(join(folder, 'config/master.cf'), masterConfig(port));
  await run('chown', ['postfix', join(folder, 'data')]);
  return folder;
};

/** Whether somebody greets at the port. */
const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });

const ready = async (child: ChildProcess, port: number, log: () => string): Promise<void> => {
  const deadline = performance.now() + startupDeadline;
  while (!(await greets(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      throw new Error(`Postfix did not start:\n${log().slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const launch = async (program: string, port: number, options: PostfixOptions): Promise<PostfixServer> => {
  const folder = await writeConfig(port, options);
  const config = join(folder, 'config');
  const { stdout } = await run('postconf', ['-c', config, '-h', 'daemon_directory'], {
    env: { ...process.env, PATH: `${process.env.PATH}${delimiter}${join(program, '..')}` },
  });
  // It makes the folders of the queue, too.
  await run(program, ['-c', config, 'check']);
  // In a process group of its own, so that nothing of it is left when that is ended.
  const child = spawn(join(stdout.trim(), 'master'), ['-c', config], {
    stdio: 'ignore',
    detached: true,
  });
  const logFile = join(folder, 'log');
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  const ended = once(child, 'exit');
  const kill = () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended already.
    }
    rmSync(folder, { recursive: true, force: true });
  };
  // A test file that dies before it stops its server must not leave one behind.
  process.once('exit', kill);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', kill);
    kill();
  };
  try {
    await ready(child, port, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `smtp://127.0.0.1:${port}`, port, stop };
};

/** Starts a private Postfix: loopback only, folders of its own. The caller stops it. */
export const startPostfix = async (options: PostfixOptions): Promise<PostfixServer> => {
  const program = await requirePostfix();
  // Another process can take the free port before the server does.
  const start = async () => launch(program, await freePort(), options);
  return start().catch(start);
};
