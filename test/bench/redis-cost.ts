// `npm run bench:redis`: the server's CPU per step, in microseconds a call, as the server itself counts it (INFO
// commandstats), and as a multiple of a script that gets and sets one record. Given the folder of another checkout
// (`npm run bench:redis -- ../older`), it measures the steps of that one too, in turn, and prints the ratio.

import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient, createKeyv } from '@keyv/redis';
import type { IdentityName, IdentityNames } from '../../src/code/secret.js';
import type { Counter } from '../../src/limit/limits.js';
import type { MailLimits } from '../../src/store/code-steps.js';
import type { Store } from '../../src/store/port.js';
import { findRedis } from '../../src/store/redis/find-redis.js';
import { createRedisStore } from '../../src/store/redis/redis-store.js';
import { identityName } from '../support/identity-names.js';
import { startRedis } from '../support/redis.js';

const rounds = Number(process.env.ROUNDS ?? 5);
const only = process.env.ONLY ?? '';
const calls = 5000;
/** Calls in a row, before it is the other's turn. A round counts as the median of them: others use this machine, too. */
const slice = 100;
const start = 1_700_000_000_000;
const timeout = 60_000;

type Call = (store: Store, name: IdentityName) => Promise<unknown>;
/** `prepare`: what must have happened under this name before `call` is measured. */
interface Scenario {
  readonly prepare?: Call;
  readonly call: Call;
}

const counter = (key: string, more?: Partial<Counter>): Counter => ({
  ...{ name: key, option: key, limit: 1_000_000, window: 3_600_000 },
  ...more,
});
const limitsOf = (name: string): Counter[] => [
  counter(`ip-${name}`),
  counter(`wide-${name}`, { block: true }),
];
const mailsOf = (name: string): MailLimits => ({
  all: counter(`mails-${name}`),
  strangers: counter(`strangers-${name}`),
  long: counter(`long-${name}`),
  tagged: null,
});
const budgetOf = (name: string) => ({
  shortCodes: counter(`short-${name}`),
  failures: counter(`failures-${name}`),
  all: counter('all'),
});
const codeLife = 300_000;
const lifetime = 1_000_000_000;

const ownerOf = (name: IdentityName): IdentityNames => [name, identityName(`${name}-older`)];

const issue: Call = (store, name) =>
  store.issue({
    ...{ now: start, owner: name, network: 'home', challenge: 'challenge', offered: null },
    ...{ digests: { short: 'right', long: 'long' }, expiresAt: start + codeLife, attempts: 5 },
    ...{ limits: limitsOf(name), mails: mailsOf(name), budget: budgetOf(name), crowded: false },
  });
const redeem =
  (digest: string, challenge: string | null, id = ''): Call =>
  (store, name) =>
    store.redeem({
      ...{
        now: start + 1000,
        owner: ownerOf(name),
        network: 'home',
        challenge,
        joiner: null,
        others: 2,
      },
      ...{ digests: [digest, 'nothing'], limits: limitsOf(name), budget: budgetOf(name) },
      session: { id: name + id, expiresAt: start + lifetime, origin: 'a browser on a system', max: 100 },
    });
const session = (id = ''): Call => {
  const right = redeem('right', null, id);
  return async (store, name) => {
    await issue(store, name);
    await right(store, name);
  };
};
const inTurn =
  (...all: Call[]): Call =>
  async (store, name) => {
    for (const call of all) await call(store, name);
  };
const rotate =
  (slide: { lifetime: number; maxLifetime: number } | null): Call =>
  (store, name) =>
    store.rotate({
      ...{ now: start + 2000, owner: ownerOf(name), session: name, generation: 1 },
      ...{ grace: 10_000, makesNext: true, usesAreNoted: true, slide, updates: { org: '"a"' } },
    });
const four = inTurn(session(), session('-2'), session('-3'), session('-4'));
const revoke =
  (one: boolean): Call =>
  (store, name) =>
    store.revoke({ now: start + 3000, owner: ownerOf(name), session: one ? name : null });

const scenarios: Readonly<Record<string, Scenario>> = {
  'issue, first': { call: issue },
  'issue, third': { prepare: inTurn(issue, issue), call: issue },
  'redeem, right': { prepare: issue, call: redeem('right', null) },
  'redeem, wrong': { prepare: inTurn(issue, issue), call: redeem('wrong', null) },
  'redeem, wrong, by challenge': { prepare: issue, call: redeem('wrong', 'challenge') },
  'redeem, wrong, no code': { call: redeem('wrong', null) },
  rotate: { prepare: session(), call: rotate(null) },
  'rotate, sliding': {
    prepare: session(),
    call: rotate({ lifetime: lifetime * 2, maxLifetime: lifetime * 3 }),
  },
  'revoke, one of four': { prepare: four, call: revoke(true) },
  'revoke, all four': { prepare: four, call: revoke(false) },
  'sessions, four': {
    prepare: four,
    call: (store, name) => store.listSessions({ now: start + 3000, owner: ownerOf(name) }),
  },
  abandon: {
    prepare: session(),
    call: (store, name) =>
      store.abandon({
        ...{ now: start + 3000, owner: ownerOf(name), session: name, counters: [`wide-${name}`] },
        spent: {
          owner: name,
          code: {
            challenge: 'challenge',
            digest: 'right',
            expiresAt: start + codeLife,
            ownAttempts: 5,
            sharedAttempts: 4,
            isLong: false,
          },
        },
      }),
  },
  release: {
    prepare: issue,
    call: (store, name) =>
      store.release({ now: start + 3000, counters: [`ip-${name}`, `long-${name}`, `wide-${name}`] }),
  },
  alive: {
    prepare: session(),
    call: (store, name) => store.alive({ now: start + 3000, session: name, generation: 1 }),
  },
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const main = async (other: string | undefined): Promise<void> => {
  const redis = await startRedis();
  const keyv = createKeyv(redis.url);
  const client = await createClient({ url: redis.url }).connect();

  /** Microseconds that the server has spent with these commands, from now on. */
  const measure = async (work: () => Promise<unknown>): Promise<number> => {
    await client.sendCommand(['CONFIG', 'RESETSTAT']);
    await work();
    const stats = String(await client.sendCommand(['INFO', 'commandstats']));
    const spent = (command: string) =>
      Number(new RegExp(`cmdstat_${command}:calls=\\d+,usec=(\\d+)`).exec(stats)?.[1] ?? 0);
    // Within a script, what it calls is counted twice: by itself and with the script.
    return spent('evalsha') + spent('eval') || spent('get');
  };

  const opened = async (folder: string | undefined, namespace: string): Promise<Store> => {
    const from = (path: string) => import(pathToFileURL(resolve(folder ?? '', path)).href);
    const found = folder ? (await from('src/store/redis/find-redis.ts')).findRedis(keyv) : findRedis(keyv);
    const create = folder
      ? (await from('src/store/redis/redis-store.ts')).createRedisStore
      : createRedisStore;
    return create(found, { namespace, timeout });
  };

  const text =
    "local text = redis.call('GET', KEYS[1]) redis.call('SET', KEYS[1], ARGV[1], 'PX', '60000') return text";
  await client.scriptLoad(text);
  const sha = createHash('sha1').update(text).digest('hex');
  const value = JSON.stringify({ value: { count: 1, endsAt: start }, expiresAt: start });
  const plain = (name: string) => client.evalSha(sha, { keys: [name], arguments: [value] });

  const stores = [await opened(undefined, 'this'), ...(other ? [await opened(other, 'other')] : [])];
  const namesOf = (round: number, from: number) =>
    Array.from({ length: slice }, (_, i) => identityName(`${round}-${from + i}`));
  const together = (names: readonly IdentityName[], work: (name: IdentityName) => Promise<unknown>) =>
    Promise.all(names.map(work));

  console.info(`µs a call, medians of ${rounds} rounds of ${calls} calls\n`);
  console.info(`${''.padEnd(30)}   µs   ÷ get and set${other ? '   ÷ the other' : ''}`);
  for (const [what, { prepare, call }] of Object.entries(scenarios)) {
    if (!what.startsWith(only)) continue;
    const figures: number[][] = [[], ...stores.map(() => [])];
    for (let round = 0; round < rounds; round += 1) {
      await client.flushDb();
      const slices: number[][] = figures.map(() => []);
      for (let from = 0; from < calls; from += slice) {
        const names = namesOf(round, from);
        slices[0]?.push((await measure(() => together(names, plain))) / slice);
        // Neither always comes second.
        const order = (from / slice + round) % 2 === 0 ? [...stores.keys()] : [...stores.keys()].reverse();
        for (const index of order) {
          const store = stores[index] as Store;
          if (prepare) await together(names, (name) => prepare(store, name));
          const spent = await measure(() => together(names, (name) => call(store, name)));
          slices[index + 1]?.push(spent / slice);
        }
      }
      for (const [index, spent] of slices.entries()) figures[index]?.push(median(spent));
    }
    const [base = [], ours = [], theirs] = figures;
    const ratio = (of: readonly number[]) =>
      median(ours.map((figure, round) => figure / (of[round] ?? Number.NaN)));
    const last = theirs ? ratio(theirs).toFixed(2).padStart(14) : '';
    console.info(
      `${what.padEnd(30)}${median(ours).toFixed(1).padStart(5)}${ratio(base).toFixed(2).padStart(16)}${last}`,
    );
  }
  await keyv.disconnect();
  client.destroy();
  await redis.stop();
};

void main(process.argv[2]);
