import { expect } from 'vitest';
import type { IssueStep, RedeemStep } from '../../src/store/code-steps.js';
import type { Store } from '../../src/store/port.js';
import { identityName } from '../support/identity-names.js';
import { createScene, limit, mailLimits, noBudget, type Rule, rule, times } from './scene.js';

const code = (short: string, more: Partial<IssueStep> = {}): Partial<IssueStep> => ({
  digests: { short, long: `${short}-long` },
  challenge: short,
  ...more,
});

/** An identity that has just got a long code, and a limit of short ones that made it long. */
const withLongCode = async (store: Store, start: number, more: Partial<IssueStep> = {}) => {
  const scene = createScene(store, start);
  const shortCodes = limit(`${scene.name}-short`, 1, { limit: 0 });
  await scene.issue(code('first', { budget: { ...noBudget, shortCodes }, ...more }));
  return scene;
};

/** Which guess is compared with which code, and what it costs. */
export const codeRules: readonly Rule[] = [
  rule('store-50', 'MUST let a code end at its time, whatever other codes live', async (store, start) => {
    const { issue, redeem } = createScene(store, start);
    await issue(code('brief', { expiresAt: start + 100_000 }));
    await issue(code('other'));
    expect((await redeem('brief', { challenge: 'brief', now: start + 100_000 })).outcome).toBe('wrong');
    expect((await redeem('other', { now: start + 100_000 })).outcome).toBe('right');
  }),
  rule('store-88', 'MUST leave a code that stays when it is right', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    await issue();
    const own = { challenge: 'challenge', others: 0, reusable: true } as const;
    for (const id of ['one', 'two'])
      expect(
        (
          await redeem('right', {
            ...own,
            session: { id: name + id, expiresAt: start + 1000, origin: '', max: 9 },
          })
        ).outcome,
      ).toBe('right');
    for (let i = 0; i < 5; i += 1) expect((await redeem('wrong', own)).outcome).toBe('wrong');
    expect(await redeem('right', own)).toMatchObject({ outcome: 'wrong', repeated: false });
  }),
  rule(
    'store-51',
    'MUST keep 50 codes of an identity, the latest, and none that has expired',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      for (let i = 0; i <= 50; i += 1) await issue(code(`code-${i}`));
      expect((await redeem('code-0', { challenge: 'code-0', others: 0 })).outcome).toBe('wrong');
      const late = { challenge: 'late', digest: 'late', ownAttempts: 5, sharedAttempts: 5, isLong: false };
      for (const expiresAt of [start, start - 1])
        await store.abandon({
          ...{ now: start, owner: [name] as const, session: null, network: null, counters: [] },
          spent: { owner: name, code: { ...late, expiresAt } },
        });
      expect((await redeem('code-1', { challenge: 'code-1', others: 0 })).outcome).toBe('right');
    },
  ),
  rule('store-52', 'MUST compare with a code as often as it has tries, to the last', async (store, start) => {
    const { issue, redeem } = createScene(store, start);
    await issue();
    await times(4, () => redeem('wrong'));
    expect((await redeem('right')).outcome).toBe('right');
  }),
  rule(
    'store-53',
    'MUST take a try from each code that it compares, under each name',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      const names = { owner: [identityName(`${name}-new`), name] as const };
      await issue(code('old'));
      await issue(code('new', { owner: identityName(`${name}-new`) }));
      expect(await times(6, () => redeem('wrong', names))).toMatchObject([
        ...Array(5).fill({ compared: 2 }),
        { compared: 0 },
      ]);

      const one = createScene(store, start);
      await one.issue(code('older'));
      await one.issue(code('newer'));
      // The newest only; then the next one, whose tries are all left.
      await times(10, () => one.redeem('wrong', { others: 1 }));
      expect((await one.redeem('older', { others: 1 })).outcome).toBe('wrong');
      expect((await one.redeem('newer', { others: 1 })).outcome).toBe('wrong');
    },
  ),
  rule('store-54', 'MUST take no try for what cannot be a code', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    await issue();
    const guess = (more: Partial<RedeemStep>) =>
      store.redeem({
        ...{ now: start, owner: [name], network: 'home', challenge: null, joiner: null, others: 2 },
        ...{ digests: [], limits: [], budget: noBudget, session: null },
        ...more,
      });
    for (const challenge of [null, 'challenge'])
      expect(await times(6, () => guess({ challenge }))).toMatchObject(Array(6).fill({ compared: 0 }));
    expect((await redeem('right')).outcome).toBe('right');
  }),
  rule('store-55', 'MUST spend one of two codes that are the same by chance', async (store, start) => {
    const { issue, redeem } = createScene(store, start);
    await issue({ challenge: 'first' });
    await issue({ challenge: 'second' });
    expect((await redeem('right', { challenge: 'first' })).outcome).toBe('right');
    expect((await redeem('right', { challenge: 'second' })).outcome).toBe('right');
    expect((await redeem('right')).outcome).toBe('wrong');
  }),
  rule(
    'store-56',
    'MUST leave to guesses without the challenge what the budget of failures does not keep for holders',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      const budget = { ...noBudget, failures: limit(`${name}-failures`, 7) };
      await issue({ budget });
      expect(await times(3, () => redeem('wrong', { budget }))).toMatchObject([
        { compared: 1 },
        { compared: 1 },
        { compared: 0 },
      ]);
      expect((await redeem('right', { budget, others: 0, challenge: 'challenge' })).outcome).toBe('right');

      // A guess at two codes takes two.
      const two = createScene(store, start);
      await times(2, () => two.issue({ attempts: 1 }));
      const three = { ...noBudget, failures: limit(`${two.name}-failures`, 3) };
      expect(await two.redeem('wrong', { budget: three })).toMatchObject({ compared: 1 });
    },
  ),
  rule('store-57', 'MUST compare short codes only while the budget of all lasts', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    const budget = { ...noBudget, all: limit(`${name}-all`, 1) };
    const own = { challenge: 'same', others: 0, budget };
    await issue(code('older', { challenge: 'same' }));
    await issue(code('newer', { challenge: 'same' }));
    expect((await redeem('older', own)).outcome).toBe('wrong');
    expect((await redeem('newer', own)).outcome).toBe('wrong');

    const spent = createScene(store, start);
    const all = { ...noBudget, all: limit(`${spent.name}-all`, 1) };
    await spent.issue();
    await spent.redeem('wrong', { budget: all });
    expect((await spent.redeem('right', { challenge: 'challenge', budget: all })).outcome).toBe('wrong');
    expect((await spent.redeem('right', { budget: all })).outcome).toBe('wrong');
  }),
  rule(
    'store-58',
    'MUST compare long codes whatever the budgets, and at no cost to them',
    async (store, start) => {
      for (const challenge of ['first', null]) {
        // A long code, then a short one.
        const scene = await withLongCode(store, start, { expiresAt: start + 300_000 });
        await scene.issue(code('short', { challenge: 'first' }));
        const all = limit(`${scene.name}-all`, 1);
        const failures = limit(`${scene.name}-failures`, 1);
        const none = { ...noBudget, all, failures };
        const spending = { budget: { ...noBudget, all }, others: 1 };
        expect(await scene.redeem('wrong', spending)).toMatchObject({ compared: 1 });
        expect(await scene.redeem('first-long', { budget: none, challenge })).toMatchObject({
          outcome: 'right',
        });

        // A short code, then a long one.
        const other = createScene(store, start);
        await other.issue(code('short', { challenge: 'first', attempts: 1 }));
        const shortCodes = limit(`${other.name}-short`, 0);
        await other.issue(code('first', { budget: { ...noBudget, shortCodes } }));
        const one = {
          ...noBudget,
          all: limit(`${other.name}-all`, 1),
          failures: limit(`${other.name}-failures`, 2),
        };
        expect(
          await other.redeem('wrong', { budget: { ...one, all: null }, challenge: 'none', others: 1 }),
        ).toMatchObject({
          compared: 0,
        });
        expect(await other.redeem('short', { budget: one, challenge })).toMatchObject({ outcome: 'right' });
      }
    },
  ),
  rule(
    'store-59',
    'MUST count the tries of a joiner where she was compared with a long code',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      const hers = { challenge: 'hers', joiner: limit(`${name}-joiner`, 2), others: 2 };
      const long = { budget: { ...noBudget, shortCodes: limit(`${name}-none`, 0) } };
      await issue(code('short'));
      // Short codes are not hers: her tries are all left.
      await times(4, () => redeem('wrong', hers));
      await issue(code('first', long));
      expect(await redeem('wrong', hers)).toMatchObject({ compared: 1 });
      expect((await redeem('first-long', { ...hers, others: 0 })).outcome).toBe('right');
      await issue(code('second', long));
      expect((await redeem('wrong', { ...hers, others: 0 })).outcome).toBe('wrong');
      expect((await redeem('second-long', { ...hers, others: 0 })).outcome).toBe('wrong');
      expect((await redeem('second-long')).outcome).toBe('right');
    },
  ),
  rule('store-60', 'MUST spare holders the limits that spare them, and no others', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    await issue();
    const spares = limit(`${name}-spares`, 1, { sparesHolders: true });
    const strict = limit(`${name}-strict`, 2);
    const own = { challenge: 'challenge', limits: [spares, strict] };
    await redeem('wrong', own);
    expect((await redeem('wrong', own)).outcome).toBe('wrong');
    expect(await redeem('right', own)).toMatchObject({ outcome: 'limited', limit: strict.option });

    // Under an older name, too.
    const old = createScene(store, start);
    await old.issue();
    const limits = [limit(old.name, 1, { sparesHolders: true })];
    const names = {
      owner: [identityName(`${old.name}-new`), old.name] as const,
      challenge: 'challenge',
      limits,
    };
    await times(2, () => old.redeem('wrong', names));
    expect((await old.redeem('right', names)).outcome).toBe('right');
  }),
  rule('store-61', 'MUST hold up a joiner whose tries are used up', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    const mails = mailLimits(name, 2);
    await times(2, () => issue({ mails, network: 'away' }));
    const limits = [limit(name, 1, { sparesHolders: true })];
    const joiner = limit(`${name}-joiner`, 2);
    const hers = { challenge: 'hers', joiner, limits };
    await times(2, () => redeem('wrong', hers));
    expect((await redeem('long', hers)).outcome).toBe('limited');
  }),
  rule(
    'store-77',
    'MUST NOT go on with the tries that all share where those of the challenge are spent',
    async (store, start) => {
      const { issue, redeem } = createScene(store, start);
      await issue();
      const own = { challenge: 'challenge' };
      await times(20, () => redeem('wrong', own));
      expect(await redeem('right', own)).toMatchObject({ outcome: 'wrong', compared: 0 });
      expect((await redeem('right')).outcome).toBe('right');
    },
  ),
  rule(
    'store-78',
    'MUST NOT go on with the tries that all share where those of a joiner are spent',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      await issue({ budget: { ...noBudget, shortCodes: limit(`${name}-none`, 0) } });
      const hers = { challenge: 'hers', joiner: limit(`${name}-joiner`, 2) };
      await times(20, () => redeem('wrong', hers));
      expect(await redeem('long', hers)).toMatchObject({ outcome: 'wrong', compared: 0 });
      expect((await redeem('long')).outcome).toBe('right');
    },
  ),
  rule(
    'store-79',
    'MUST count a guess with the challenge of another code among those that all share',
    async (store, start) => {
      const { issue, redeem } = createScene(store, start);
      await issue(code('first'));
      await issue(code('second'));
      await times(5, () => redeem('wrong', { challenge: 'second' }));
      expect((await redeem('first')).outcome).toBe('wrong');
      expect((await redeem('first', { challenge: 'first' })).outcome).toBe('right');
    },
  ),
];
