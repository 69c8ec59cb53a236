import { expect } from 'vitest';
import type { EmailAuthOptions } from '../../../src/index.js';
import { makeFaulty } from '../../support/faulty-cache.js';
import { generationOf } from '../../support/forged-tokens.js';
import { noLimits, reasonOf } from '../../support/service.js';
import { ada, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import type { World } from '../world.js';

type Extra = { readonly org: string };
type Answer = () => object | Promise<object>;

const away: Answer = () => {
  throw new Error('The database is away.');
};
const tooMuch: Answer = () => ({ groups: 'x'.repeat(20_000) });
const nonsense: Answer = () => ({ sub: 'eve@example.com' });
const fine: Answer = () => ({ org: 'home' });

const open = async ({ processes }: World, options: Pick<EmailAuthOptions, 'accessToken' | 'cache'> = {}) => {
  let answer = fine;
  const all = processes<Extra>({
    ...{ limits: noLimits, updatableClaims: ['org'] },
    // Boundary: what it answers is not what its type says; that is the attack.
    claims: () => answer() as Extra,
    ...options,
  });
  const [{ auth, clock, logIn }, other] = all;
  const pair = await logIn(ada);
  const alarms = () => all.flatMap(({ events }) => events).filter(({ type }) => type === 'token.reused');
  const next = (now: Answer) => {
    answer = now;
  };
  return { auth, other: other.auth, clock, pair, alarms, next };
};

export const sessionFailures: readonly Guarantee[] = [
  {
    id: 'S6',
    must: `A refresh that fails MUST cost nothing: the same token works again`,
    attack: {
      ...Object.fromEntries(
        Object.entries({
          'while claims throws': away,
          'while claims answers with more than a token holds': tooMuch,
          'while claims answers with nonsense': nonsense,
        }).map(([when, failure]) => [
          `five refreshes within an hour ${when}, then one`,
          async (world: World) => {
            for (const checkSession of [true, false]) {
              const { auth, other, clock, pair, alarms, next } = await open(world, {
                accessToken: { checkSession },
              });
              next(failure);
              for (let i = 0; i < 5; i += 1) {
                expect(await reasonOf((i % 2 ? auth : other).refresh(pair.refreshToken, home))).not.toBe(
                  'ok',
                );
                clock.advance(600);
              }
              next(fine);
              const after = await other.refresh(pair.refreshToken, home);
              // No generation, and no alarm.
              expect(generationOf(after.refreshToken)).toBe(2);
              expect(await failureOf(auth, after.accessToken)).toBeNull();
              expect(alarms()).toEqual([]);
            }
          },
        ]),
      ),
      'five refreshes while the cache fails, or does its work and loses the answer': async (world) => {
        for (const fault of ['fails', 'loses'] as const)
          for (const where of ['everywhere', 'writes'] as const) {
            const faulty = makeFaulty(world.openCache());
            const { auth, other, clock, pair, alarms } = await open(world, { cache: faulty.cache });
            faulty.begin(fault, where);
            for (let i = 0; i < 5; i += 1) {
              expect(await reasonOf((i % 2 ? auth : other).refresh(pair.refreshToken, home))).not.toBe('ok');
              clock.advance(600);
            }
            faulty.end();
            const after = await other.refresh(pair.refreshToken, home);
            expect(await failureOf(auth, after.accessToken)).toBeNull();
            expect(await reasonOf(auth.refresh(after.refreshToken, home))).toBe('ok');
            expect(alarms()).toEqual([]);
          }
      },
      'a change of claims that fails': async (world) => {
        const { auth, other, pair, next } = await open(world);
        next(away);
        await expect(auth.updateClaims(pair.refreshToken, { org: 'other' }, home)).rejects.toThrow();
        next(fine);
        expect((await other.refresh(pair.refreshToken, home)).claims).toMatchObject({ org: 'home' });
      },
      'one that fails beside one that does not': async (world) => {
        const { auth, other, clock, pair, alarms, next } = await open(world);
        let fail: ((reason: Error) => void) | undefined;
        next(
          () =>
            new Promise((_, reject) => {
              fail = reject;
            }),
        );
        const failing = reasonOf(auth.refresh(pair.refreshToken, home));
        await expect.poll(() => fail, { interval: 1 }).toBeDefined();
        next(fine);
        const second = await other.refresh(pair.refreshToken, home);
        fail?.(new Error('The database is away.'));
        expect(await failing).toBe('SERVICE_UNAVAILABLE');
        // What the other has got stays good, and so does the token of who got nothing.
        expect((await auth.refresh(pair.refreshToken, home)).refreshToken).toBe(second.refreshToken);
        clock.advance(60);
        expect(await failureOf(auth, second.accessToken)).toBeNull();
        expect(await reasonOf(auth.refresh(second.refreshToken, home))).toBe('ok');
        expect(alarms()).toEqual([]);
      },
    },
  },
];
