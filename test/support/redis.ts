import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** How a real server is started: a program, and the name it must be started under. */
export interface RedisBinary {
  readonly path: string;
  readonly argv0: string;
}

/** A private Redis on loopback, which a failure test may freeze and kill. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Stops it from answering, its sockets staying open (SIGSTOP). */
  freeze(): void;
  /** Lets a frozen one go on (SIGCONT). */
  resume(): void;
  /** Ends it at once, as a crash would (SIGKILL). Its data is gone, its port is free. */
  kill(): Promise<void>;
  /** Ends it, frozen or not, and removes its folder. Does nothing the second time. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** More arguments for the server, such as `['--maxmemory', '2mb']`. */
  readonly args?: readonly string[];
  /** The port to listen on; a free one by default. Starting on the port of a killed server is how a cache "comes back". */
  readonly port?: number;
}

const startupDeadline = 10_000;
const missing =
  'These tests need a real Redis: set REDIS_URL, or install redis-server or valkey-server, or run them as root on Debian.';

const isExecutable = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (name: string) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);

const installed = (): RedisBinary | undefined => {
  for (const name of ['redis-server', 'valkey-server']) {
    const path = onPath(name);
    if (path) return { path, argv0: name };
  }
  // Debian's redis-tools has the server too: the program decides by its name which of the two it is.
  const path = onPath('redis-check-rdb');
  return path && existsSync('/etc/debian_version') ? { path, argv0: 'redis-server' } : undefined;
};

/** Debian's redis-tools, not redis-server: no system service is installed, so none is left running. */
const install = async () => {
  const script =
    'command -v redis-check-rdb || { apt-get update && apt-get install -y --no-install-recommends redis-tools; }';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Test files run at the same time, apt does not.
  const lock = join(tmpdir(), 'email-auth-test-install.lock');
  await promisify(execFile)('flock', [lock, 'sh', '-c', script], { env });
};

/**
 * The server on this machine, installed first where that is possible.
 *
 * @throws {Error} one sentence that says what to do
 */
export const findRedisBinary = async (): Promise<RedisBinary> => {
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    await install().catch((cause: unknown) => {
      throw new Error(missing, { cause });
    });
  }
  const after = installed();
  if (!after) throw new Error(missing);
  return after;
};

/** A port on the loopback address that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string')
    throw new Error('No free port on the loopback address.');
  return address.port;
};

const serverArguments = (port: number, folder: string, more: readonly string[]) => [
  ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
  ...['--save', '', '--appendonly', 'no', '--daemonize', 'no', ...more],
];

/** Resolves when the server says that it takes connections, rejects with its log when it ends before. */
const ready = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let log = '';
    const fail = (why: string) => reject(new Error(`The Redis server ${why}:\n${log.slice(-2000)}`));
    const timer = setTimeout(() => fail('did not start in time'), startupDeadline);
    const done = (then: () => void) => () => {
      clearTimeout(timer);
      then();
    };
    child.once(
      'error',
      done(() => fail('could not be started')),
    );
    child.once(
      'exit',
      done(() => fail('ended at once')),
    );
    child.stdout?.on('data', (chunk: Buffer) => {
      log += chunk;
      if (log.includes('Ready to accept connections')) done(resolve)();
    });
  });

const launch = async (binary: RedisBinary, port: number, more: readonly string[]): Promise<RedisServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-redis-'));
  const child = spawn(binary.path, serverArguments(port, folder, more), {
    argv0: binary.argv0,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  const cleanUp = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  // A test file that dies before it stops its server must not leave one behind.
  process.once('exit', cleanUp);
  const stop = async () => {
    await kill();
    process.off('exit', cleanUp);
    cleanUp();
  };
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    freeze: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill,
    stop,
  };
};

/** Starts a private server: loopback only, nothing written to disk. The caller stops it. */
export const startRedis = async ({ args = [], port }: StartOptions = {}): Promise<RedisServer> => {
  const binary = await findRedisBinary();
  if (port !== undefined) return launch(binary, port, args);
  // Another process can take the free port before the server does.
  return launch(binary, await freePort(), args).catch(async () => launch(binary, await freePort(), args));
};

/** A Redis for tests that only use it: the one at `REDIS_URL`, which is left alone, else a private one. */
export const useRedis = async (): Promise<Pick<RedisServer, 'url' | 'stop'>> => {
  const url = process.env.REDIS_URL;
  return url ? { url, stop: async () => {} } : startRedis();
};
