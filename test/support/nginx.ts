import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './redis.js';

/** A private nginx on loopback. */
export interface Nginx {
  readonly port: number;
  /** Ends it and removes its folder. Does nothing the second time. */
  stop(): Promise<void>;
}

/** How the program is started. */
interface NginxBinary {
  readonly path: string;
  /** The folders of its libraries, where they are not the machine's. */
  readonly libraries?: string;
}

const startupDeadline = 10_000;
const missing =
  'These tests need a real nginx: install it so that it is on the PATH, or run them as root on Debian.';

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where Debian's packages are unpacked. Not installed: that would start a service. */
const unpacked = join(tmpdir(), 'email-auth-test-nginx');

/** Debian's folders of libraries, above the name of the machine's kind. */
const libraryFolders = ['usr/lib', 'lib'].map((folder) =>
  join(unpacked, folder, `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`),
);

const installed = (): NginxBinary | undefined => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const path = folders.map((folder) => join(folder, 'nginx')).find(isExecutable);
  if (path) return { path };
  const own = join(unpacked, 'usr/sbin/nginx');
  return isExecutable(own) ? { path: own, libraries: libraryFolders.join(delimiter) } : undefined;
};

/** Downloads nginx and the libraries that the machine lacks, and unpacks them into a folder. */
const unpack = async (): Promise<void> => {
  const script = `
    test -x "$1/usr/sbin/nginx" && exit 0
    mkdir -p "$1/archives/partial" && apt-get update
    apt-get install -y --no-install-recommends --reinstall --download-only -o "Dir::Cache::archives=$1/archives" nginx
    for archive in "$1"/archives/*.deb; do dpkg -x "$archive" "$1" || exit 1; done`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Test files run at the same time, apt does not.
  const lock = join(tmpdir(), 'email-auth-test-install.lock');
  await promisify(execFile)('flock', [lock, 'sh', '-c', script, 'sh', unpacked], { env });
};

/** @throws {Error} one sentence that says what to do */
const findNginx = async (): Promise<NginxBinary> => {
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    await unpack().catch((cause: unknown) => {
      throw new Error(missing, { cause });
    });
  }
  const after = installed();
  if (!after) throw new Error(missing);
  return after;
};

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const configuration = (port: number, upstream: number, locations: Readonly<Record<string, string>>) => `
  daemon off; master_process off; pid nginx.pid; error_log stderr error;
  events { worker_connections 64; }
  http {
    access_log off;
    ${temporary.map((name) => `${name}_temp_path ${name};`).join(' ')}
    server {
      listen 127.0.0.1:${port};
      ${Object.entries(locations)
        .map(([name, body]) => `location /${name}/ { proxy_pass http://127.0.0.1:${upstream}/; ${body} }`)
        .join('\n')}
    }
  }`;

const answers = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

/**
 * Starts an nginx in front of a server on loopback: each location, by the first part of its path, with directives of
 * its own. The caller stops it.
 */
export const startNginx = async (
  upstream: number,
  locations: Readonly<Record<string, string>>,
): Promise<Nginx> => {
  const { path, libraries } = await findNginx();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-nginx-'));
  writeFileSync(join(folder, 'nginx.conf'), configuration(port, upstream, locations));
  const child = spawn(path, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env,
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk;
  });
  let isRunning = true;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  }).then(() => {
    isRunning = false;
  });
  const cleanUp = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  // A test file that dies before it stops its server must not leave one behind.
  process.once('exit', cleanUp);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    process.off('exit', cleanUp);
    cleanUp();
  };
  const deadline = performance.now() + startupDeadline;
  // nginx does not say when it listens.
  while (isRunning && !(await answers(port)) && performance.now() < deadline) await pause(20);
  if (isRunning && performance.now() < deadline) return { port, stop };
  await stop();
  throw new Error(`The nginx server did not start:\n${log.slice(-2000)}`);
};
