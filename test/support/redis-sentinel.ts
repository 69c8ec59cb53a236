import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@keyv/redis';
import { expect, vi } from 'vitest';
import { findRedisBinary, freePort } from './redis.js';

/** A sentinel on loopback that knows where a Redis is. */
export interface RedisSentinel {
  /** What it calls the Redis. */
  readonly name: string;
  readonly port: number;
  stop(): Promise<void>;
}

const name = 'main';

/** Until it has looked at the Redis, it tells nobody where that is. */
const hasFound = async (port: number, redis: { readonly port: number }): Promise<void> => {
  const socket = { host: '127.0.0.1', port, reconnectStrategy: 20 };
  const client = createClient({ socket });
  client.on('error', () => {});
  await client.connect();
  try {
    await vi.waitFor(
      async () => {
        const address = await client.sendCommand(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]);
        expect(address).toEqual(['127.0.0.1', String(redis.port)]);
      },
      { timeout: 10_000, interval: 20 },
    );
  } finally {
    client.destroy();
  }
};

/** Starts a sentinel over a Redis. The caller stops it, before the Redis. */
export const startRedisSentinel = async (redis: { readonly port: number }): Promise<RedisSentinel> => {
  const [binary, port] = await Promise.all([findRedisBinary(), freePort()]);
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-sentinel-'));
  // A sentinel insists on a file of its own, in which it keeps what it finds out.
  const file = join(folder, 'sentinel.conf');
  writeFileSync(
    file,
    `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor ${name} 127.0.0.1 ${redis.port} 1\n`,
  );
  const child = spawn(binary.path, [file, '--sentinel'], { argv0: binary.argv0, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const kill = () => void child.kill('SIGKILL');
  // A test file that dies before it stops its sentinel must not leave one behind.
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await ended;
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await hasFound(port, redis);
  } catch (error) {
    await stop();
    throw error;
  }
  return { name, port, stop };
};
