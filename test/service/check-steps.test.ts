import { expect, it } from 'vitest';
import { check } from '../../src/flows/check.js';
import type { ServiceParts } from '../../src/flows/service-parts.js';
import { readOptions } from '../../src/options/settings.js';
import { signingKey } from '../support/service.js';

const now = 1_767_225_600_000;

/** ServiceParts whose store notes what it is asked, and answers nothing. */
const open = () => {
  const asked: [step: string, input: unknown][] = [];
  const store = new Proxy(
    {},
    {
      get: (_, step: string) => async (input: unknown) => {
        // What comes first takes longest: the others have to wait for it.
        for (let turns = step === 'check' ? 3 : 1; turns > 0; turns -= 1) await new Promise(setImmediate);
        asked.push([step, input]);
      },
    },
  );
  const delivery = Object.assign(async () => {}, { check: async () => void asked.push(['mail', undefined]) });
  const settings = readOptions({ signingKey, clock: () => now, delivery });
  // Boundary: a check needs no more than these.
  return { asked, parts: { store, settings } as unknown as ServiceParts };
};

const probeOf = (asked: readonly [string, unknown][]): string => {
  const [, input] = asked.find(([step]) => step === 'alive') ?? [];
  return (input as { session: string }).session;
};

it('a check asks first whether the cache writes, then every step for what is not there, then for keys and mail', async () => {
  const { asked, parts } = open();
  await check(parts, async () => void asked.push(['keys', undefined]));
  const probe = probeOf(asked);
  expect(probe).toMatch(/^probe:[\da-f-]{36}$/);
  const nobody = { now, owner: [probe] };
  const session = { now, session: probe, generation: 1 };
  const budget = { shortCodes: null, failures: null, all: null };
  const steps = {
    issue: {
      ...{ now, owner: probe, network: null, challenge: probe, offered: null },
      ...{ digests: { short: probe, long: probe }, expiresAt: now + 1000, attempts: 1 },
      limits: [{ name: probe, option: probe, limit: 1, window: 1000 }],
      ...{ mails: null, budget, crowded: true },
    },
    pressure: {
      ...{ now, limits: [{ name: probe, option: probe, limit: 1, window: 1000 }] },
      ...{ counters: [], budgets: [] },
    },
    redeem: {
      ...{ ...nobody, network: null, challenge: null, joiner: null, others: 0, digests: [] },
      ...{ limits: [], budget, session: null },
    },
    rotate: {
      ...{ ...nobody, ...session, grace: 0, makesNext: true, usesAreNoted: true },
      ...{ slide: null, updates: {} },
    },
    revoke: { ...nobody, session: null },
    alive: session,
    present: { ...nobody, ...session },
    withdraw: { ...nobody, ...session, given: false, change: null },
    listSessions: nobody,
    forget: nobody,
    inspect: { ...nobody, budgets: [{ name: probe, option: probe, limit: 1, window: 1000 }] },
    abandon: { ...nobody, session: probe, network: probe, spent: null, counters: [probe] },
    release: { now, counters: [probe] },
  };
  expect(Object.fromEntries(asked.slice(1, -2))).toStrictEqual(steps);
  const order = ['check', ...Object.keys(steps), 'keys', 'mail'];
  expect(asked.map(([step]) => step)).toEqual(order);
});

it('each check has names of its own', async () => {
  const [one, other] = [open(), open()];
  await check(one.parts, async () => {});
  await check(other.parts, async () => {});
  expect(probeOf(one.asked)).not.toBe(probeOf(other.asked));
});
