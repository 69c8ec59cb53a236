import * as fc from 'fast-check';
import { type RandomStep, start, stepSequences } from '../support/step-arbitraries.js';
import type { StepOperation } from './history.js';

/** What the clients of one store are to ask. */
export interface Plan {
  /** Asked by one client, before the others begin. */
  readonly before: readonly StepOperation[];
  /** What each client asks, one after the other, while the others do. */
  readonly clients: readonly (readonly StepOperation[])[];
}

/** Clients of one store at once: two in each of four processes. */
export const clientCount = 8;

// All lasts for minutes, in whole halves: so no time is shortly before an end, and a Redis that drops what has ended by
// the machine's time drops nothing while a history lasts.
const halfMinute = 30_000;
const hours = (count: number): number => start + count * 3_600_000;

const budget = { shortCodes: null, failures: null, all: null };

const askCode = (name: string): StepOperation => ({
  name: 'issue',
  step: {
    ...{ now: start, identity: 'ada', network: 'home', challenge: 'c1', offered: null },
    ...{ digests: { short: name, long: `${name}-long` }, expiresAt: hours(9), attempts: 3 },
    ...{ limits: [], mails: null, budget, crowded: false },
  },
});

const logIn = (session: string, digest: string): StepOperation => ({
  name: 'redeem',
  step: {
    ...{ now: start, identity: ['ada'], network: 'home', challenge: 'c1', joiner: null, others: 2 },
    ...{ digests: [digest], limits: [], budget },
    session: { id: session, expiresAt: hours(12), about: 'about', max: 100 },
  },
});

/** What may have happened before: nothing, codes that are out, a session or two. */
const beginnings: readonly (readonly StepOperation[])[] = [
  [],
  [askCode('d1')],
  [askCode('d1'), askCode('d2')],
  [askCode('d1'), logIn('s1', 'd1')],
  [askCode('d1'), logIn('s1', 'd1'), askCode('d2')],
  [askCode('d1'), logIn('s1', 'd1'), askCode('d2'), logIn('s2', 'd2')],
];

const all: readonly RandomStep['name'][] = [
  ...(['issue', 'redeem', 'abandon', 'release'] as const),
  ...(['rotate', 'revoke', 'alive', 'present', 'withdraw', 'sessions'] as const),
];

/** What the clients are after: codes, sessions, or everything. */
const themes = fc.constantFrom<readonly RandomStep['name'][]>(
  ['issue', 'redeem', 'redeem', 'release', 'abandon'],
  ['rotate', 'present', 'alive', 'withdraw', 'revoke'],
  ['rotate', 'present', 'alive'],
  all,
);

/** Times of the clients, in halves of a minute: one for all, or some. */
const times = fc.constantFrom<readonly number[]>([0], [0], [0, 1], [0, 2, 3]);

/** Boundary: a step stands under its name, and lacks nothing but the time. */
const at = ({ name, step }: RandomStep, now: number): StepOperation =>
  ({ name, step: { ...step, now } }) as StepOperation;

/** Deals operations out, so that neighbours meet. */
const deal = (operations: readonly StepOperation[]): Plan['clients'] =>
  Array.from({ length: clientCount }, (_, client) =>
    operations.filter((_, index) => index % clientCount === client),
  );

/** A plan with so many operations at once, at most. */
export const plans = (most: number): fc.Arbitrary<Plan> =>
  fc
    .record({
      before: fc.constantFrom(...beginnings),
      theme: themes,
      steps: stepSequences(2 * most),
      // The same asked by several at once.
      repeats: fc.array(fc.constantFrom(1, 1, 1, 2, 5), { minLength: most, maxLength: most }),
      times,
    })
    .map(({ before, theme, steps, repeats, times }) => {
      const asked = steps
        .filter(({ name }) => theme.includes(name))
        .flatMap((step, index) => Array.from({ length: repeats[index] ?? 1 }, () => step))
        .slice(0, most);
      const timeOf = (index: number) => times[Math.floor((index / most) * times.length)] ?? 0;
      const operations = asked.map((step, index) => at(step, start + timeOf(index) * halfMinute));
      return { before, clients: deal(operations) };
    });
