import { expect } from 'vitest';
import type { AuthTokens, EmailAuth } from '../../../src/index.js';
import { partsOf } from '../../support/forged-tokens.js';
import { createSigningKey, reasonOf, signingKey } from '../../support/service.js';
import { ada, bearer, elsewhere, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import { openStreams } from '../streams.js';
import type { World } from '../world.js';

/** Refreshes whenever half of what is left is over; answers with the seconds that it all lasted. */
const refreshToTheEnd = async (
  auth: EmailAuth,
  first: AuthTokens,
  clock: { advance(seconds: number): void },
): Promise<{ readonly seconds: number; readonly last: AuthTokens }> => {
  let [last, seconds] = [first, 0];
  while (last.refreshExpiresIn > 1) {
    const wait = Math.floor(last.refreshExpiresIn / 2);
    clock.advance(wait);
    seconds += wait;
    last = await auth.refresh(last.refreshToken, home);
    expect(last.expiresIn).toBeLessThanOrEqual(last.refreshExpiresIn);
  }
  clock.advance(last.refreshExpiresIn);
  return { seconds: seconds + last.refreshExpiresIn, last };
};

const expectOver = async (auth: EmailAuth, { accessToken, refreshToken }: AuthTokens) => {
  expect(await failureOf(auth, accessToken)).toBe('expired');
  expect(await reasonOf(auth.refresh(refreshToken, home))).toBe('expired');
  expect(await auth.sessions(ada)).toEqual([]);
};

type Streams = Awaited<ReturnType<typeof openStreams>>;

/** Every way in which a session ends, at a process that has not made it. */
const endings: Readonly<Record<string, (opened: Streams) => Promise<unknown>>> = {
  'a logout': ({ other, pair }) => other.auth.logout(pair.refreshToken),
  'a logout everywhere': ({ other }) => other.auth.logoutEverywhere(ada),
  'the end of this session alone': ({ other, pair }) => other.auth.endSession(ada, pair.claims.sid),
  'a theft': async ({ auth, other, pair, clock }) => {
    const { accessToken } = await auth.refresh(pair.refreshToken, home);
    await auth.authenticate(accessToken, home);
    clock.advance(10.001);
    await other.auth.refresh(pair.refreshToken, elsewhere).catch(() => {});
  },
  'a login that takes its place': async ({ other }) => {
    for (let i = 0; i < 2; i += 1) await other.logIn(ada);
  },
};

const refusal = { extensions: { code: 'UNAUTHENTICATED', reason: 'revoked' } };

export const sessionEnds: readonly Guarantee[] = [
  {
    id: 'S3',
    must: `A session MUST end at its absolute end, however often it is refreshed. A refresh MUST NOT bring that end nearer`,
    attack: {
      'refreshes to the end, of a session that does not slide': async (world) => {
        const [{ auth, logIn, clock }] = world.processes({ refreshToken: { lifetime: 1000 } });
        const { seconds, last } = await refreshToTheEnd(auth, await logIn(ada), clock);
        expect(seconds).toBe(1000);
        await expectOver(auth, last);
      },
      'refreshes to the end, of a session that slides': async (world) => {
        const refreshToken = { lifetime: 1000, sliding: true, maxLifetime: 2500 };
        const [{ auth, logIn, clock }] = world.processes({ refreshToken });
        const { seconds, last } = await refreshToTheEnd(auth, await logIn(ada), clock);
        expect(seconds).toBe(2500);
        await expectOver(auth, last);
      },
      'retries, a lost answer and changed claims, just before the end': async (world) => {
        const [{ auth, logIn, clock }, other] = world.processes({
          refreshToken: { lifetime: 1000 },
          updatableClaims: ['org'],
        });
        const first = await logIn(ada);
        const end = partsOf(first.refreshToken).payload.exp;
        clock.advance(980);
        const attempts = [
          () => auth.refresh(first.refreshToken, home),
          () => other.auth.refresh(first.refreshToken, home),
          () => other.auth.updateClaims(first.refreshToken, { org: 'x' }, home),
        ];
        for (const attempt of attempts) {
          const { accessToken, refreshToken } = await attempt();
          expect(partsOf(refreshToken).payload.exp).toBe(end);
          expect(partsOf(accessToken).payload.exp).toBe(end);
          clock.advance(5);
        }
        clock.advance(5);
        await expectOver(auth, first);
      },
      'a refresh by a process whose sessions are shorter': async (world) => {
        const cache = world.openCache();
        const [{ auth, logIn, clock }] = world.processes({ cache, refreshToken: { lifetime: 1000 } });
        const sliding = { lifetime: 50, sliding: true, maxLifetime: 60 };
        const [shorter] = world.processes({
          cache,
          clock,
          refreshToken: sliding,
          accessToken: { lifetime: 30 },
        });
        const first = await logIn(ada);
        const second = await shorter.auth.refresh(first.refreshToken, home);
        expect(second.refreshExpiresIn).toBe(1000);
        clock.advance(999);
        expect(await reasonOf(auth.refresh(second.refreshToken, home))).toBe('ok');
      },
    },
  },
  {
    id: 'S4',
    must: `A session that any process has ended MUST be refused at the next request, and at the next event of each stream, marked or not`,
    attack: {
      ...Object.fromEntries(
        Object.entries(endings).map(([how, end]) => [
          `the next request, and the next event of both streams, after ${how}`,
          async (world: World) => {
            const opened = await openStreams(world, { sessions: { max: 2 } });
            const { http, pair, next, other } = opened;
            const ask = () => http.query('{ hello me }', {}, bearer(pair.accessToken));
            expect(await ask()).toEqual({ data: { hello: `Hello, ${ada}!`, me: ada } });
            expect(await next()).toMatchObject({
              marked: { value: { data: { marked: 1 } } },
              open: { data: { open: { n: 1, secret: 1, who: ada } } },
            });
            await end(opened);
            expect(await next()).toMatchObject({
              marked: { value: { data: { marked: null }, errors: [refusal] } },
              open: { data: { open: { n: 2, secret: null, who: null } }, errors: [refusal] },
            });
            // The marked one is over, the other goes on for anybody.
            expect(await next()).toMatchObject({
              marked: { done: true },
              open: { data: { open: { n: 3, secret: null, who: null } } },
            });
            expect(await ask()).toMatchObject({
              data: { hello: 'Hello, stranger!', me: null },
              errors: [refusal],
            });
            expect(await failureOf(other.auth, pair.accessToken)).toBe('revoked');
            expect(await reasonOf(other.auth.refresh(pair.refreshToken, home))).toBe('revoked');
          },
        ]),
      ),
      'thirty requests at three processes, at once after the end': async ({ processes }) => {
        const all = processes();
        const [first, second] = all;
        const { accessToken, refreshToken } = await first.logIn(ada);
        const ask = () =>
          Promise.all(
            Array.from({ length: 30 }, (_, i) => failureOf((all[i % 3] ?? first).auth, accessToken)),
          );
        expect(new Set(await ask())).toEqual(new Set([null]));
        await second.auth.logout(refreshToken);
        expect(new Set(await ask())).toEqual(new Set(['revoked']));
      },
      'the next request after a logout everywhere, of sessions from before the signing key changed': async ({
        openCache,
        service,
        processes,
      }) => {
        const cache = openCache();
        const before = service({ cache });
        const { clock } = before;
        const { accessToken, refreshToken } = await before.logIn(ada);
        const all = processes({ cache, clock, signingKey: [createSigningKey(), signingKey] });
        expect(await all[0].auth.logoutEverywhere(ada)).toBe(1);
        for (const { auth } of [before, ...all]) {
          expect(await failureOf(auth, accessToken)).toBe('revoked');
          expect(await reasonOf(auth.refresh(refreshToken, home))).toBe('revoked');
        }
      },
      'a session whose owner is no longer let in': async ({ processes }) => {
        let allowed = true;
        const [first, second, third] = processes({ claims: () => (allowed ? {} : null) });
        const { accessToken, refreshToken } = await first.logIn(ada);
        allowed = false;
        expect(await reasonOf(second.auth.refresh(refreshToken, home))).toBe('revoked');
        expect(await failureOf(third.auth, accessToken)).toBe('revoked');
      },
    },
  },
];
