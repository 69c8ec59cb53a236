import { expect } from 'vitest';
import type { Counter } from '../../src/limit/limits.js';
import { countOutcomes, createScene, limit, mailLimits, noBudget, type Rule, rule, times } from './scene.js';

/** What is counted, for how long, and what a limit says. */
export const limitRules: readonly Rule[] = [
  rule('store-40', 'MUST end the window of a counter a window after it began', async (store, start) => {
    const { name, issue } = createScene(store, start);
    const limits = [limit(name, 3)];
    for (const at of [0, 30_000, 40_000]) await issue({ limits, now: start + at });
    const full = { outcome: 'limited', limit: name, retryAfter: 15_000 };
    expect(await issue({ limits, now: start + 45_000 })).toEqual(full);
    expect((await issue({ limits, now: start + 60_000 })).outcome).toBe('issued');

    const short = createScene(store, start);
    const two = [limit(short.name, 2)];
    for (const at of [0, 30_000]) await short.issue({ limits: two, now: start + at });
    expect((await short.issue({ limits: two, now: start + 60_000 })).outcome).toBe('issued');
  }),
  rule(
    'store-41',
    'MUST block for a window from when a limit fills, and not before it fills',
    async (store, start) => {
      const { name, redeem } = createScene(store, start);
      const two = [limit(name, 2, { block: true })];
      for (const at of [0, 30_000]) await redeem('wrong', { limits: two, now: start + at });
      expect(await redeem('wrong', { limits: two, now: start + 60_000 })).toMatchObject({
        retryAfter: 30_000,
      });
      expect((await redeem('wrong', { limits: two, now: start + 90_000 })).outcome).toBe('wrong');

      const slow = createScene(store, start);
      const three = [limit(slow.name, 3, { block: true })];
      for (const at of [0, 30_000, 60_000, 61_000])
        expect(await slow.redeem('wrong', { limits: three, now: start + at })).toMatchObject({ filled: [] });
    },
  ),
  rule('store-42', 'MUST name the limit that lasts longest', async (store, start) => {
    for (const order of ['longest first', 'longest last']) {
      const { name, issue } = createScene(store, start);
      const long = limit(`${name}-long`, 1, { window: 90_000 });
      const limits = [limit(`${name}-one`, 1), limit(`${name}-two`, 1)];
      const all = order === 'longest first' ? [long, ...limits] : [...limits, long];
      await issue({ limits: all });
      expect(await issue({ limits: all })).toEqual({
        outcome: 'limited',
        limit: long.option,
        retryAfter: 90_000,
      });
    }
  }),
  rule('store-43', 'MUST take back one of what was counted, and leave the rest', async (store, start) => {
    const { name, issue } = createScene(store, start);
    const limits = [limit(name, 3)];
    await times(3, () => issue({ limits }));
    await store.release({ now: start, counters: [name] });
    const asked = await times(3, () => issue({ limits, now: start + 10_000 }));
    expect(countOutcomes(asked)).toEqual({ issued: 1, limited: 2 });
    expect(asked[2]).toMatchObject({ retryAfter: 50_000 });
  }),
  rule(
    'store-44',
    'MUST spend a budget for one window, each part from its own time on',
    async (store, start) => {
      const { name, issue } = createScene(store, start);
      const budget = { ...noBudget, shortCodes: limit(name, 3) };
      const isLong = async (at: number) => {
        const result = await issue({ budget, now: start + at, expiresAt: start + at + 1000 });
        return result.outcome === 'issued' && result.long;
      };
      // Two at about one time stand together.
      expect([await isLong(0), await isLong(40_000), await isLong(40_001)]).toEqual([false, false, false]);
      expect(await isLong(59_999)).toBe(true);
      expect(await isLong(60_000)).toBe(false);
      expect(await isLong(60_001)).toBe(true);
      expect(await isLong(100_001)).toBe(false);
    },
  ),
  rule(
    'store-82',
    'MUST keep what is spent of a budget in one part of a window together, from the first millisecond of the part to the last',
    async (store, start) => {
      const { name, issue } = createScene(store, start);
      const budget = { ...noBudget, shortCodes: limit(name, 3) };
      const part = 600;
      const first = Math.ceil(start / part) * part;
      const isLong = async (now: number) => {
        const result = await issue({ budget, now, expiresAt: now + 1000 });
        return result.outcome === 'issued' && result.long;
      };
      for (const now of [first, first + part - 1, first + part]) expect(await isLong(now)).toBe(false);
      // The two of the first part stand under the time of the later one.
      expect(await isLong(first + part - 2 + 60_000)).toBe(true);
      expect(await isLong(first + part - 1 + 60_000)).toBe(false);
    },
  ),
  rule(
    'store-45',
    'MUST give short codes only while the guesses that they allow fit the budget of failures',
    async (store, start) => {
      const isLong = async (
        most: number,
        before: (scene: ReturnType<typeof createScene>) => Promise<unknown>,
      ) => {
        const scene = createScene(store, start);
        const failures = limit(`${scene.name}-failures`, most);
        await before(scene);
        const result = await scene.issue({ budget: { ...noBudget, failures }, now: start + 2000 });
        return result.outcome === 'issued' && result.long;
      };
      /** So many codes, and guesses at the latest of them: each code keeps 5 guesses for its holder. */
      const after =
        (codes: number, guesses: readonly number[], others = 1) =>
        async ({ name, issue, redeem }: ReturnType<typeof createScene>) => {
          await times(codes, () => issue());
          const failures = limit(`${name}-failures`, 1000);
          for (const at of guesses)
            await redeem('wrong', { budget: { ...noBudget, failures }, others, now: start + at });
        };
      expect(await isLong(5, after(0, []))).toBe(false);
      expect(await isLong(15, after(2, []))).toBe(false);
      expect(await isLong(14, after(2, []))).toBe(true);
      expect(await isLong(12, after(1, [0, 1000]))).toBe(false);
      expect(await isLong(11, after(1, [0, 1000]))).toBe(true);
      expect(await isLong(12, after(1, [0, 0]))).toBe(false);
      expect(await isLong(11, after(1, [0, 0]))).toBe(true);
      // A guess at two codes costs two, and one at none costs one: a failure, though no comparison.
      expect(await isLong(17, after(2, [0], 2))).toBe(false);
      expect(await isLong(16, after(2, [0], 2))).toBe(true);
      expect(await isLong(7, after(0, [0, 0]))).toBe(false);
      expect(await isLong(5, after(0, [0, 0, 0, 0]))).toBe(false);
      expect(await isLong(5, after(0, [0, 0, 0, 0, 0]))).toBe(true);
    },
  ),
  rule('store-46', 'MUST keep no guesses for the holders of long codes', async (store, start) => {
    const { name, issue } = createScene(store, start);
    const shortCodes = limit(`${name}-short`, 1);
    const budget = { ...noBudget, shortCodes, failures: limit(`${name}-failures`, 10) };
    expect(await issue({ budget })).toMatchObject({ long: false });
    expect(await issue({ budget, now: start + 1 })).toMatchObject({ long: true });
    expect(await issue({ budget, now: start + 60_000 })).toMatchObject({ long: false });
    expect(await issue({ budget, now: start + 120_000 })).toMatchObject({ long: true });
  }),
  rule(
    'store-47',
    'MUST not count the mails for known networks among those for strangers',
    async (store, start) => {
      const { name, logIn, issue } = createScene(store, start);
      await logIn();
      const mails = mailLimits(name, 4);
      expect(await times(2, () => issue({ mails }))).toMatchObject([{ long: false }, { long: false }]);
      const away = await times(2, () => issue({ mails, network: 'away' }));
      expect(away).toMatchObject([{ long: false }, { long: false }]);
    },
  ),
  rule(
    'store-48',
    'MUST count a request that joins, and nothing where there is no place',
    async (store, start) => {
      const { name, issue } = createScene(store, start);
      const mails = mailLimits(name, 2, limit(`${name}-tagged`, 1));
      await issue({ mails, network: 'away' });
      const crowded = { mails, network: 'away', crowded: true, limits: [limit(name, 2)] };
      expect(await times(3, () => issue(crowded))).toEqual(Array(3).fill({ outcome: 'crowded' }));
      const room = { ...crowded, crowded: false };
      expect(await issue(room)).toEqual({ outcome: 'issued', long: true, kept: false });
      expect((await issue(room)).outcome).toBe('joined');
      expect((await issue(room)).outcome).toBe('limited');
    },
  ),
  rule(
    'store-49',
    'MUST give back what was counted for a login that came to nothing',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      const limits = [limit(name, 1)];
      await issue();
      await redeem('wrong', { limits });
      expect((await redeem('wrong', { limits })).outcome).toBe('limited');
      const nothing = { network: null, spent: null };
      await store.abandon({ now: start, owner: [name], session: name, ...nothing, counters: [name] });
      expect((await redeem('wrong', { limits })).outcome).toBe('wrong');
    },
  ),
  rule('store-83', 'MUST say how near the nearest limit is, and change nothing', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    const [wide, narrow] = [limit(`${name}-wide`, 100), limit(`${name}-narrow`, 4)];
    const shortCodes = limit(`${name}-short`, 8);
    const failures = limit(`${name}-failures`, 2);
    const look = async (at = 0) =>
      store.pressure({
        ...{ now: start + at, limits: [wide, narrow], counters: [wide, narrow] },
        budgets: [shortCodes, failures],
      });
    expect(await look()).toEqual({ outcome: 'open', percent: 0 });
    await issue({ limits: [wide], budget: { ...noBudget, shortCodes } });
    expect(await look()).toEqual({ outcome: 'open', percent: 12 });
    await issue({ limits: [wide, narrow] });
    for (let i = 0; i < 3; i += 1) expect(await look()).toEqual({ outcome: 'open', percent: 25 });
    for (const percent of [50, 100, 100]) {
      await redeem('wrong', { budget: { ...noBudget, failures } });
      expect(await look()).toEqual({ outcome: 'open', percent });
    }
    expect(await look(60_000)).toEqual({ outcome: 'open', percent: 0 });
  }),
  rule(
    'store-84',
    'MUST say which limit refuses, before it says how near others are',
    async (store, start) => {
      const { name, issue } = createScene(store, start);
      const [own, other] = [limit(`${name}-own`, 2), limit(`${name}-other`, 2)];
      await times(2, () => issue({ limits: [own, other] }));
      const look = (limits: Counter[]) =>
        store.pressure({ now: start + 20_000, limits, counters: [other], budgets: [] });
      expect(await look([own])).toEqual({ outcome: 'limited', limit: own.option, retryAfter: 40_000 });
      expect(await look([])).toEqual({ outcome: 'open', percent: 100 });
    },
  ),
];
