import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Counter } from '../../src/limit/limits.js';
import type { IssueStep, MailLimits, RedeemStep } from '../../src/store/code-steps.js';
import type { Store } from '../../src/store/port.js';
import type { RotateStep } from '../../src/store/session-steps.js';
import { identityName } from '../support/identity-names.js';

/** What every store must do. */
export interface Rule {
  readonly id: string;
  readonly must: string;
  readonly run: (store: Store) => Promise<void>;
}

export const noBudget = { shortCodes: null, failures: null, all: null };
/** Carries something out so many times at once. */
export const times = <Result>(count: number, work: (i: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

/** A limit of so many in a minute. */
export const limit = (key: string, most: number, more?: Partial<Counter>): Counter => ({
  ...{ name: key, option: key, limit: most, window: 60_000 },
  ...more,
});

/** Mails to one mailbox: so many, half of them for strangers; codes live for 300 s. */
export const mailLimits = (key: string, most: number, tagged: Counter | null = null): MailLimits => ({
  all: limit(`${key}-mails`, most, { window: 3_600_000 }),
  strangers: Math.ceil(most / 2),
  long: limit(`${key}-long`, 1, { window: 300_000 }),
  tagged,
});

/** Names of its own for each rule, so that rules can share a cache. */
export const createScene = (store: Store, start: number) => {
  const name = identityName(randomUUID());
  const issue = (more: Partial<IssueStep> = {}) =>
    store.issue({
      now: start,
      owner: name,
      network: 'home',
      challenge: 'challenge',
      offered: null,
      digests: { short: 'right', long: 'long' },
      expiresAt: start + 300_000,
      attempts: 5,
      limits: [],
      mails: null,
      budget: noBudget,
      crowded: false,
      ...more,
    });
  const redeem = (digest: string, more: Partial<RedeemStep> = {}) =>
    store.redeem({
      now: start,
      owner: [name],
      network: 'home',
      challenge: null,
      joiner: null,
      others: 2,
      digests: [digest],
      limits: [],
      budget: noBudget,
      session: { id: name, expiresAt: start + 1_000_000, origin: 'origin', max: 100 },
      ...more,
    });
  const rotate = (generation: number, more: Partial<RotateStep> = {}) =>
    store.rotate({
      now: start,
      owner: [name],
      session: name,
      generation,
      grace: 10_000,
      makesNext: true,
      usesAreNoted: true,
      slide: null,
      updates: {},
      ...more,
    });
  const lookUp = (generation = 1, now = start) => store.alive({ now, session: name, generation });
  const alive = async (now = start) => (await lookUp(1, now)) !== 'gone';
  const present = (generation: number, now = start) =>
    store.present({ now, owner: [name], session: name, generation });
  const sessions = (now = start) => store.listSessions({ now, owner: [name] });
  const logIn = async () => {
    await issue();
    expect(await redeem('right')).toMatchObject({ outcome: 'right' });
  };
  return { name, issue, redeem, rotate, lookUp, alive, present, sessions, logIn };
};

export const countOutcomes = (results: readonly { readonly outcome: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

// Each rule has a time of its own, later than the last one's: time goes forward only.
let nextStart = 1_700_000_000_000;

/** A row of the contract; its time begins where it is told, and lasts for so many milliseconds at most. */
export const rule = (
  id: string,
  must: string,
  run: (store: Store, start: number) => Promise<void>,
  lasts = 10_000_000,
): Rule => ({
  id,
  must,
  run: (store) => {
    const start = nextStart;
    nextStart += lasts;
    return run(store, start);
  },
});
