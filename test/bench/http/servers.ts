import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { openClient, type Post } from './load.js';

/** Where a server keeps what it knows. */
export type Cache = 'memory' | 'redis' | 'redis, client-side caching';

/** A server of the comparison, in a process of its own. */
export interface Server {
  readonly name: ServerName;
  readonly cache: Cache;
  /** Of somebody who is logged in; undefined where nobody logs in. */
  readonly token: string | undefined;
  readonly refreshToken: string | undefined;
  readonly post: Post;
  /** Microseconds that its process has worked since it was started. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/** The servers by the names that the table has for them. */
export const programs = {
  'no authentication': 'servers/no-authentication.mjs',
  'plugin-jwt + scope-auth': 'peers/plugin-jwt.mjs',
  'generic-auth + jose': 'servers/generic-auth.mjs',
  'hand-written': 'servers/hand-written.mjs',
  'better-auth': 'peers/better-auth.mjs',
  'this library': 'servers/this-library.mjs',
} as const;

/** The name of a server in the table. */
export type ServerName = keyof typeof programs;

interface Hello {
  readonly url: string;
  readonly token?: string;
  readonly refreshToken?: string;
}

const next = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const fail = () => reject(new Error('A server of the bench has ended.'));
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      resolve(message);
    });
  });

/**
 * @param redis - the URL of the Redis, where the cache is one
 * @param logsIn - false: it begins with nobody logged in, so that it does no more at its start than the others
 */
export const startServer = async (
  name: ServerName,
  cache: Cache,
  redis: string | undefined,
  logsIn = true,
): Promise<Server> => {
  const child = fork(join(resolve(import.meta.dirname, '..'), programs[name]), {
    // What this process was started with (a compiler) is not the server's.
    execArgv: [],
    env: {
      ...{ ...process.env, NODE_ENV: 'production', BENCH_CACHE: cache },
      ...(redis && { BENCH_REDIS: redis }),
      ...(!logsIn && { BENCH_NOBODY: '1' }),
    },
  });
  // Boundary: this is what serve.mjs says.
  const { url, token, refreshToken } = (await next(child)) as Hello;
  const client = openClient(url);
  return {
    ...{ name, cache, token, refreshToken, post: client.post },
    cpu: async () => {
      const answer = next(child);
      child.send('cpu');
      return Number(await answer);
    },
    stop: async () => {
      client.close();
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
};
