import { expect } from 'vitest';
import type { AuthTokens, EmailAuth, EmailAuthOptions } from '../../../src/index.js';
import { generationOf, reforge } from '../../support/forged-tokens.js';
import { noLimits, reasonOf } from '../../support/service.js';
import { ada, elsewhere, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import type { World } from '../world.js';

const hour = 3600;

/** Three processes, and a session of Ada's. */
const open = async ({ processes }: World, options: Pick<EmailAuthOptions, 'updatableClaims'> = {}) => {
  const all = processes({ limits: noLimits, loginCode: { resendAfter: 0 }, ...options });
  const [first] = all;
  const pair = await first.logIn(ada);
  const refresh = ({ refreshToken }: AuthTokens, at: { readonly auth: EmailAuth } = first, caller = home) =>
    at.auth.refresh(refreshToken, caller);
  const alarms = () => all.flatMap(({ events }) => events).filter(({ type }) => type === 'token.reused');
  const isOver = async () => (await first.auth.sessions(ada)).length === 0;
  return { all, first, pair, refresh, alarms, isOver, auth: first.auth, clock: first.clock };
};

type Open = Awaited<ReturnType<typeof open>>;

/** The session is over for everybody, and the operator has been told once. */
const expectTheft = async ({ all, alarms, isOver }: Open, tokens: readonly AuthTokens[]) => {
  expect(alarms()).toHaveLength(1);
  expect(await isOver()).toBe(true);
  for (const { auth } of all)
    for (const { accessToken, refreshToken } of tokens) {
      expect(await failureOf(auth, accessToken)).toBe('revoked');
      expect(await reasonOf(auth.refresh(refreshToken, home))).toBe('revoked');
    }
  expect(alarms()).toHaveLength(1);
};

export const sessionGenerations: readonly Guarantee[] = [
  {
    id: 'S1',
    must: `A session MUST have one live generation of tokens. Tokens of a generation that was never made are refused and change nothing (but \`logout\` ends their session). A token that was replaced less than 10 s ago gets the current tokens. Later, while nobody has used the current tokens, the token before them gets new ones, and the unused ones become void`,
    attack: {
      'one token, refreshed sixty times at once by three processes': async (world) => {
        const { all, auth, pair, refresh, alarms } = await open(world);
        const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => refresh(pair, all[i % 3])));
        expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
        expect(generationOf(answers[0]?.refreshToken ?? '')).toBe(2);
        for (const { accessToken } of answers.slice(0, 3))
          expect(await failureOf(auth, accessToken)).toBeNull();
        expect(alarms()).toEqual([]);
      },
      'tokens that were replaced less than 10 s ago, once and twice': async (world) => {
        const { all, pair, clock, refresh, alarms, auth } = await open(world);
        const second = await refresh(pair);
        const third = await refresh(second, all[1]);
        await failureOf(auth, third.accessToken);
        clock.advance(9.999);
        for (const token of [pair, second]) {
          const again = await refresh(token, all[2]);
          expect(again.refreshToken).toBe(third.refreshToken);
          expect(await failureOf(auth, again.accessToken)).toBeNull();
        }
        expect(await reasonOf(refresh(third))).toBe('ok');
        expect(alarms()).toEqual([]);
      },
      'an answer that was lost, a moment later and half a day later': async (world) => {
        for (const seconds of [10.001, 12 * hour]) {
          const { all, auth, pair, clock, refresh, alarms } = await open(world);
          const lost = await refresh(pair);
          clock.advance(seconds);
          const again = await refresh(pair, all[1]);
          expect(again.refreshToken).not.toBe(lost.refreshToken);
          expect(await failureOf(auth, again.accessToken)).toBeNull();
          expect(await reasonOf(refresh(again, all[2]))).toBe('ok');
          expect(alarms()).toEqual([]);
          // What was made in vain is void: of two generations one is alive.
          expect(await reasonOf(refresh(lost, all[2], elsewhere))).toBe('reused');
        }
      },
      'an answer that only seems to be lost: somebody has used its tokens': async (world) => {
        const uses: readonly ((opened: Open, taken: AuthTokens) => Promise<unknown>)[] = [
          ({ all }, { accessToken }) => all[2].auth.authenticate(accessToken, elsewhere),
          ({ all, refresh }, taken) => refresh(taken, all[2], elsewhere),
        ];
        for (const use of uses) {
          const opened = await open(world);
          const { pair, clock, refresh } = opened;
          await use(opened, await refresh(pair));
          clock.advance(10.001);
          expect(await reasonOf(refresh(pair))).toBe('reused');
        }
      },
      'tokens of generations that do not exist yet': async (world) => {
        const opened = await open(world, { updatableClaims: ['org'] });
        const { all, auth, pair, clock, refresh, alarms, isOver } = opened;
        const lost = await refresh(pair);
        for (const gen of [3, 7, Number.MAX_SAFE_INTEGER]) {
          const future = reforge(pair.refreshToken, { payload: { gen } });
          for (const { auth: at } of all) {
            expect(await reasonOf(at.refresh(future, elsewhere))).toBe('revoked');
            expect(await reasonOf(at.updateClaims(future, { org: 'x' }, elsewhere))).toBe('revoked');
            expect(await failureOf(at, reforge(pair.accessToken, { payload: { gen } }))).toBe('revoked');
          }
        }
        // They ended nothing, and were no use of the tokens that are out.
        expect([alarms(), await isOver()]).toEqual([[], false]);
        clock.advance(10.001);
        const again = await refresh(pair);
        expect([generationOf(lost.refreshToken), generationOf(again.refreshToken)]).toEqual([2, 3]);
        expect(await failureOf(auth, again.accessToken)).toBeNull();
      },
      'tokens of generations that never were': async (world) => {
        const { auth, pair, refresh, alarms } = await open(world);
        for (const gen of [0, -1, 1.5, null]) {
          expect(await failureOf(auth, reforge(pair.accessToken, { payload: { gen } }))).toBe('invalid');
          expect(await reasonOf(auth.refresh(reforge(pair.refreshToken, { payload: { gen } }), home))).toBe(
            'invalid',
          );
        }
        expect(alarms()).toEqual([]);
        expect(await reasonOf(refresh(pair))).toBe('ok');
      },
    },
  },
  {
    id: 'S2',
    must: `Any other replaced token, and any void one, MUST end its session`,
    attack: {
      'a thief with a replaced token, after the owner and before her': async (world) => {
        for (const thiefFirst of [false, true]) {
          const opened = await open(world);
          const { all, auth, pair, clock, refresh, alarms } = opened;
          const other = await opened.first.logIn(ada);
          const taken = await refresh(pair, all[1], thiefFirst ? elsewhere : home);
          expect(await failureOf(auth, taken.accessToken)).toBeNull();
          clock.advance(10.001);
          expect(await reasonOf(refresh(pair, all[2], thiefFirst ? home : elsewhere))).toBe('reused');
          expect(alarms()).toMatchObject([{ identity: ada, session: pair.claims.sid }]);
          // Her other session is none of theirs.
          expect(await reasonOf(refresh(other))).toBe('ok');
          await auth.logout(other.refreshToken);
          await expectTheft(opened, [taken, pair]);
        }
      },
      'a token that was replaced twice': async (world) => {
        const opened = await open(world);
        const { auth, pair, clock, refresh } = opened;
        const second = await refresh(pair);
        clock.advance(5);
        const third = await refresh(second);
        await failureOf(auth, third.accessToken);
        clock.advance(5.001);
        // Of its successor that is not long ago, of itself it is.
        expect((await refresh(second)).refreshToken).toBe(third.refreshToken);
        expect(await reasonOf(refresh(pair))).toBe('reused');
        await expectTheft(opened, [second, third]);
      },
      'a token that was replaced more often than anybody remembers': async (world) => {
        const opened = await open(world);
        const { all, pair, clock, refresh } = opened;
        let latest = pair;
        for (let i = 0; i < 34; i += 1) {
          latest = await refresh(latest, all[i % 3]);
          clock.advance(10.001);
        }
        expect(await reasonOf(refresh(pair))).toBe('reused');
        await expectTheft(opened, [latest]);
      },
      'a void refresh token, and a void access token': async (world) => {
        for (const kind of ['refreshToken', 'accessToken'] as const) {
          const opened = await open(world);
          const { all, pair, clock, refresh } = opened;
          const stolen = await refresh(pair, all[1], elsewhere);
          clock.advance(10.001);
          const owner = await refresh(pair);
          expect(await failureOf(all[2].auth, owner.accessToken)).toBeNull();
          const outcome =
            kind === 'refreshToken'
              ? await reasonOf(refresh(stolen, all[2], elsewhere))
              : await failureOf(all[2].auth, stolen.accessToken);
          expect(outcome).toBe(kind === 'refreshToken' ? 'reused' : 'revoked');
          await expectTheft(opened, [owner, stolen]);
        }
      },
      'thief and owner at once, at three processes': async (world) => {
        const opened = await open(world);
        const { all, auth, pair, clock, refresh } = opened;
        const owner = await refresh(pair);
        await failureOf(auth, owner.accessToken);
        clock.advance(10.001);
        const outcomes = await Promise.all([
          ...[owner, pair, owner, pair, owner, pair].map((who, i) => reasonOf(refresh(who, all[i % 3]))),
        ]);
        expect(outcomes).toContain('reused');
        await expectTheft(opened, [owner]);
      },
      'and nobody else: an owner whose tabs refresh at once is no thief': async (world) => {
        const { all, auth, pair, clock, refresh, alarms } = await open(world);
        let latest = pair;
        for (let round = 0; round < 5; round += 1) {
          const tabs = await Promise.all(all.map((at) => refresh(latest, at)));
          clock.advance(round % 2 === 0 ? 9 : 240);
          latest = tabs[round % 3] ?? latest;
          await failureOf(auth, latest.accessToken);
        }
        expect(alarms()).toEqual([]);
      },
    },
  },
];
