// Part of `npm run bench`: what the library adds, as ratios within one run. The machine's speed cancels out; its noise does not,
// so each figure is the median of several rounds, taken in turn.
import { createKeyv } from '@keyv/redis';
import SchemaBuilder from '@pothos/core';
import { execute, parse } from 'graphql';
import EmailAuthPlugin, { createEmailAuth, type WithAuth } from 'pothos-plugin-email-auth';
import { startRedis } from '../support/redis.js';
import { noLimits, signingKey } from '../support/service.js';
import { simulateAgainstAddressLimit, simulateAttack, simulateStrangers } from '../support/simulation.js';

const rounds = 7;
const caller = { ip: '192.0.2.1' };

type Work = () => Promise<unknown>;

const time = async (work: Work): Promise<number> => {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start);
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** How many times as long `work` takes as `base`. */
const ratio = async (what: string, work: Work, base: Work): Promise<void> => {
  await work();
  await base();
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) ratios.push((await time(work)) / (await time(base)));
  console.info(`${what.padEnd(78)} ${median(ratios).toFixed(2)}`);
};

const repeat =
  (times: number, work: (index: number) => Promise<unknown>): Work =>
  async () => {
    for (let index = 0; index < times; index += 1) await work(index);
  };

const logIn = async (checkSession: boolean) => {
  let code = '';
  const auth = createEmailAuth({
    signingKey,
    limits: noLimits,
    accessToken: { checkSession },
    delivery: async (message) => {
      code = message.code;
    },
  });
  await auth.requestLoginCode('ada@example.com', caller);
  await auth.close();
  return { auth, tokens: await auth.login({ identity: 'ada@example.com', code }, caller) };
};

const listOf = async (authenticated: boolean) => {
  const { auth, tokens } = await logIn(false);
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
  const Item = builder.objectRef<{ id: number }>('Item').implement({
    fields: (t) => ({
      id: authenticated
        ? t.int({ authenticated: true, resolve: ({ id }) => id })
        : t.int({ resolve: ({ id }) => id }),
    }),
  });
  const items = Array.from({ length: 1000 }, (_, id) => ({ id }));
  builder.queryType({ fields: (t) => ({ items: t.field({ type: [Item], resolve: () => items }) }) });
  const schema = builder.toSchema();
  const document = parse('{ items { id } }');
  const contextValue = { auth: await auth.authenticate(tokens.accessToken, caller) };
  return repeat(20, async () => execute({ schema, document, contextValue }));
};

const main = async () => {
  const checked = await logIn(true);
  const unchecked = await logIn(false);
  const verify = ({ auth, tokens }: Awaited<ReturnType<typeof logIn>>) =>
    repeat(1000, () => auth.authenticate(tokens.accessToken, caller));
  const { auth } = checked;

  console.info('ratio: how many times as long the first takes as the second\n');
  await ratio('1000 marked fields : 1000 fields without a mark', await listOf(true), await listOf(false));
  await ratio('authenticate, session looked up : not looked up', verify(checked), verify(unchecked));
  await ratio(
    'authenticate 1000 times, one token : log in once (two signatures)',
    verify(unchecked),
    async () => void (await logIn(false)),
  );
  await ratio(
    '1000 wrong logins of one address : of 1000 addresses',
    repeat(1000, () => auth.login({ identity: 'eve@example.com', code: '1' }, caller).catch(() => {})),
    repeat(1000, (i) => auth.login({ identity: `u${i}@example.com`, code: '1' }, caller).catch(() => {})),
  );
};

/** What exactness costs: one script against the two reads and two writes of a counter and a code, which are not exact. */
const overRedis = async () => {
  const redis = await startRedis();
  const cache = createKeyv(redis.url, { namespace: 'bench' });
  const auth = createEmailAuth({ signingKey, limits: noLimits, cache, delivery: async () => {} });
  const racy = async (index: number) => {
    for (const key of [`counter-${index}`, `code-${index}`])
      await cache.set(key, (await cache.get(key)) ?? 1);
  };
  const wrong = (index: number) =>
    auth.login({ identity: `u${index}@example.com`, code: '1' }, caller).catch(() => {});
  const together = (work: (index: number) => Promise<unknown>) => () =>
    Promise.all(Array.from({ length: 1000 }, (_, index) => work(index)));
  try {
    await auth.check();
    await ratio(
      'Redis: 1000 wrong logins at once : the same with get and set',
      together(wrong),
      together(racy),
    );
    await ratio(
      'Redis: 200 wrong logins in turn : the same with get and set',
      repeat(200, wrong),
      repeat(200, racy),
    );
  } finally {
    await cache.disconnect();
    await redis.stop();
  }
};

/** SECURITY.md quotes these. */
const simulate = async () => {
  console.info('\na day of guessing from 10,000 addresses (the second takes some minutes)\n');
  const addresses = 10_000;
  const alone = { addresses, identities: 1, turns: 1440, perTurn: { requests: 3, guesses: 5 } };
  const all = { addresses, identities: 100_000, turns: 1, perTurn: { requests: 1, guesses: 2 } };
  console.info('one identity', await simulateAttack(alone));
  console.info('100,000 identities', await simulateAttack(all));
  console.info('ten tries per address and nothing else', simulateAgainstAddressLimit({ addresses }));
  for (const tags of [false, true]) {
    const what = `an owner among strangers${tags ? ', tagged spellings too' : ''}`;
    console.info(what, await simulateStrangers({ addresses, tags, hours: 24 }));
  }
};

void main().then(overRedis).then(simulate);
