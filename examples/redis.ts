// basic.ts for any number of processes: REDIS_URL=redis://127.0.0.1:6379 npx tsx examples/redis.ts
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createKeyv } from '@keyv/redis';
import { createApp } from './basic.js';

export const createRedisApp = (url: string, options: Parameters<typeof createApp>[0] = {}) => {
  const cache = createKeyv(url, { namespace: 'my-app' });
  return { cache, ...createApp({ cache, ...options }) };
};

const main = async () => {
  // All processes need the same signing key: EMAIL_AUTH_SIGNING_KEY.
  const { auth, yoga } = createRedisApp(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379');
  await auth.check();
  createServer(yoga).listen(Number(process.env.PORT ?? 4000), '127.0.0.1');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
