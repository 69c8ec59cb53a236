// What the servers of the bench have in common. Each runs in a process of its own and says itself what it has spent.
import { createServer } from 'node:http';

/** The code in every mail: nobody reads mails here. */
export const code = '123456';

/** `memory`, `redis` or `redis, client-side caching`. */
export const cache = process.env.BENCH_CACHE ?? 'memory';
export const redisUrl = process.env.BENCH_REDIS;

/**
 * @param token - of somebody who is logged in already
 * @param refreshToken - the one that belongs to it, where there is one
 */
export const serve = (listener, { token, refreshToken } = {}) => {
  const server = createServer(listener).listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${server.address().port}/graphql`, token, refreshToken });
  });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.on('disconnect', () => process.exit());
};
