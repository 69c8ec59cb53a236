import * as fc from 'fast-check';
import { identityName } from '../support/identity-names.js';
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

const ada = identityName('ada');
const budget = { shortCodes: null, failures: null, all: null };

const askCode = (name: string): StepOperation => ({
  name: 'issue',
  step: {
    ...{ now: start, owner: ada, network: 'home', challenge: 'c1', offered: null },
    ...{ digests: { short: name, long: `${name}-long` }, expiresAt: hours(9), attempts: 3 },
    ...{ limits: [], mails: null, budget, crowded: false },
  },
});

const logIn = (session: string, digest: string): StepOperation => ({
  name: 'redeem',
  step: {
    ...{ now: start, owner: [ada], network: 'home', challenge: 'c1', joiner: null, others: 2 },
    ...{ digests: [digest], limits: [], budget },
    session: { id: session, expiresAt: hours(12), origin: 'origin', max: 100 },
  },
});

const oneCode = [askCode('d1')];
const codes = [askCode('d1'), askCode('d2')];
const session = [askCode('d1'), logIn('s1', 'd1')];
const sessionAndCode = [...session, askCode('d2')];
const sessions = [...sessionAndCode, logIn('s2', 'd2')];

/** What clients are after, and what may have happened before they begin. */
interface Theme {
  readonly names: readonly RandomStep['name'][];
  readonly beginnings: readonly (readonly StepOperation[])[];
}

const themes: readonly Theme[] = [
  { names: ['issue', 'redeem', 'release', 'abandon'], beginnings: [[], oneCode, codes, sessionAndCode] },
  { names: ['redeem', 'alive', 'listSessions'], beginnings: [oneCode, codes, sessionAndCode] },
  { names: ['rotate', 'present', 'alive', 'withdraw', 'revoke'], beginnings: [session, sessions] },
  { names: ['rotate', 'present', 'alive'], beginnings: [session] },
  {
    names: [
      ...(['issue', 'pressure', 'redeem', 'abandon', 'release'] as const),
      ...(['rotate', 'revoke', 'alive', 'present', 'withdraw', 'listSessions'] as const),
    ],
    beginnings: [[], oneCode, session, sessionAndCode, sessions],
  },
];

/** Whether a step is about what most are about: then it meets others. */
const isUsual = ({ step }: RandomStep): boolean => {
  const isAda = !('owner' in step) || step.owner.includes(ada);
  const id = 'session' in step ? step.session : null;
  return isAda && (id === null || id === 's1' || typeof id === 'object');
};

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

/** Far more than are taken. */
const manySteps = fc
  .array(stepSequences(16), { minLength: 8, maxLength: 8 })
  .map((sequences) => sequences.flat());

/** A plan with so many operations at once, at most. */
export const plans = (most: number): fc.Arbitrary<Plan> =>
  fc.constantFrom(...themes).chain(({ names, beginnings }) =>
    fc
      .record({
        before: fc.constantFrom(...beginnings),
        steps: manySteps,
        // The same asked by several at once.
        repeats: fc.array(fc.constantFrom(1, 1, 1, 2, 5), { minLength: most, maxLength: most }),
        isNarrow: fc.constantFrom(true, true, true, false),
        times,
      })
      .map(({ before, steps, repeats, isNarrow, times }) => {
        const asked = steps.filter((step) => names.includes(step.name) && (!isNarrow || isUsual(step)));
        const timeOf = (index: number) => times[Math.floor((index / most) * times.length)] ?? 0;
        const operations = asked
          .slice(0, most)
          .flatMap((step, index) => {
            const operation = at(step, start + timeOf(index) * halfMinute);
            return Array.from({ length: repeats[index] ?? 1 }, () => operation);
          })
          .slice(0, most);
        return { before, clients: deal(operations) };
      }),
  );
