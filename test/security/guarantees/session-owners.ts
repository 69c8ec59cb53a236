import { expect } from 'vitest';
import { createFeed } from '../../support/event-streams.js';
import { reforge } from '../../support/forged-tokens.js';
import { noLimits, reasonOf } from '../../support/service.js';
import { ada, bearer, elsewhere, eve, failureOf, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import { streamSchema } from '../stream-schema.js';
import type { World } from '../world.js';

const schemaOf = streamSchema(() => createFeed().events());

/** A server at which both are logged in, Ada twice. */
const open = async ({ serve }: World) => {
  const options = { limits: noLimits, loginCode: { resendAfter: 0 }, sessions: { max: 2 }, schemaOf };
  const server = await serve(options);
  const [hers, second, mine] = [await server.logIn(ada), await server.logIn(ada), await server.logIn(eve)];
  const asEve = (document: string) => server.http.query(document, {}, bearer(mine.accessToken));
  /** Nothing has become of her sessions, and nothing was said of them. */
  const expectUntouched = async () => {
    const ids = (await server.auth.sessions(ada)).map(({ id }) => id);
    expect(ids).toEqual([hers.claims.sid, second.claims.sid]);
    for (const { accessToken } of [hers, second])
      expect(await failureOf(server.auth, accessToken)).toBeNull();
    expect(server.events.filter(({ type }) => type === 'token.reused')).toEqual([]);
    expect(await reasonOf(server.auth.refresh(hers.refreshToken, home))).toBe('ok');
  };
  return { ...server, hers, second, mine, asEve, expectUntouched };
};

export const sessionOwners: readonly Guarantee[] = [
  {
    id: 'S5',
    must: `A caller MUST NOT be able to see or end a session of another identity`,
    attack: {
      'the list of sessions, over HTTP and by every spelling of her own address': async (world) => {
        const { auth, asEve, hers, mine, expectUntouched } = await open(world);
        const { data } = await asEve('{ sessions { id current } }');
        expect(data).toEqual({ sessions: [{ id: mine.claims.sid, current: true }] });
        for (const spelling of ['eve+ada@example.com', ' EVE@example.com', 'ada+eve@example.com'])
          expect((await auth.sessions(spelling)).map(({ id }) => id)).not.toContain(hers.claims.sid);
        await expectUntouched();
      },
      'the end of a session by its id, which is no secret': async (world) => {
        const { auth, asEve, hers, mine, expectUntouched } = await open(world);
        const ids = [hers.claims.sid, `${hers.claims.sid} `, `../${hers.claims.sid}`, '__proto__', ''];
        for (const id of ids) {
          const answer = await asEve(`mutation { endSession(id: ${JSON.stringify(id)}) }`);
          expect(answer).toEqual({ data: { endSession: false } });
          expect(await auth.endSession(eve, id)).toBe(false);
        }
        await expectUntouched();
        expect(await asEve(`mutation { endSession(id: "${mine.claims.sid}") }`)).toEqual({
          data: { endSession: true },
        });
        expect(await failureOf(auth, mine.accessToken)).toBe('revoked');
      },
      'a logout everywhere, and more logins than an identity may have': async (world) => {
        const { asEve, logIn, expectUntouched } = await open(world);
        for (let i = 0; i < 3; i += 1) await logIn(eve);
        await expectUntouched();
        const { mine, ...again } = await open(world);
        expect(await again.asEve('mutation { logoutEverywhere }')).toEqual({
          data: { logoutEverywhere: true },
        });
        expect(await failureOf(again.auth, mine.accessToken)).toBe('revoked');
        await again.expectUntouched();
        expect(await asEve('{ me }')).toMatchObject({ data: { me: null } });
      },
      'tokens of hers that name a session of another, signed with our key': async (world) => {
        const { auth, hers, mine, expectUntouched } = await open(world);
        const { sid } = hers.claims;
        // Of every generation: the current one, one that was replaced or is void, one to come.
        const failures = { 1: null, 2: 'revoked', 7: 'revoked' };
        for (const [number, failure] of Object.entries(failures)) {
          const gen = Number(number);
          const refresh = reforge(mine.refreshToken, { payload: { sid, gen } });
          expect(await reasonOf(auth.refresh(refresh, elsewhere))).toBe('revoked');
          expect(await auth.logout(refresh)).toBe(true);
          const access = reforge(mine.accessToken, { payload: { sid, gen } });
          const state = await auth.authenticate(access, elsewhere);
          // As herself, if at all.
          expect([state.failure, state.claims?.sub]).toEqual([failure, failure === null ? eve : undefined]);
        }
        await expectUntouched();
      },
      'a void token of hers that names a session of another': async (world) => {
        const { auth, clock, hers, mine, second } = await open(world);
        await auth.refresh(hers.refreshToken, home);
        clock.advance(10.001);
        // Generation 2 is void now.
        const owner = await auth.refresh(hers.refreshToken, home);
        const payload = { sid: hers.claims.sid, gen: 2 };
        expect(await failureOf(auth, reforge(mine.accessToken, { payload }))).toBe('revoked');
        expect(await reasonOf(auth.refresh(reforge(mine.refreshToken, { payload }), elsewhere))).toBe(
          'revoked',
        );
        expect(await failureOf(auth, owner.accessToken)).toBeNull();
        expect(await failureOf(auth, second.accessToken)).toBeNull();
        expect(await reasonOf(auth.refresh(owner.refreshToken, home))).toBe('ok');
      },
    },
  },
];
