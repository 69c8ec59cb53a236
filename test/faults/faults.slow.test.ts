import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisServer, startRedis } from '../support/redis.js';
import { openFaultyMemory, overNodeRedis, overValkey, redisOpener } from './caches.js';
import { atEach, type Campaign, type Choice, tryFaults } from './campaign.js';
import { holdDeadlines } from './deadlines.js';
import type { FaultKind } from './fault-line.js';
import { guessing, life, sliding, theft, tidying, unchecked } from './flows.js';
import { allAtHosts, allInMemory, allOnRedis, allResent, whatIsLate } from './kinds.js';
import type { PlacedFault } from './run-flow.js';

/** One thing after the other. */
const either = (at: number): FaultKind => (at % 2 === 0 ? 'fails' : 'loses its answer');

const checked = [life, theft, guessing, tidying];

let tried = 0;
afterAll(() => console.info(`faults tried: ${tried}`));

const expectNoTrouble = async (campaign: Campaign): Promise<void> => {
  const finding = await tryFaults(campaign);
  tried += finding.tried;
  expect(finding.troubles, finding.troubles.join('\n')).toEqual([]);
  expect(finding.tried).toBeGreaterThan(0);
};

/** Long enough for `checkSession: false` to tell a second use from a lost answer. */
const long = { outage: 11 };
const uncheckedOptions = { checkSession: false, outage: 11 };

/** The cache fails from an operation on, until the outage is over. */
const fromEachOn: Choice = atEach(
  'cache',
  ({ at }) => (at % 2 === 0 ? ['fails'] : []),
  Number.POSITIVE_INFINITY,
);

describe('a cache in memory, each operation of which goes wrong, one in each run', () => {
  it.each(checked)('does no harm to $name', async (flow) => {
    await expectNoTrouble({ flow, open: openFaultyMemory, choose: atEach('cache', allInMemory) });
  });

  it(`does no harm to ${unchecked.name}`, async () => {
    const choose = atEach('cache', allInMemory);
    await expectNoTrouble({ flow: unchecked, open: openFaultyMemory, choose, options: uncheckedOptions });
  });

  it(`does no harm to ${sliding.name}`, async () => {
    const choose = atEach('cache', allInMemory);
    await expectNoTrouble({ flow: sliding, open: openFaultyMemory, choose, options: { sliding: true } });
  });

  it('does no harm where it fails for a while', async () => {
    await expectNoTrouble({ flow: life, open: openFaultyMemory, choose: fromEachOn, options: long });
  });
});

describe('on a Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  const clients = [
    ['node-redis', overNodeRedis],
    ['a client that sends again what was not answered', overValkey],
  ] as const;

  describe.each(clients)('under %s', (_, openKeyv) => {
    const stops: (() => unknown)[] = [];
    let open: Campaign['open'];
    beforeAll(async () => {
      const deadlines = holdDeadlines();
      const opener = await redisOpener(server.port, openKeyv, deadlines);
      open = opener.open;
      stops.push(opener.stop, deadlines.putBack);
    });
    afterAll(async () => {
      for (const stop of stops) await stop();
    });

    it.each([life, theft])('each command can go wrong, and does no harm to $name', async (flow) => {
      const kinds = openKeyv === overValkey ? allResent : allOnRedis;
      await expectNoTrouble({ flow, open, choose: atEach('cache', kinds), options: long });
    });

    if (openKeyv === overValkey) return;

    it.each([guessing, tidying])('each command can go wrong, and does no harm to $name', async (flow) => {
      await expectNoTrouble({ flow, open, choose: atEach('cache', allOnRedis) });
    });

    it('each command can go wrong where sessions are not looked at', async () => {
      const choose = atEach('cache', allOnRedis);
      await expectNoTrouble({ flow: unchecked, open, choose, options: uncheckedOptions });
    });

    it('it can fail from each command on for a while', async () => {
      await expectNoTrouble({ flow: life, open, choose: fromEachOn, options: long });
    });

    it('two commands near each other can go wrong', async () => {
      const pairs = [1, 2, 3].flatMap((distance) =>
        (['fails', 'loses its answer'] as const).map((kind) => ({ distance, kind })),
      );
      const choose: Choice = ({ cache }) =>
        cache.flatMap(({ at }) =>
          pairs.map(({ distance, kind }): readonly PlacedFault[] => [
            { place: 'cache', at, kind: either(at + distance) },
            { place: 'cache', at: at + distance, kind },
          ]),
        );
      await expectNoTrouble({ flow: life, open, choose, options: long });
    });

    it.each([
      ['claims', 2],
      ['claims', 3],
      ['mail', 1],
    ] as const)('a command can go wrong beside %s %d', async (place, at) => {
      const choose: Choice = ({ cache }) =>
        cache.map((command): readonly PlacedFault[] => [
          { place, at, kind: 'fails' },
          { place: 'cache', at: command.at, kind: either(command.at) },
        ]);
      await expectNoTrouble({ flow: life, open, choose, options: long });
    });
  });

  it.each([
    ['held up', overNodeRedis, 'hangs and is done late'],
    ['sent again', overValkey, 'hangs and fails'],
  ] as const)('a command that is %s, and comes too late, is not done', async (_, openKeyv, kind) => {
    const { open, stop } = await redisOpener(server.port, openKeyv, null);
    await expectNoTrouble({ flow: life, open, choose: atEach('cache', whatIsLate(kind)), atOnce: 4 });
    await stop();
  });
});

describe('code of the host, each call of which goes wrong, one in each run', () => {
  const choose = (place: 'claims' | 'mail' | 'events') => atEach(place, allAtHosts);

  it.each(['claims', 'mail', 'events'] as const)('does no harm where it is %s', async (place) => {
    await expectNoTrouble({ flow: life, open: openFaultyMemory, choose: choose(place), options: long });
  });

  it('does no harm where claims fail and sessions are not looked at', async () => {
    const campaign = { flow: unchecked, open: openFaultyMemory, choose: choose('claims') };
    await expectNoTrouble({ ...campaign, options: uncheckedOptions });
  });

  it('does no harm where the answer waits for the mail', async () => {
    const options = { mode: 'await', outage: 0 } as const;
    await expectNoTrouble({ flow: life, open: openFaultyMemory, choose: choose('mail'), options });
  });
});
