// `npm run bench:redis`: the server's CPU per step, in microseconds a call, as the server itself counts it (INFO
// commandstats), and as a multiple of a script that only reads and writes as many records. Given the folder of another
// checkout (`npm run bench:redis -- ../older`), it measures the steps of that one too, in turn, and prints the ratio.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startRedis } from '../support/redis.js';
import { measureRedisCosts, type OpenStore } from './redis-costs.js';

const openOther = async (folder: string): Promise<OpenStore> => {
  const from = (path: string) => import(pathToFileURL(resolve(folder, 'src/store/redis', path)).href);
  const { findRedis } = await from('find-redis.ts');
  const { createRedisStore } = await from('redis-store.ts');
  return (keyv, options) => createRedisStore(findRedis(keyv), options);
};

const main = async (folder: string | undefined): Promise<void> => {
  const redis = await startRedis();
  const costs = await measureRedisCosts(redis.url, {
    rounds: Number(process.env.ROUNDS ?? 5),
    calls: 5000,
    only: process.env.ONLY ?? '',
    other: folder === undefined ? undefined : await openOther(folder),
  });
  console.info(`${''.padEnd(30)}   µs   ÷ reads and writes${folder ? '   ÷ the other' : ''}`);
  for (const { step, cpu, timesFloor, timesOther } of costs) {
    const last = timesOther?.toFixed(2).padStart(14) ?? '';
    console.info(
      `${step.padEnd(30)}${cpu.toFixed(1).padStart(5)}${timesFloor.toFixed(2).padStart(21)}${last}`,
    );
  }
  await redis.stop();
};

void main(process.argv[2]);
