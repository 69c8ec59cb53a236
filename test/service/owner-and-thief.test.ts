import * as fc from 'fast-check';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import type { AuthError, AuthTokens, EmailAuthOptions } from '../../src/index.js';
import { generationOf } from '../support/jwt.js';
import { createSigningKey, createTestAuth, noLimits, signingKey } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const newKey = createSigningKey();

/** What a party does, after some seconds, at one of the processes. */
interface Turn {
  readonly wait: number;
  readonly at: number;
  readonly what: 'refresh' | 'change' | 'use' | 'useOld';
  /** The answer to a refresh does not come. */
  readonly lost: boolean;
  /** `claims` fails. */
  readonly fails: boolean;
}

const plain = { wait: 0, at: 0, lost: false, fails: false } as const;
const sometimes = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);

const turnOf = (grace: number): fc.Arbitrary<Turn> =>
  fc.record({
    wait: fc.constantFrom(0, 0, 1, grace / 2, grace, grace + 1, 61, 299, 400),
    at: fc.nat(1),
    what: fc.constantFrom('refresh', 'refresh', 'change', 'use', 'useOld'),
    lost: sometimes,
    fails: sometimes,
  });

/** What a party holds: the pair that it got last, and all before. */
interface Party {
  held: AuthTokens;
  readonly all: AuthTokens[];
}

/** Processes over one cache, and a session. */
const open = async (options: readonly EmailAuthOptions[]) => {
  let fails = false;
  const claims = () => {
    if (fails) throw new Error('The database is away.');
    return { org: 'home' };
  };
  const common = { cache: new Keyv(), limits: noLimits, claims, updatableClaims: ['org'] };
  const first = createTestAuth({ ...common, ...options[0] });
  const services = options.map((own) => createTestAuth({ ...common, clock: first.clock, ...own }));
  const pair = await first.logIn(identity);
  const alarms = () =>
    services.flatMap(({ events }) => events).filter(({ type }) => type === 'token.reused').length;
  const newParty = (): Party => ({ held: pair, all: [pair] });

  const act = async (who: Party, { wait, at, what, lost, fails: failing }: Turn): Promise<string> => {
    first.clock.advance(wait);
    const { auth } = services[at % services.length] ?? first;
    if (what === 'use' || what === 'useOld') {
      const { accessToken } = what === 'use' ? who.held : (who.all.at(-2) ?? who.held);
      return (await auth.authenticate(accessToken, caller)).failure ?? 'ok';
    }
    fails = failing;
    const { refreshToken } = who.held;
    const asked =
      what === 'refresh'
        ? auth.refresh(refreshToken, caller)
        : auth.updateClaims(refreshToken, { org: 'other' }, caller);
    const outcome = await asked.then(
      (got) => {
        if (!lost) who.all.push(got);
        if (!lost) who.held = got;
        return 'ok';
      },
      (error: AuthError) => error.reason ?? error.code,
    );
    fails = false;
    return outcome;
  };
  return { clock: first.clock, alarms, newParty, act };
};

interface Kind {
  readonly grace: number;
  readonly processes: readonly EmailAuthOptions[];
  /** Whether an owner who loses answers, and whose tabs refresh at once, is never logged out for it. */
  readonly forgives: boolean;
}

const kinds: readonly (readonly [string, Kind])[] = [
  ['as it is by default', { grace: 10, forgives: true, processes: [{}] }],
  ['without grace', { grace: 0, forgives: false, processes: [{ refreshToken: { reuseGrace: 0 } }] }],
  ['with much grace', { grace: 300, forgives: true, processes: [{ refreshToken: { reuseGrace: 300 } }] }],
  ['unchecked', { grace: 10, forgives: false, processes: [{ accessToken: { checkSession: false } }] }],
  [
    'checked by one process of two',
    { grace: 10, forgives: false, processes: [{}, { accessToken: { checkSession: false } }] },
  ],
  [
    'rotated by one process of two',
    { grace: 10, forgives: false, processes: [{}, { refreshToken: { rotate: false } }] },
  ],
  [
    'that slides',
    {
      ...{ grace: 10, forgives: true },
      processes: [{ refreshToken: { lifetime: 2000, sliding: true, maxLifetime: 100_000 } }],
    },
  ],
  [
    'while signing keys change',
    {
      ...{ grace: 10, forgives: true },
      processes: [{ signingKey: [newKey, signingKey] }, { signingKey: [signingKey, newKey] }],
    },
  ],
];

const numRuns = howMuch({ quick: 7, slow: 120 });

describe.each(kinds)('a session %s', (_, { grace, processes }) => {
  it('is not lived in by an owner and a thief, whatever they did before', async () => {
    const turn = fc.tuple(fc.constantFrom('owner' as const, 'thief' as const), turnOf(grace));
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { maxLength: 40, size: 'max' }),
        fc.constantFrom(['owner', 'thief'] as const, ['thief', 'owner'] as const),
        fc.boolean(),
        async (turns, order, comesBack) => {
          const { clock, newParty, act, alarms } = await open(processes);
          const parties = { owner: newParty(), thief: newParty() };
          const told: string[] = [];
          for (const [who, what] of turns)
            told.push(`${who} ${JSON.stringify(what)}: ${await act(parties[who], what)}`);
          // Each goes on once more, later than any grace. One that does not use what it gets comes back for more.
          let served = 0;
          const goesOn = comesBack ? [...order, order[0]] : order;
          for (const [i, who] of goesOn.entries()) {
            clock.advance(grace + 1);
            const refreshed = await act(parties[who], { ...plain, what: 'refresh' });
            const isIdle = comesBack && i === 0;
            const used = isIdle || (await act(parties[who], { ...plain, what: 'use' })) === 'ok';
            if (refreshed === 'ok' && used) served += 1;
            told.push(`${who} goes on: ${refreshed}`);
          }
          if (served === goesOn.length) expect(alarms(), told.join('\n')).toBeGreaterThan(0);
        },
      ),
      { numRuns },
    );
  }, 240_000);
});

describe.each(kinds.filter(([, { forgives }]) => forgives))('a session %s', (_, { grace, processes }) => {
  it('is never over for an owner alone, whose tabs share what they have', async () => {
    const rounds = fc.array(fc.array(turnOf(grace), { minLength: 1, maxLength: 4 }), {
      ...{ maxLength: 20, size: 'max' },
    });
    await fc.assert(
      fc.asyncProperty(rounds, async (chosen) => {
        const { clock, newParty, act, alarms } = await open(processes);
        const owner = newParty();
        const told: string[] = [];
        for (const round of chosen) {
          clock.advance(round[0]?.wait ?? 0);
          const tabs = round.map((): Party => ({ held: owner.held, all: [...owner.all] }));
          const outcomes = await Promise.all(
            tabs.map((tab, i) => act(tab, { ...plain, what: 'use', ...round[i], wait: 0 })),
          );
          told.push(`${JSON.stringify(round)}: ${outcomes}`);
          for (const { held } of tabs) {
            if (generationOf(held) >= generationOf(owner.held)) owner.held = held;
            if (held !== owner.all.at(-1)) owner.all.push(held);
          }
          for (const outcome of outcomes)
            expect(['ok', 'expired', 'SERVICE_UNAVAILABLE'], told.join('\n')).toContain(outcome);
        }
        expect(alarms(), told.join('\n')).toBe(0);
      }),
      { numRuns },
    );
  }, 240_000);
});
