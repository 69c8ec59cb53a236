import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../support/redis.js';
import { openFaultyMemory, overNodeRedis, redisOpener } from './caches.js';
import { atEach, type Campaign, tryFaults } from './campaign.js';
import { holdDeadlines } from './deadlines.js';
import { life, theft } from './flows.js';
import { allAtHosts, oneAtHosts, oneOnRedis, someInMemory } from './kinds.js';

let tried = 0;
afterAll(() => console.info(`faults tried: ${tried}`));

const expectNoTrouble = async (campaign: Campaign): Promise<void> => {
  const finding = await tryFaults(campaign);
  tried += finding.tried;
  expect(finding.troubles).toEqual([]);
  expect(finding.tried).toBeGreaterThan(0);
};

describe('a cache in memory, each write of which goes wrong, and some reads, one in each run', () => {
  it('does no harm', async () => {
    await expectNoTrouble({ flow: life, open: openFaultyMemory, choose: atEach('cache', someInMemory) });
  });
});

describe('a Redis, each command of which goes wrong, one in each run', () => {
  const stops: (() => unknown)[] = [];
  let open: Campaign['open'];
  beforeAll(async () => {
    const server = await startRedis();
    const deadlines = holdDeadlines();
    const opener = await redisOpener(server.port, overNodeRedis, deadlines);
    open = opener.open;
    stops.push(opener.stop, deadlines.putBack, server.stop);
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  it('does no harm', async () => {
    await expectNoTrouble({ flow: life, open, options: { outage: 11 }, choose: atEach('cache', oneOnRedis) });
  });
});

describe('code of the host, each call of which goes wrong, one in each run', () => {
  const kinds = { claims: oneAtHosts, mail: allAtHosts, events: oneAtHosts } as const;

  it.each(['claims', 'mail', 'events'] as const)('does no harm where it is %s', async (place) => {
    await expectNoTrouble({ flow: theft, open: openFaultyMemory, choose: atEach(place, kinds[place]) });
  });
});
