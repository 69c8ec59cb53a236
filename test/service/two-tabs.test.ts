import { createKeyv } from '@keyv/redis';
import * as fc from 'fast-check';
import Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthError, AuthTokens } from '../../src/index.js';
import { generationOf } from '../support/jwt.js';
import { useRedis } from '../support/redis.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const caller = { ip: '192.0.2.1' };
const identity = 'ada@example.com';
const grace = 10;

/** A tab refreshes, with the token that it has or with the newest that either has. */
interface Refresh {
  readonly tab: 0 | 1;
  readonly newest: boolean;
}

/** Requests that are under way at the same time, after some seconds; then a tab may use its access token. */
interface Round {
  readonly seconds: number;
  readonly refreshes: readonly Refresh[];
  readonly use: 0 | 1 | null;
}

const rounds: fc.Arbitrary<Round[]> = fc.array(
  fc.record({
    seconds: fc.constantFrom(0, 0, 0.5, 9.5, 10, 10.5, 240),
    refreshes: fc.array(fc.record({ tab: fc.constantFrom(0 as const, 1 as const), newest: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    }),
    use: fc.constantFrom(0 as const, 1 as const, null),
  }),
  { maxLength: 8, size: 'max' },
);

/** The rule of generations, said once more. */
interface Family {
  readonly generation: number;
  readonly parent: number;
  readonly used: number;
  /** When each was replaced; one that is not here and below the current one is void. */
  readonly replaced: Readonly<Record<number, number>>;
  readonly dead: boolean;
}
type Outcome = number | 'reused' | 'revoked' | null;

const present = (family: Family, token: number, now: number): [Family, Outcome] => {
  if (family.dead) return [family, 'revoked'];
  const { generation, parent, used, replaced } = family;
  const next: Family = {
    ...{ generation: generation + 1, parent: token, used: Math.max(used, token) },
    ...{ replaced: { ...replaced, [token]: now }, dead: false },
  };
  if (token === generation) return [next, generation + 1];
  const at = replaced[token];
  if (at !== undefined && now - at <= grace * 1000) return [family, generation];
  if (token === parent && used < generation) return [next, generation + 1];
  return [{ ...family, dead: true }, 'reused'];
};

/** A token of this generation is used as an access token; answers with why it is refused. */
const use = (family: Family, token: number): [Family, Outcome] => {
  if (family.dead) return [family, 'revoked'];
  if (token === family.generation) return [{ ...family, used: Math.max(family.used, token) }, null];
  return token in family.replaced ? [family, null] : [{ ...family, dead: true }, 'revoked'];
};

const ordersOf = <Item>(items: readonly Item[]): Item[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first, i) => ordersOf(items.filter((_, j) => j !== i)).map((rest) => [first, ...rest]));

/** The families that requests at the same time may leave behind, whichever came first, given what they came to. */
const explain = (family: Family, answers: readonly (readonly [token: number, Outcome])[], now: number) =>
  ordersOf(answers).flatMap((order) => {
    let after = family;
    for (const [token, outcome] of order) {
      const [next, expected] = present(after, token, now);
      if (expected !== outcome) return [];
      after = next;
    }
    return [after];
  });

describe('two tabs of one browser, whatever they do', () => {
  let redis: Awaited<ReturnType<typeof useRedis>>;
  let overRedis: Keyv;
  beforeAll(async () => {
    redis = await useRedis();
    overRedis = createKeyv(redis.url, { namespace: 'two-tabs' });
  });
  afterAll(async () => {
    await overRedis.clear();
    await overRedis.disconnect();
    await redis.stop();
  });

  it.each([
    ['memory', () => new Keyv(), howMuch({ quick: 40, slow: 600 })],
    ['Redis', () => overRedis, howMuch({ quick: 20, slow: 200 })],
  ] as const)(
    'have one live generation, and are logged out for reuse only: %s',
    async (_, open, numRuns) => {
      const cache = open();
      await fc.assert(
        fc.asyncProperty(rounds, async (chosen) => {
          const { auth, clock, logIn } = createTestAuth({
            ...{ cache, limits: noLimits, loginCode: { resendAfter: 0 } },
          });
          const first = await logIn(identity);
          const held: [AuthTokens, AuthTokens] = [first, first];
          const newest = () => (generationOf(held[0]) > generationOf(held[1]) ? held[0] : held[1]);
          let family: Family = { generation: 1, parent: 0, used: 0, replaced: {}, dead: false };

          const refresh = async (tab: 0 | 1, token: AuthTokens): Promise<readonly [number, Outcome]> => {
            try {
              held[tab] = await auth.refresh(token.refreshToken, caller);
              return [generationOf(token), generationOf(held[tab])];
            } catch (error) {
              return [generationOf(token), (error as AuthError).reason as Outcome];
            }
          };
          const together = async (requests: readonly (readonly [0 | 1, AuthTokens])[]) => {
            const answers = await Promise.all(requests.map(([tab, token]) => refresh(tab, token)));
            const [after] = explain(family, answers, clock());
            expect(after, JSON.stringify({ family, answers })).toBeDefined();
            family = after ?? family;
          };

          const useAccessToken = async (token: AuthTokens) => {
            const { failure } = await auth.authenticate(token.accessToken, caller);
            if (failure === 'expired') return;
            const [after, expected] = use(family, generationOf(token));
            expect(failure, JSON.stringify({ family, token: generationOf(token) })).toBe(expected);
            family = after;
          };

          for (const { seconds, refreshes, use: tab } of chosen) {
            clock.advance(seconds);
            await together(
              refreshes.map(({ tab, newest: shared }) => [tab, shared ? newest() : held[tab]] as const),
            );
            if (tab !== null) await useAccessToken(held[tab]);
          }
          clock.advance(grace + 1);
          // Of all generations that were ever given out, only the newest is alive.
          await together([[0, newest()]]);
          clock.advance(grace + 1);
          await together([[1, first]]);
          await auth.logoutEverywhere(identity);
        }),
        { numRuns },
      );
    },
    240_000,
  );
});
