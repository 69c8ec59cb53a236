import { expect } from 'vitest';
import type { IdentityNames } from '../../src/code/secret.js';
import type { Store } from '../../src/store/port.js';
import { identityName } from '../support/identity-names.js';
import { createScene, limit, mailLimits, type Rule, rule } from './scene.js';

/** An identity that logs in again and again. */
const createLogins = (store: Store, start: number) => {
  const scene = createScene(store, start);
  const { name, issue, redeem } = scene;
  /** Logs in, and answers with the sessions that are to give way. */
  const logIn = async (
    id: string,
    {
      now = start,
      expiresAt = start + 1_000_000,
      max = 100,
      network = 'home' as string | null,
      owner = [name] as IdentityNames,
    } = {},
  ): Promise<readonly string[] | null> => {
    await issue({ now, expiresAt: now + 1000, owner: owner[0] });
    const session = { id: `${name}-${id}`, expiresAt, origin: '', max };
    const result = await redeem('right', { now, network, session, owner });
    return result.outcome === 'right' ? result.surplus.map((id) => id.replace(`${name}-`, '')) : null;
  };
  const list = async (now = start, owner: IdentityNames = [name]) =>
    (await store.listSessions({ now, owner })).map(({ id }) => id.replace(`${name}-`, ''));
  const isAlive = async (id: string, now = start) =>
    (await store.alive({ now, session: `${name}-${id}`, generation: 1 })) !== 'gone';
  let asked = 0;
  /** Whether mails for this network are those for a network that is known. */
  const isKnown = async (network: string, now = start) => {
    asked += 1;
    const mails = { ...mailLimits(`${name}-${asked}`, 2), strangers: 0 };
    const result = await issue({ mails, network, now, expiresAt: now + 1000 });
    return result.outcome === 'issued' && !result.long;
  };
  return { ...scene, logIn, list, isAlive, isKnown };
};

/** What is known of an identity, and the generations of its sessions. */
export const sessionRules: readonly Rule[] = [
  rule(
    'store-89',
    'MUST forget sessions, codes and networks of this identity, and no count',
    async (store, start) => {
      const { name, issue, redeem, logIn, lookUp, sessions } = createScene(store, start);
      await logIn();
      await issue({ mails: mailLimits(name, 4), limits: [limit(name, 3)] });
      const other = createScene(store, start);
      await other.logIn();
      expect(await store.forget({ now: start, owner: [identityName(`${name}-old`), name] })).toEqual([name]);
      expect(await store.forget({ now: start, owner: [name] })).toEqual([]);
      expect(await lookUp()).toBe('gone');
      expect(await sessions()).toEqual([]);
      expect(await redeem('right', { challenge: 'challenge' })).toMatchObject({
        outcome: 'wrong',
        compared: 0,
      });
      expect(await other.alive()).toBe(true);
      // Its network is a stranger's, and the mails are counted.
      const mails = mailLimits(name, 4);
      const asked = [await issue({ mails }), await issue({ mails }), await issue({ mails })];
      expect(asked).toMatchObject([{ long: false }, { long: false }, { long: true }]);
      expect(await issue({ limits: [limit(name, 1)] })).toMatchObject({ outcome: 'limited' });
    },
  ),
  rule('store-90', 'MUST tell what is kept of an identity, and change nothing', async (store, start) => {
    const { name, issue, rotate, logIn } = createScene(store, start);
    await logIn();
    await rotate(1, { updates: { org: '"a"' } });
    const budget = limit(`${name}-mails`, 9, { window: 3_600_000 });
    await issue({ mails: mailLimits(name, 4) });
    const step = { now: start, owner: [name] as const, budgets: [budget, limit(`${name}-none`, 1)] };
    const kept = await store.inspect(step);
    expect(kept).toEqual({
      codes: [{ expiresAt: start + 300_000, isLong: false, ownAttempts: 5, sharedAttempts: 5 }],
      networks: 1,
      sessions: [
        {
          ...{ id: name, beganAt: start, rotatedAt: start, expiresAt: start + 1_000_000 },
          ...{ origin: 'origin', updates: { org: '"a"' } },
        },
      ],
      spent: [1, 0],
    });
    expect(await store.inspect(step)).toEqual(kept);
    const nobody = { ...step, owner: [identityName(`${name}-nobody`)] as const, budgets: [] };
    expect(await store.inspect(nobody)).toEqual({ codes: [], networks: 0, sessions: [], spent: [] });
  }),
  rule(
    'store-62',
    'MUST name the oldest live sessions that are too many, and end none of them',
    async (store, start) => {
      const { name, logIn, list, isAlive } = createLogins(store, start);
      expect(await logIn('a', { max: 1, expiresAt: start + 1000 })).toEqual([]);
      // That one is over.
      expect(await logIn('b', { max: 1, now: start + 1000 })).toEqual([]);
      expect(await logIn('c', { max: 1, now: start + 1000 })).toEqual(['b']);
      const now = start + 1000;
      expect(await isAlive('b', now)).toBe(true);
      expect(await logIn('d', { max: 1, now })).toEqual(['b', 'c']);
      expect(await list(now)).toEqual(['b', 'c', 'd']);
      for (const id of ['b', 'd']) await store.revoke({ now, owner: [name], session: `${name}-${id}` });
      expect(await logIn('e', { max: 1, now })).toEqual(['c']);
      await store.revoke({ now, owner: [name], session: null });
      expect(await logIn('f', { max: 1, now })).toEqual([]);
    },
  ),
  rule('store-63', 'MUST end one session of several, and know the others', async (store, start) => {
    const { name, logIn, list, isAlive } = createLogins(store, start);
    for (const id of ['a', 'b', 'c']) await logIn(id);
    expect(await store.revoke({ now: start, owner: [name], session: `${name}-b` })).toBe(1);
    expect(await list()).toEqual(['a', 'c']);
    expect([await isAlive('a'), await isAlive('b'), await isAlive('c')]).toEqual([true, false, true]);
    expect(await store.revoke({ now: start, owner: [name], session: null })).toBe(2);
  }),
  rule(
    'store-64',
    'MUST keep the order and the ends of other sessions when one goes on',
    async (store, start) => {
      const { name, logIn, list, rotate } = createLogins(store, start);
      for (const id of ['a', 'b']) await logIn(id);
      await rotate(1, { session: `${name}-b` });
      expect(await logIn('c', { max: 2 })).toEqual(['a']);
      const slide = { lifetime: 2_000_000, maxLifetime: 2_000_000 };
      await rotate(1, { session: `${name}-c`, slide });
      expect(await list()).toEqual(['a', 'b', 'c']);
      expect(await list(start + 1_000_000)).toEqual(['c']);
    },
  ),
  rule('store-65', 'MUST remember ten networks of an identity, the latest', async (store, start) => {
    const { logIn, isKnown } = createLogins(store, start);
    await logIn('first', { network: 'first' });
    for (let i = 0; i < 11; i += 1) await logIn(`again-${i}`, { network: 'home' });
    expect(await isKnown('first')).toBe(true);
    for (let i = 0; i < 8; i += 1) await logIn(`more-${i}`, { network: `network-${i}` });
    await logIn('nowhere', { network: null });
    expect(await isKnown('first')).toBe(true);
    expect(await isKnown('home')).toBe(true);
    await logIn('last', { network: 'last' });
    expect(await isKnown('first')).toBe(false);
    expect(await isKnown('home')).toBe(true);
  }),
  rule('store-66', 'MUST still know the networks when all sessions have ended', async (store, start) => {
    const { name, logIn, isKnown } = createLogins(store, start);
    await logIn('a');
    await store.revoke({ now: start, owner: [name], session: null });
    expect(await isKnown('home')).toBe(true);
    expect(await isKnown('away')).toBe(false);
  }),
  rule(
    'store-67',
    'MUST answer gone for a generation to come, and leave the session',
    async (store, start) => {
      const { rotate, present, lookUp, logIn } = createScene(store, start);
      await logIn();
      expect(await rotate(2)).toEqual({ outcome: 'gone' });
      expect(await present(2)).toBe('gone');
      expect(await lookUp(1)).toBe('alive');
      await rotate(1);
      // As if it had never come: the answer with the second may be lost still.
      expect(await lookUp(2)).toBe('unnoted');
    },
  ),
  rule('store-68', 'MUST say what has changed, and nothing where nothing has', async (store, start) => {
    const { name, rotate, logIn } = createScene(store, start);
    await logIn();
    const more = { makesNext: false, updates: { org: '"a"' } };
    const answer = { outcome: 'current', generation: 1, rotatedAt: start, expiresAt: start + 1_000_000 };
    expect(await rotate(1, { makesNext: false })).toEqual({ ...answer, updates: {} });
    const change = { before: {}, count: 1 };
    expect(await rotate(1, more)).toEqual({ ...answer, updates: { org: '"a"' }, change });
    const step = { now: start, owner: [name] as const, session: name, generation: 1, given: false };
    await store.withdraw({ ...step, change });
    expect(await rotate(1, { makesNext: false })).toEqual({ ...answer, updates: {} });
    // As if the first had never been.
    expect(await rotate(1, more)).toEqual({ ...answer, updates: { org: '"a"' }, change });
    await rotate(1, { makesNext: false, updates: { org: '"b"' } });
    await store.withdraw({ ...step, change });
    expect(await rotate(1, { makesNext: false })).toEqual({ ...answer, updates: { org: '"b"' } });
  }),
  rule(
    'store-69',
    'MUST take a generation back where nobody has used it, and no other',
    async (store, start) => {
      const late = { now: start + 900_000, usesAreNoted: false };
      const begin = async (generations: number) => {
        const scene = createScene(store, start);
        await scene.logIn();
        for (let generation = 1; generation <= generations; generation += 1) await scene.rotate(generation);
        const who = { now: start, owner: [scene.name] as const, session: scene.name, change: null };
        const withdraw = (generation: number, given = true) => store.withdraw({ ...who, generation, given });
        return { ...scene, withdraw };
      };
      const open = await begin(1);
      await open.withdraw(2);
      expect(await open.rotate(1, late)).toMatchObject({ outcome: 'current', generation: 2 });

      const notGiven = await begin(1);
      await notGiven.withdraw(2, false);
      expect(await notGiven.rotate(1, late)).toEqual({ outcome: 'reused' });

      const older = await begin(2);
      await older.withdraw(2);
      expect(await older.rotate(2, late)).toEqual({ outcome: 'reused' });

      const grandparent = await begin(2);
      await grandparent.withdraw(3);
      expect(await grandparent.rotate(1, late)).toEqual({ outcome: 'reused' });

      // It had come through all the same.
      const used = await begin(1);
      await used.withdraw(2);
      expect(await used.present(2)).toBe('alive');
      expect(await used.rotate(1, late)).toEqual({ outcome: 'reused' });

      const kept = await begin(1);
      await kept.withdraw(2);
      expect(await kept.rotate(2, { ...late, makesNext: false })).toMatchObject({ rotatedAt: start });
    },
  ),
  rule(
    'store-70',
    'MUST take nothing back from a session that is not there, or is another’s',
    async (store, start) => {
      const { name, rotate, logIn } = createScene(store, start);
      const step = { now: start, session: name, generation: 2, given: true, change: null };
      await store.withdraw({ ...step, owner: [name] });
      await logIn();
      await rotate(1);
      await store.withdraw({ ...step, owner: [identityName(`${name}-other`)] });
      const late = { now: start + 900_000, usesAreNoted: false };
      expect(await rotate(1, late)).toEqual({ outcome: 'reused' });
    },
  ),
  rule('store-71', 'MUST note a token that is used to refresh without rotation', async (store, start) => {
    const { rotate, lookUp, present, logIn } = createScene(store, start);
    await logIn();
    await rotate(1);
    expect(await lookUp(2)).toBe('unnoted');
    await rotate(2, { makesNext: false });
    expect(await lookUp(2)).toBe('alive');
    // An older one is no news.
    expect(await present(1)).toBe('alive');
    expect(await lookUp(2)).toBe('alive');
    expect(await rotate(1, { now: start + 10_001 })).toEqual({ outcome: 'reused' });
  }),
  rule('store-72', 'MUST give a session its newer name with any refresh', async (store, start) => {
    const { name, logIn, rotate } = createScene(store, start);
    await logIn();
    const renamed = [identityName(`${name}-new`), name] as const;
    expect(await rotate(1, { makesNext: false, owner: renamed })).toMatchObject({ generation: 1 });
    const now = start;
    expect(await store.revoke({ now, owner: [name], session: name })).toBe(0);
    expect(await store.revoke({ now, owner: [identityName(`${name}-new`)], session: null })).toBe(1);
  }),
  rule('store-80', 'MUST keep the sessions of the newer name that one joins', async (store, start) => {
    const { name, issue, redeem, rotate } = createScene(store, start);
    const newer = identityName(`${name}-new`);
    await issue();
    await redeem('right');
    await issue({ owner: newer });
    const session = { id: `${name}-b`, expiresAt: start + 1_000_000, origin: 'origin', max: 100 };
    await redeem('right', { owner: [newer], session });
    await rotate(1, { owner: [newer, name] });
    const found = await store.listSessions({ now: start, owner: [newer] });
    expect(found.map(({ id }) => id)).toEqual([name, `${name}-b`]);
  }),
  rule('store-81', 'MUST count sessions under all names of an identity together', async (store, start) => {
    const { name, issue, redeem } = createScene(store, start);
    const names = [
      identityName(`${name}-new`),
      identityName(`${name}-old`),
      identityName(`${name}-oldest`),
    ] as const;
    const logIn = async (id: string, owner: IdentityNames, max = 3) => {
      await issue({ owner: owner[0] });
      const session = { id: name + id, expiresAt: start + 1_000_000, origin: 'origin', max };
      const result = await redeem('right', { owner, session });
      return result.outcome === 'right' ? result.surplus : result;
    };
    for (const id of ['a', 'b']) await logIn(id, [names[2]]);
    for (const id of ['c', 'd']) await logIn(id, [names[1]]);
    expect(await logIn('e', names)).toEqual([`${name}a`, `${name}b`]);
    expect(await logIn('f', names)).toEqual(['a', 'b', 'c'].map((id) => name + id));
    // The oldest first: whoever needs one place less leaves the last of them alone.
    for (const id of ['a', 'b', 'c'])
      expect(await store.revoke({ now: start, owner: names, session: name + id })).toBe(1);
    const left = await store.listSessions({ now: start, owner: names });
    expect(left.map(({ id }) => id.slice(name.length)).sort()).toEqual(['d', 'e', 'f']);
    // Where there is room for less, those under each of the older names are to give way.
    for (const id of ['g', 'h']) await logIn(id, [names[2]]);
    expect(await logIn('i', names, 1)).toEqual(['g', 'h', 'd', 'e', 'f'].map((id) => name + id));
  }),
];

/** Those for which long times go by. They come last: what has expired by then may be swept away. */
export const lateRules: readonly Rule[] = [
  rule(
    'store-73',
    'MUST remember networks for 90 days after the last login, and sessions to their end',
    async (store, start) => {
      const day = 86_400_000;
      const brief = createLogins(store, start);
      await brief.logIn('a', { expiresAt: start + day });
      expect(await brief.isKnown('home', start + 90 * day - 1)).toBe(true);
      expect(await brief.isKnown('home', start + 90 * day)).toBe(false);

      const long = createLogins(store, start);
      await long.logIn('a', { expiresAt: start + day });
      await long.logIn('b', { expiresAt: start + 100 * day });
      const now = start + 100 * day - 1;
      expect(await long.list(now)).toEqual(['b']);
      expect(await store.revoke({ now, owner: [long.name], session: null })).toBe(1);
    },
    200 * 86_400_000,
  ),
  rule(
    'store-74',
    'MUST believe a time that is ahead by what clocks differ by, and no more',
    async (store, start) => {
      for (const [ahead, outcome, long] of [
        [60_000, 'limited', true],
        [60_001, 'issued', false],
      ] as const) {
        const { name, issue } = createScene(store, start);
        const limits = [limit(name, 1)];
        const budget = { shortCodes: limit(`${name}-short`, 1), failures: null, all: null };
        await issue({ now: start + ahead, limits, budget });
        expect((await issue({ limits })).outcome).toBe(outcome);
        expect(await issue({ budget })).toMatchObject({ long });
      }
    },
  ),
  rule(
    'store-75',
    'MUST take the use of a generation that was replaced by one in use, for it is not void',
    async (store, start) => {
      const { rotate, present, lookUp, logIn } = createScene(store, start);
      await logIn();
      for (const generation of [1, 2]) {
        await rotate(generation);
        expect(await present(generation + 1)).toBe('alive');
      }
      for (const generation of [2, 1, 3]) expect(await present(generation)).toBe('alive');
      expect(await lookUp(3)).toBe('alive');
    },
  ),
  rule(
    'store-76',
    'MUST take the use of a generation that was replaced so long ago that nothing is remembered of it',
    async (store, start) => {
      const { rotate, present, lookUp, logIn } = createScene(store, start);
      await logIn();
      const last = 35;
      for (let generation = 1; generation < last; generation += 1) {
        await rotate(generation);
        await present(generation + 1);
      }
      for (const generation of [1, 2, 3, last]) expect(await present(generation)).toBe('alive');
      expect(await lookUp(last)).toBe('alive');
    },
  ),
];
