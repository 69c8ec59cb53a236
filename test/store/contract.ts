import { expect } from 'vitest';
import type { IssueStep, RedeemStep } from '../../src/store/code-steps.js';
import type { RotateStep } from '../../src/store/session-steps.js';
import { identityName } from '../support/identity-names.js';
import { codeRules } from './contract-codes.js';
import { limitRules } from './contract-limits.js';
import { lateRules, sessionRules } from './contract-sessions.js';
import { countOutcomes, createScene, limit, mailLimits, noBudget, type Rule, rule, times } from './scene.js';

/** The port's contract, as a table. */
export const rules: readonly Rule[] = [
  rule('store-1', 'MUST spend a code once, for one of many callers', async (store, start) => {
    const { issue, redeem } = createScene(store, start);
    await issue();
    const results = await times(200, () => redeem('right'));
    expect(countOutcomes(results)).toEqual({ right: 1, wrong: 199 });
  }),
  rule('store-2', 'MUST compare as many guesses as a code has tries, and no more', async (store, start) => {
    const { issue, redeem } = createScene(store, start);
    await issue();
    await times(5, () => redeem('wrong'));
    expect((await redeem('right')).outcome).toBe('wrong');
    // Tries with the challenge are others.
    expect((await redeem('right', { challenge: 'challenge' })).outcome).toBe('right');
  }),
  rule('store-3', 'MUST count all limits or none', async (store, start) => {
    const { name, issue } = createScene(store, start);
    const limits = [limit(`${name}-wide`, 100), limit(`${name}-narrow`, 1)];
    const results = await times(50, () => issue({ limits }));
    expect(countOutcomes(results)).toEqual({ issued: 1, limited: 49 });
    const wide = [limit(`${name}-wide`, 2)];
    expect((await issue({ limits: wide })).outcome).toBe('issued');
    expect(await issue({ limits: wide })).toEqual({
      outcome: 'limited',
      limit: `${name}-wide`,
      retryAfter: 60_000,
    });
  }),
  rule('store-4', 'MUST count failures exactly, and say which limits they fill', async (store, start) => {
    const { name, redeem } = createScene(store, start);
    const limits = [limit(name, 10, { block: true })];
    const results = await times(100, () => redeem('wrong', { limits }));
    expect(countOutcomes(results)).toEqual({ wrong: 10, limited: 90 });
    expect(
      results.filter((result) => result.outcome === 'wrong' && result.filled.includes(name)),
    ).toHaveLength(1);
    expect((await redeem('wrong', { limits, now: start + 60_000 })).outcome).toBe('wrong');
  }),
  rule('store-5', 'MUST give long codes when the short ones are used up', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    const budget = { ...noBudget, shortCodes: limit(`${name}-short`, 2) };
    expect(await times(3, () => issue({ budget }))).toEqual([
      { outcome: 'issued', long: false, kept: false },
      { outcome: 'issued', long: false, kept: false },
      { outcome: 'issued', long: true, kept: false },
    ]);
    expect((await redeem('long')).outcome).toBe('right');
  }),
  rule(
    'store-6',
    'MUST let codes, sessions and counters end by the time that it is told',
    async (store, start) => {
      const { issue, redeem, alive, sessions, logIn } = createScene(store, start);
      await logIn();
      await issue();
      expect((await redeem('right', { now: start + 300_000 })).outcome).toBe('wrong');
      expect(await alive(start + 999_999)).toBe(true);
      expect(await alive(start + 1_000_000)).toBe(false);
      expect(await sessions(start + 1_000_000)).toEqual([]);
    },
  ),
  rule(
    'store-7',
    'MUST begin one generation, whoever of many asks with the same token',
    async (store, start) => {
      const { rotate, logIn, sessions, name } = createScene(store, start);
      await logIn();
      const results = await times(200, () => rotate(1));
      const answers = results.map((result) => JSON.stringify(result));
      expect(new Set(answers)).toHaveLength(1);
      expect(results[0]).toMatchObject({ outcome: 'current', generation: 2 });
      expect(await sessions()).toEqual([
        {
          id: name,
          beganAt: start,
          rotatedAt: start,
          expiresAt: start + 1_000_000,
          origin: 'origin',
        },
      ]);
    },
  ),
  rule('store-8', 'MUST end the session when an older token comes back', async (store, start) => {
    const { rotate, present, logIn, alive, sessions } = createScene(store, start);
    await logIn();
    await rotate(1);
    expect(await present(2)).toBe('alive');
    expect((await rotate(1, { now: start + 10_000 })).outcome).toBe('current');
    expect(await rotate(1, { now: start + 10_001 })).toEqual({ outcome: 'reused' });
    expect(await alive(start + 10_001)).toBe(false);
    expect(await sessions(start + 10_001)).toEqual([]);
    expect(await rotate(2, { now: start + 10_001 })).toEqual({ outcome: 'gone' });
  }),
  rule(
    'store-31',
    'MUST compare a guess with two other codes, newest first, at tries that all share',
    async (store, start) => {
      for (const challenge of ['second', null, 'no such']) {
        const { issue, redeem } = createScene(store, start);
        for (const name of ['first', 'second', 'third', 'fourth'])
          await issue({ challenge: name, digests: { short: name, long: name } });
        const compared = challenge === 'second' ? 3 : 2;
        expect(await redeem('wrong', { challenge })).toMatchObject({ compared });
        expect((await redeem('first', { challenge })).outcome).toBe('wrong');
        expect((await redeem('third', { challenge, others: 0 })).outcome).toBe('wrong');
        expect((await redeem('third', { challenge })).outcome).toBe('right');
      }
    },
  ),
  rule('store-32', 'MUST keep a challenge that a live code has, and no other', async (store, start) => {
    const { issue, redeem } = createScene(store, start);
    expect(await issue({ challenge: 'first', offered: 'made up' })).toMatchObject({ kept: false });
    const again = { challenge: 'second', offered: 'first', digests: { short: 'again', long: 'long' } };
    expect(await issue(again)).toMatchObject({ kept: true });
    const own = { challenge: 'first', others: 0 };
    expect((await redeem('right', own)).outcome).toBe('right');
    expect((await redeem('again', own)).outcome).toBe('right');
    expect(await issue({ challenge: 'third', offered: 'first' })).toMatchObject({ kept: false });
  }),
  rule('store-38', 'MUST let a joiner try the codes of her own challenge, too', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    const mails = mailLimits(name, 2);
    await issue({ mails, challenge: 'hers', digests: { short: 'short', long: '-' } });
    await issue({ mails });
    expect(await issue({ mails, offered: 'hers' })).toMatchObject({ outcome: 'joined', kept: true });
    expect(await issue({ mails, offered: 'theirs' })).toMatchObject({ outcome: 'joined', kept: false });
    const own = { challenge: 'hers', joiner: limit(`${name}-joiner`, 5), others: 0 };
    await times(4, () => redeem('wrong', own));
    expect((await redeem('short', own)).outcome).toBe('right');
    expect((await redeem('long', own)).outcome).toBe('right');
  }),
  rule(
    'store-33',
    'MUST count nothing where a code that was right is submitted again',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      await issue();
      const limits = [limit(name, 2)];
      const own = { challenge: 'challenge', limits };
      expect((await redeem('right', own)).outcome).toBe('right');
      for (let i = 0; i < 3; i += 1)
        expect(await redeem('right', own)).toEqual({
          outcome: 'wrong',
          compared: 0,
          filled: [],
          repeated: true,
        });
      expect(await redeem('right', own)).toMatchObject({ outcome: 'wrong', repeated: false });
      expect(await redeem('wrong', own)).toMatchObject({ outcome: 'wrong', repeated: false, filled: [name] });

      const late = createScene(store, start);
      await late.issue();
      await late.redeem('right', { challenge: 'challenge' });
      // A repetition does not make the time longer.
      const soon = { challenge: 'challenge', now: start + 9000 };
      expect(await late.redeem('right', soon)).toMatchObject({ repeated: true });
      const now = start + 10_000;
      expect(await late.redeem('right', { challenge: 'challenge', now })).toMatchObject({ repeated: false });
      expect(await late.redeem('right')).toMatchObject({ repeated: false });
    },
  ),
  rule(
    'store-34',
    'MUST leave a generation that came to nothing to the token that it was made from',
    async (store, start) => {
      const { name, rotate, logIn } = createScene(store, start);
      await logIn();
      const more = { usesAreNoted: false };
      const change = { before: {}, count: 1 };
      expect(await rotate(1, { ...more, updates: { org: '"a"' } })).toMatchObject({ given: true, change });
      const who = { owner: [name] as const, session: name };
      const step = { now: start, ...who, generation: 2, given: true, change: null };
      await store.withdraw({ ...step, change });
      const late = { ...more, now: start + 900_000 };
      const again = await rotate(1, late);
      expect(again).toEqual(expect.objectContaining({ outcome: 'current', generation: 2, updates: {} }));
      // Given out, it has its grace from now on, and is no longer free.
      expect(await rotate(1, { ...late, now: late.now + 10_000 })).toEqual(again);
      expect(await rotate(1, { ...late, now: late.now + 10_001 })).toEqual({ outcome: 'reused' });

      const shared = createScene(store, start);
      await shared.logIn();
      const mine = { ...step, owner: [shared.name] as const, session: shared.name };
      await Promise.all([shared.rotate(1, { updates: { org: '"a"' } }), shared.rotate(1)]);
      await store.withdraw(mine);
      expect(await shared.rotate(1)).toMatchObject({ generation: 2, updates: { org: '"a"' } });
      await store.withdraw(mine);
      expect(await shared.rotate(1, late)).toEqual({ outcome: 'reused' });

      const used = createScene(store, start);
      await used.logIn();
      await used.rotate(1);
      await used.present(2);
      await store.withdraw({ ...step, owner: [used.name], session: used.name });
      expect(await used.rotate(1, late)).toEqual({ outcome: 'reused' });
      expect(await used.present(2)).toBe('gone');
    },
  ),
  rule('store-39', 'MUST take back updates that came to nothing', async (store, start) => {
    const updates = { org: '"a"' };
    const begin = async (more: Partial<RotateStep>) => {
      const scene = createScene(store, start);
      await scene.logIn();
      const who = { owner: [scene.name] as const, session: scene.name };
      const withdraw = (given: boolean, generation: number) =>
        store.withdraw({ now: start, ...who, generation, given, change: { before: {}, count: 1 } });
      const change = (generation: number) => scene.rotate(generation, { ...more, updates: updates });
      return { ...scene, withdraw, change };
    };

    const still = await begin({ makesNext: false });
    const result = await still.change(1);
    expect(result).toMatchObject({ change: { before: {}, count: 1 }, updates });
    expect(result).not.toHaveProperty('given');
    await still.withdraw(false, 1);
    expect(await still.rotate(1, { makesNext: false })).toEqual(
      expect.objectContaining({ generation: 1, updates: {} }),
    );

    // A token that was replaced a moment ago, while its successor is in use.
    const used = await begin({});
    await used.rotate(1);
    await used.present(2);
    await used.change(1);
    await used.withdraw(true, 2);
    expect(await used.rotate(2)).toEqual(expect.objectContaining({ generation: 3, updates: {} }));

    const later = await begin({});
    await later.change(1);
    await later.rotate(1, { updates: { org: '"b"' } });
    await later.withdraw(true, 2);
    expect(await later.rotate(2)).toMatchObject({ updates: { org: '"b"' } });
  }),
  rule(
    'store-35',
    'MUST move a session to the first name of its identity when it goes on',
    async (store, start) => {
      const { name, rotate, logIn } = createScene(store, start);
      await logIn();
      const owner = [identityName(`${name}-new`), name] as const;
      expect(await rotate(1, { owner })).toMatchObject({ generation: 2 });
      expect(await store.listSessions({ now: start, owner: [name] })).toEqual([]);
      const [moved] = await store.listSessions({ now: start, owner: [owner[0]] });
      expect(moved).toMatchObject({ id: name });
      expect(await store.revoke({ now: start, owner: [owner[0]], session: name })).toBe(1);
      expect(await store.alive({ now: start, session: name, generation: 2 })).toBe('gone');
    },
  ),
  rule('store-36', 'MUST look for a right code under every name of the identity', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    await issue();
    await issue({ owner: identityName(`${name}-new`), digests: { short: 'newer', long: 'long' } });
    const owner = [identityName(`${name}-new`), name] as const;
    expect((await redeem('right', { owner })).outcome).toBe('right');
  }),
  rule(
    'store-26',
    'MUST make a generation anew whose answer was lost, and void the lost one',
    async (store, start) => {
      const { rotate, present, lookUp, logIn } = createScene(store, start);
      await logIn();
      await rotate(1);
      const later = start + 60_000;
      expect(await rotate(1, { now: later })).toMatchObject({ outcome: 'current', generation: 3 });
      // A retry of the retry.
      expect(await rotate(1, { now: later + 10_000 })).toMatchObject({ outcome: 'current', generation: 3 });
      expect(await lookUp(3, later)).toBe('unnoted');
      expect(await present(3, later)).toBe('alive');
      expect(await lookUp(3, later)).toBe('alive');
      expect(await lookUp(1, later)).toBe('alive');
      expect(await rotate(1, { now: later + 10_001 })).toEqual({ outcome: 'reused' });
      expect(await lookUp(3, later)).toBe('gone');
    },
  ),
  rule('store-27', 'MUST end a session whose void tokens are used', async (store, start) => {
    for (const how of ['refresh', 'access'] as const) {
      const { rotate, present, lookUp, logIn } = createScene(store, start);
      await logIn();
      await rotate(1);
      const now = start + 60_000;
      await rotate(1, { now });
      expect(await lookUp(2, now)).toBe('void');
      if (how === 'access') expect(await present(2, now)).toBe('reused');
      else expect(await rotate(2, { now })).toEqual({ outcome: 'reused' });
      expect(await lookUp(3, now)).toBe('gone');
      expect(await present(3, now)).toBe('gone');
    }
  }),
  rule(
    'store-28',
    'MUST give every token that was replaced a moment ago the current one',
    async (store, start) => {
      const { rotate, logIn } = createScene(store, start);
      await logIn();
      await rotate(1);
      await rotate(2, { updates: { org: '"a"' } });
      expect(await rotate(1, { now: start + 10_000 })).toMatchObject({ outcome: 'current', generation: 3 });
      expect(await rotate(1, { now: start + 10_001 })).toEqual({ outcome: 'reused' });
    },
  ),
  rule(
    'store-29',
    'MUST forgive nothing but the grace where uses are not noted, or nothing rotates',
    async (store, start) => {
      for (const more of [{ usesAreNoted: false }, { makesNext: false }]) {
        const { rotate, logIn } = createScene(store, start);
        await logIn();
        await rotate(1);
        expect(await rotate(1, { now: start + 10_000, ...more })).toMatchObject({ generation: 2 });
        expect(await rotate(1, { now: start + 10_001, ...more })).toEqual({ outcome: 'reused' });
      }
    },
  ),
  rule(
    'store-30',
    'MUST remember so many replaced generations, and take no older one for void',
    async (store, start) => {
      const { rotate, lookUp, logIn } = createScene(store, start);
      await logIn();
      for (let generation = 1; generation <= 40; generation += 1) await rotate(generation);
      expect(await lookUp(1)).toBe('alive');
      expect(await lookUp(20)).toBe('alive');
      expect(await rotate(9)).toMatchObject({ outcome: 'current', generation: 41 });
      expect(await rotate(8)).toEqual({ outcome: 'reused' });
    },
  ),
  rule('store-9', 'MUST keep what is noted with a session, and slide its end', async (store, start) => {
    const { rotate, logIn, sessions } = createScene(store, start);
    await logIn();
    const slide = { lifetime: 2_000_000, maxLifetime: 1_500_000 };
    expect(await rotate(1, { slide, updates: { org: '"a"' } })).toMatchObject({
      updates: { org: '"a"' },
      expiresAt: start + 1_500_000,
    });
    expect(await rotate(2, { updates: { team: '[]' } })).toMatchObject({
      updates: { org: '"a"', team: '[]' },
    });
    expect(await sessions(start + 1_400_000)).toHaveLength(1);
  }),
  rule('store-10', 'MUST end one session or all, of this identity only', async (store, start) => {
    const { name, logIn, alive } = createScene(store, start);
    await logIn();
    const now = start;
    expect(await store.revoke({ now, owner: [identityName('somebody-else')], session: name })).toBe(0);
    expect(await alive()).toBe(true);
    expect(await store.revoke({ now, owner: [name], session: name })).toBe(1);
    expect(await store.revoke({ now, owner: [name], session: name })).toBe(0);
    await logIn();
    expect(await store.revoke({ now, owner: [name], session: null })).toBe(1);
    expect(await alive()).toBe(false);
  }),
  rule('store-11', 'MUST keep half of the mails for networks that are known', async (store, start) => {
    const { name, logIn, issue } = createScene(store, start);
    await logIn();
    const mails = mailLimits(name, 4);
    const away = await times(10, () => issue({ mails, network: 'away' }));
    expect(countOutcomes(away)).toEqual({ issued: 3, joined: 7 });
    expect(away.filter((result) => result.outcome === 'issued' && result.long)).toHaveLength(1);
    const home = await times(10, () => issue({ mails }));
    expect(countOutcomes(home)).toEqual({ issued: 2, joined: 8 });
    expect(home).not.toContainEqual({ outcome: 'issued', long: true, kept: false });
  }),
  rule(
    'store-18',
    'MUST take callers without an address for nobody’s usual network',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      await issue({ network: null });
      expect((await redeem('right', { network: null })).outcome).toBe('right');
      const mails = mailLimits(name, 2);
      const asked = await times(3, () => issue({ mails, network: null }));
      expect(countOutcomes(asked)).toEqual({ issued: 2, joined: 1 });
    },
  ),
  rule(
    'store-20',
    'MUST mail strangers one long code in the life of a code, which others join',
    async (store, start) => {
      const scene = createScene(store, start);
      const issue = (more: Partial<IssueStep>) => scene.issue({ network: 'away', ...more });
      const { name, redeem } = scene;
      const mails = mailLimits(name, 2);
      const expiresAt = start + 300_000;
      expect(await issue({ mails })).toEqual({ outcome: 'issued', long: false, kept: false });
      expect(await issue({ mails, expiresAt })).toEqual({ outcome: 'issued', long: true, kept: false });
      expect(await issue({ mails, now: start + 1 })).toEqual({ outcome: 'joined', expiresAt, kept: false });
      expect((await redeem('long')).outcome).toBe('right');
      // A code that was used was mailed all the same.
      expect(await issue({ mails, now: expiresAt - 1 })).toEqual({
        outcome: 'joined',
        expiresAt,
        kept: false,
      });
      const later = { mails, now: expiresAt, expiresAt: expiresAt + 300_000 };
      expect(await issue(later)).toEqual({ outcome: 'issued', long: true, kept: false });
      // In any window of an hour, not only from its first mail on.
      const nextHour = { mails, now: start + 3_600_000, expiresAt: start + 3_900_000 };
      expect(await issue(nextHour)).toEqual({ outcome: 'issued', long: false, kept: false });
    },
  ),
  rule(
    'store-21',
    'MUST mail all tagged spellings together one long code in the life of a code',
    async (store, start) => {
      const { name, issue } = createScene(store, start);
      const tagged = limit(`${name}-tagged`, 1, { window: 300_000 });
      const ask = (spelling: string, now = start) =>
        issue({
          owner: identityName(`${name}${spelling}`),
          now,
          expiresAt: now + 300_000,
          mails: {
            ...mailLimits(name, 2, spelling === '' ? null : tagged),
            long: limit(`${name}-long${spelling}`, 1, { window: 300_000 }),
          },
        });
      expect(await ask('+1')).toEqual({ outcome: 'issued', long: false, kept: false });
      expect(await ask('+2')).toEqual({ outcome: 'issued', long: true, kept: false });
      expect(await ask('+2')).toMatchObject({ outcome: 'joined' });
      expect(await ask('+3')).toEqual({ outcome: 'limited', limit: `${name}-tagged`, retryAfter: 300_000 });
      expect(await ask('')).toEqual({ outcome: 'issued', long: true, kept: false });
      expect(await ask('+3', start + 300_000)).toEqual({ outcome: 'issued', long: true, kept: false });
    },
  ),
  rule(
    'store-22',
    'MUST give a joiner tries of her own at every long code, and at no short one',
    async (store, start) => {
      const { name, issue, ...scene } = createScene(store, start);
      const redeem = (digest: string, more: Partial<RedeemStep> = {}) =>
        scene.redeem(digest, { others: 0, ...more });
      const mails = mailLimits(name, 2);
      await issue({ mails, digests: { short: 'short', long: '-' } });
      await issue({ mails });
      const joiner = limit(`${name}-joiner`, 5);
      const other = limit(`${name}-other`, 5);
      expect((await redeem('short', { joiner, challenge: 'hers' })).outcome).toBe('wrong');
      await times(20, () => redeem('wrong', { joiner: other, challenge: 'theirs' }));
      await times(20, () => redeem('wrong', { challenge: 'challenge' }));
      await times(20, () => redeem('wrong', { others: 2 }));
      expect((await redeem('long', { joiner: other, challenge: 'theirs' })).outcome).toBe('wrong');
      await times(3, () => redeem('wrong', { joiner, challenge: 'hers' }));
      expect((await redeem('long', { joiner, challenge: 'hers' })).outcome).toBe('right');
      expect((await redeem('long', { joiner, challenge: 'hers' })).outcome).toBe('wrong');
    },
  ),
  rule('store-23', 'MUST mail at once where the last long code did not get out', async (store, start) => {
    const { name, issue } = createScene(store, start);
    const mails = mailLimits(name, 2);
    await times(2, () => issue({ mails }));
    expect((await issue({ mails })).outcome).toBe('joined');
    const giveBack = (expiresAt: number) =>
      store.release({ now: start, counters: [], mail: { counters: [mails.long.name], expiresAt } });
    // An earlier mail that comes to its end has nothing to give back.
    await giveBack(start + 300_000 - 1);
    expect((await issue({ mails })).outcome).toBe('joined');
    await giveBack(start + 300_000);
    expect(await issue({ mails })).toEqual({ outcome: 'issued', long: true, kept: false });
    expect((await issue({ mails })).outcome).toBe('joined');
  }),
  rule('store-24', 'MUST mail only for networks that are known where it is crowded', async (store, start) => {
    const { name, logIn, issue } = createScene(store, start);
    await logIn();
    const limits = [limit(name, 3)];
    const crowded = { limits, crowded: true, mails: mailLimits(name, 2) };
    expect(countOutcomes(await times(5, () => issue({ ...crowded, network: 'away' })))).toEqual({
      crowded: 5,
    });
    // Nothing was counted.
    expect(countOutcomes(await times(5, () => issue(crowded)))).toEqual({ issued: 3, limited: 2 });
    // Whoever joins needs no place.
    expect(await issue({ ...crowded, limits: [], network: 'away' })).toMatchObject({ outcome: 'joined' });
  }),
  rule(
    'store-25',
    'MUST not hold up a guess that brings a live challenge, where a limit spares it',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      await issue();
      const limits = [limit(name, 2, { block: true, sparesHolders: true })];
      await times(5, () => redeem('wrong', { limits }));
      expect((await redeem('right', { limits })).outcome).toBe('limited');
      expect((await redeem('right', { limits, challenge: 'no such' })).outcome).toBe('limited');
      const joiner = limit(`${name}-joiner`, 1);
      expect((await redeem('wrong', { limits, challenge: 'hers', joiner })).outcome).toBe('wrong');
      expect((await redeem('right', { limits, challenge: 'challenge' })).outcome).toBe('right');
      expect((await redeem('right', { limits, challenge: 'challenge' })).outcome).toBe('limited');
    },
  ),
  rule(
    'store-19',
    'MUST keep the tries of one code, and guesses at several at once, within the budgets',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      const failures = limit(`${name}-failures`, 3);
      await issue({ budget: { ...noBudget, failures } });
      const own = { challenge: 'challenge', others: 0, budget: { ...noBudget, failures } };
      await times(3, () => redeem('wrong', own));
      expect((await redeem('right', own)).outcome).toBe('wrong');

      const other = createScene(store, start);
      await times(4, () => other.issue());
      const all = limit(`${other.name}-all`, 3);
      const shared = { budget: { ...noBudget, all } };
      expect(await other.redeem('wrong', shared)).toMatchObject({ compared: 2 });
      expect(await other.redeem('wrong', shared)).toMatchObject({ compared: 1 });
      expect(await other.redeem('wrong', shared)).toMatchObject({ compared: 0 });
    },
  ),
  rule('store-12', 'MUST take back what came to nothing', async (store, start) => {
    const { name, issue } = createScene(store, start);
    const limits = [limit(name, 1)];
    await issue({ limits });
    expect((await issue({ limits })).outcome).toBe('limited');
    await times(3, () => store.release({ now: start, counters: [name] }));
    expect(countOutcomes(await times(3, () => issue({ limits })))).toEqual({ issued: 1, limited: 2 });
  }),
  rule(
    'store-13',
    'MUST bound the sessions of an identity, those of 50 logins under way among them',
    async (store, start) => {
      const { name, issue, redeem, sessions } = createScene(store, start);
      for (let i = 0; i < 153; i += 1) {
        await issue();
        await redeem('right', {
          session: { id: `${name}-${i}`, expiresAt: start + 1_000_000, origin: '', max: 100 },
        });
      }
      const ids = (await sessions()).map(({ id }) => id);
      expect(ids).toHaveLength(150);
      expect(ids).not.toContain(`${name}-2`);
      expect(ids).toContain(`${name}-3`);
      expect(await store.alive({ now: start, session: `${name}-2`, generation: 1 })).toBe('gone');
    },
  ),
  rule('store-14', 'MUST find what is kept under an older name of the identity', async (store, start) => {
    const { name, logIn, issue, redeem } = createScene(store, start);
    await logIn();
    await issue();
    const owner = [identityName(`${name}-new`), name] as const;
    expect((await store.listSessions({ now: start, owner })).length).toBe(1);
    const session = { id: `${name}-2`, expiresAt: start + 1_000_000, origin: '', max: 100 };
    expect((await redeem('right', { owner, session })).outcome).toBe('right');
    expect(await store.revoke({ now: start, owner, session: null })).toBe(2);
  }),
  rule(
    'store-15',
    'MUST keep nothing about sessions where it is told so, and still know the network',
    async (store, start) => {
      const { name, issue, redeem, sessions } = createScene(store, start);
      await issue();
      expect(await redeem('right', { session: null })).toMatchObject({ outcome: 'right' });
      expect(await sessions()).toEqual([]);
      const mails = mailLimits(name, 2);
      const asked = await times(2, () => issue({ mails }));
      expect(asked).toEqual([
        { outcome: 'issued', long: false, kept: false },
        { outcome: 'issued', long: false, kept: false },
      ]);
    },
  ),
  rule('store-16', 'MUST give a spent code back when its login came to nothing', async (store, start) => {
    const { name, issue, redeem, alive } = createScene(store, start);
    await issue();
    const result = await redeem('right');
    const spent = result.outcome === 'right' ? result.spent : null;
    const step = { now: start, owner: [name] as const, session: name, network: null, counters: [] };
    await store.abandon({ ...step, spent });
    expect(await alive()).toBe(false);
    expect((await redeem('right')).outcome).toBe('right');
    await store.abandon({ ...step, spent: null });
    expect((await redeem('right')).outcome).toBe('wrong');
  }),
  rule(
    'store-91',
    'MUST NOT give a spent code back where somebody has ended its session since',
    async (store, start) => {
      const { name, issue, redeem } = createScene(store, start);
      const step = { now: start, owner: [name] as const };
      await issue();
      const result = await redeem('right');
      const spent = result.outcome === 'right' ? result.spent : null;
      await store.forget(step);
      await store.abandon({ ...step, session: name, network: null, spent, counters: [] });
      expect((await redeem('right')).outcome).toBe('wrong');
      // Where nothing is kept about sessions, none can have been ended.
      await store.abandon({ ...step, session: null, network: null, spent, counters: [] });
      expect((await redeem('right')).outcome).toBe('right');
    },
  ),
  rule('store-87', 'MUST say what a network was to the identity before', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    const owner = [name, identityName(`${name}-old`)] as const;
    let logins = 0;
    const logInFrom = async (network: string | null) => {
      logins += 1;
      await issue();
      const session = { id: `${name}-${logins}`, expiresAt: start + 1_000_000, origin: '', max: 2 };
      const result = await redeem('right', { owner, network, session: logins === 3 ? null : session });
      return result.outcome === 'right' && result.network;
    };
    expect(await logInFrom(null)).toBe('none');
    expect(await logInFrom('home')).toBe('first');
    expect(await logInFrom('away')).toBe('new');
    for (const network of ['home', 'away']) expect(await logInFrom(network)).toBe('known');
    expect(await logInFrom(null)).toBe('none');
    // Ten are remembered.
    for (let i = 0; i < 9; i += 1) expect(await logInFrom(`other-${i}`)).toBe('new');
    expect(await logInFrom('away')).toBe('known');
    expect(await logInFrom('home')).toBe('new');
  }),
  rule('store-85', 'MUST forget the network of a login that came to nothing', async (store, start) => {
    const { name, issue, redeem, alive } = createScene(store, start);
    const logInFrom = async (network: string) => {
      await issue();
      const result = await redeem('right', { network });
      return result.outcome === 'right' && result.network;
    };
    const abandon = (network: string | null) =>
      store.abandon({ now: start, owner: [name], session: 'other', network, spent: null, counters: [] });
    expect(await logInFrom('home')).toBe('first');
    await abandon('home');
    expect(await logInFrom('home')).toBe('first');
    expect(await logInFrom('away')).toBe('new');
    for (const network of ['away', 'away', 'nowhere']) await abandon(network);
    expect(await logInFrom('away')).toBe('new');
    await abandon(null);
    expect(await logInFrom('away')).toBe('known');
    expect(await logInFrom('home')).toBe('known');
    expect(await alive()).toBe(true);
  }),
  rule('store-17', 'MUST prove itself', (store) => store.check()),
  ...codeRules,
  ...limitRules,
  ...sessionRules,
  ...lateRules,
  // The last: for a moment it is a day later, and what has expired by then may be swept away.
  rule(
    'store-37',
    'MUST not believe an end that a clock has written that was set back since',
    async (store, start) => {
      const { name, issue } = createScene(store, start);
      const limits = [limit(name, 1)];
      const budget = { ...noBudget, shortCodes: limit(`${name}-short`, 1, { window: 3_600_000 }) };
      const aDayAhead = start + 86_400_000;
      await issue({ now: aDayAhead, expiresAt: aDayAhead + 1000, limits, budget });
      expect(await issue({ limits, budget })).toMatchObject({ outcome: 'issued', long: false });
      expect((await issue({ limits })).outcome).toBe('limited');
      // Clocks of two processes differ by some seconds.
      expect((await issue({ limits, now: start - 5000 })).outcome).toBe('limited');
    },
  ),
];
