// `npm run bench:scale`: what one Redis carries, measured and calculated. docs/scale.md explains it.
import { createClient, createKeyv } from '@keyv/redis';
import { createEmailAuth } from '../../src/index.js';
import { findRedis } from '../../src/store/redis/find-redis.js';
import { createRedisStore } from '../../src/store/redis/redis-store.js';
import { identityName } from '../support/identity-names.js';
import { startRedis } from '../support/redis.js';
import { signingKey } from '../support/service.js';
import { median } from './statistics.js';
import { stepScenarios } from './step-scenarios.js';

const users = Number(process.argv[2] ?? 2000);
const hour = 3600;
/** Seconds for which an access token is good, by default. */
const refreshEvery = 300;
/** Share of its time that a Redis should be busy at most: what is left is for bursts. */
const utilisation = 0.5;

const batch = 20;

/** Everybody is somewhere else. */
const personOf = (index: number) => ({
  identity: `user-${index}@example.com`,
  caller: { ip: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}` },
});

const usedMemory = async (client: { info(section: string): Promise<string> }): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);

/** Bytes for each of so many people: right after they have logged in, and when only their sessions and accounts are left. */
const measureBytes = async (url: string) => {
  const cache = createKeyv(url, { namespace: 'scale' });
  const client = await createClient({ url }).connect();
  const codes = new Map<string, string>();
  const auth = createEmailAuth({
    ...{ signingKey, cache },
    delivery: async ({ identity, code }) => void codes.set(identity, code),
  });
  const before = await usedMemory(client);
  for (let from = 0; from < users; from += batch) {
    const people = Array.from({ length: batch }, (_, index) => personOf(from + index));
    const asked = people.map(({ identity, caller }) => auth.requestLoginCode(identity, caller));
    const challenges = await Promise.all(asked);
    // Now: nobody waits for what other mails are waiting for.
    await auth.close();
    const logins = people.map(({ identity, caller }, index) =>
      auth.login(
        { identity, code: codes.get(identity) ?? '', challenge: challenges[index]?.challenge ?? null },
        caller,
      ),
    );
    await Promise.all(logins);
  }
  const fresh = (await usedMemory(client)) - before;
  for await (const keys of client.scanIterator({ MATCH: '*', COUNT: 1000 }))
    for (const key of keys) if (!/:(session|account):/.test(key)) await client.del(key);
  const settled = (await usedMemory(client)) - before;
  await cache.disconnect();
  client.destroy();
  return { fresh: fresh / users, settled: settled / users };
};

/** What a step costs the Redis in all, in microseconds a call: its command, and the work with the socket around it. */
const measureStep = async (url: string, step: string): Promise<number> => {
  const { prepare, call } = stepScenarios[step] ?? {};
  const cache = createKeyv(url, { namespace: 'scale' });
  const client = await createClient({ url }).connect();
  const found = findRedis(cache);
  if (!found || !call) throw new TypeError(`There is no step ${step}.`);
  const store = createRedisStore(found, { namespace: step, timeout: 60_000 });
  const used = async () => {
    const info = await client.info('cpu');
    const part = (name: string) => Number(new RegExp(`used_cpu_${name}:([\\d.]+)`).exec(info)?.[1]);
    return (part('user') + part('sys')) * 1e6;
  };
  const slices: number[] = [];
  for (let slice = 0; slice < 20; slice += 1) {
    const names = Array.from({ length: 100 }, (_, index) => identityName(`${slice}-${index}`));
    if (prepare) await Promise.all(names.map((name) => prepare(store, name)));
    const before = await used();
    await Promise.all(names.map((name) => call(store, name)));
    slices.push(((await used()) - before) / names.length);
  }
  await cache.disconnect();
  client.destroy();
  return median(slices);
};

const seconds = (microseconds: number): number => microseconds / 1e6;
const whole = (value: number): string => Math.round(value).toLocaleString('en');

const main = async (): Promise<void> => {
  const redis = await startRedis();
  try {
    const { fresh, settled } = await measureBytes(redis.url);
    const login =
      (await measureStep(redis.url, 'issue, first')) + (await measureStep(redis.url, 'redeem, right'));
    const refresh = await measureStep(redis.url, 'rotate');
    const check = await measureStep(redis.url, 'alive');
    const logins = utilisation / seconds(login);
    // Per person who is active: a refresh each time that a token ends, and a request a second.
    const active = utilisation / seconds(refresh / refreshEvery + check);
    const rows: readonly (readonly [what: string, value: string])[] = [
      ['bytes for somebody who has just logged in', whole(fresh)],
      ['bytes for a session and its account', whole(settled)],
      ['µs of Redis for a login (issue and redeem)', login.toFixed(0)],
      ['µs of Redis for a refresh', refresh.toFixed(0)],
      ['µs of Redis for the session check of a request', check.toFixed(1)],
      [`logins an hour, the Redis ${utilisation * 100} % busy`, whole(logins * hour)],
      [
        'share of a Redis for a million logins an hour',
        `${((1e6 / hour) * seconds(login) * 100).toFixed(1)} %`,
      ],
      ['people who send a request a second, and refresh every 5 minutes', whole(active)],
      ['GB for ten million sessions', ((settled * 1e7) / 1e9).toFixed(1)],
    ];
    for (const [what, value] of rows) console.info(`${what.padEnd(66)}${value.padStart(12)}`);
  } finally {
    await redis.stop();
  }
};

void main();
