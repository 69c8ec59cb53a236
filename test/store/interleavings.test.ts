import * as fc from 'fast-check';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import type { RedeemStep } from '../../src/store/code-steps.js';
import { createKeyvRecords } from '../../src/store/keyv/keyv-records.js';
import { createKeyvStore } from '../../src/store/keyv/keyv-store.js';
import type { Store } from '../../src/store/port.js';
import { steps } from '../../src/store/steps/index.js';
import { identityName } from '../support/identity-names.js';

const now = 1_700_000_000_000;
const budget = { shortCodes: null, failures: null, all: null };
const owner = [identityName('ada')] as const;
const counters = [{ name: 'ip', option: 'ip', limit: 2, window: 60_000 }];
const guess = (digest: string, session: string): RedeemStep => ({
  ...{
    now,
    owner,
    network: 'home',
    challenge: null,
    joiner: null,
    others: 2,
    digests: [digest],
    limits: counters,
    budget,
  },
  session: { id: session, expiresAt: now + 1_000_000, origin: '', max: 100 },
});
const rotation = (session: string, generation: number) => ({
  ...{
    now,
    owner,
    session,
    generation,
    grace: 0,
    makesNext: true,
    usesAreNoted: true,
    slide: null,
    updates: {},
  },
});

type Work = (store: Store) => Promise<unknown>;

const issue: Work = (store) =>
  store.issue({
    ...{
      now,
      owner: owner[0],
      network: 'home',
      challenge: 'c',
      offered: null,
      digests: { short: 'right', long: 'l' },
    },
    ...{ expiresAt: now + 300_000, attempts: 2, limits: counters, mails: null, budget, crowded: false },
  });

/** What may come at once. */
const works: Readonly<Record<string, Work>> = {
  issue,
  'a right guess': (store) => store.redeem(guess('right', 's1')),
  'another right guess': (store) => store.redeem(guess('right', 's2')),
  'a wrong guess': (store) => store.redeem(guess('wrong', 's3')),
  'a refresh': (store) => store.rotate(rotation('s1', 1)),
  'a second refresh': (store) => store.rotate(rotation('s1', 2)),
  'a logout': (store) => store.revoke({ now, owner, session: 's1' }),
  'a logout everywhere': (store) => store.revoke({ now, owner, session: null }),
  'a release': (store) => store.release({ now, counters: ['ip'] }),
  'a forgetting': (store) => store.forget({ now, owner }),
  'a list': (store) => store.listSessions({ now, owner }),
};

/** A Keyv whose every operation waits for its turn with the scheduler. */
const scheduledKeyv = (scheduler: fc.Scheduler) => {
  const map = new Map<string, unknown>();
  const turn = () => scheduler.schedule(Promise.resolve());
  const store = {
    get: async (key: string) => {
      await turn();
      return map.get(key);
    },
    set: async (key: string, value: unknown) => {
      await turn();
      map.set(key, value);
    },
    delete: async (key: string) => {
      await turn();
      return map.delete(key);
    },
    clear: async () => map.clear(),
  };
  return new Keyv({ store });
};

const options = { namespace: 'test', timeout: 10_000 };

describe('the Keyv store, whatever the order in which the cache answers', () => {
  it('answers as if steps came one after the other', async () => {
    const names = fc.array(fc.constantFrom(...Object.keys(works)), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(names, fc.scheduler(), async (chosen, scheduler) => {
        const steps = [issue, ...chosen.map((name) => works[name] ?? issue)];
        const alone = createKeyvStore(new Keyv(), options);
        const expected: unknown[] = [];
        for (const step of steps) expected.push(await step(alone));

        const store = createKeyvStore(scheduledKeyv(scheduler), options);
        const together = Promise.all(steps.map((step) => step(store)));
        await scheduler.waitFor(together);
        expect(await together).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('would let one code in twice without its lock', async () => {
    const attack = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const keyv = scheduledKeyv(scheduler);
      const records = createKeyvRecords(keyv, 'test');
      const asked = issue(createKeyvStore(keyv, options));
      await scheduler.waitFor(asked);
      const guesses = Promise.all(
        ['s1', 's2'].map((session) => records.carryOut(steps.redeem, guess('right', session))),
      );
      await scheduler.waitFor(guesses);
      expect((await guesses).filter(({ outcome }) => outcome === 'right')).toHaveLength(1);
    });
    await expect(fc.assert(attack, { numRuns: 500 })).rejects.toThrow(/Property failed/);
  });
});
