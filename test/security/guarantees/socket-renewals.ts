import { expect, vi } from 'vitest';
import { reforge } from '../../support/forged-tokens.js';
import { createSigningKey, createTestAuth, noLimits } from '../../support/service.js';
import { ada, bearer, eve, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import { openRenewable } from '../sockets.js';
import type { World } from '../world.js';

type Opened = Awaited<ReturnType<typeof openRenewable>>;

const known = { marked: true, who: ada, me: ada };
const unknown = { marked: false, who: null, me: null };

/** What an attacker may have, of an owner whose socket stays open. Each is made a minute after the first token. */
const others: Readonly<Record<string, (opened: Opened) => Promise<string>>> = {
  'a token of another session': async ({ logIn }) => (await logIn(ada)).accessToken,
  'a token of another user': async ({ logIn }) => (await logIn(eve)).accessToken,
  'a token of this session that names another user': async ({ auth, first }) => {
    const { accessToken } = await auth.refresh(first.refreshToken, home);
    // The first use of a generation would look at the owner of the session, too.
    await auth.authenticate(accessToken, home);
    return reforge(accessToken, { payload: { sub: eve, email: eve } });
  },
  'a refresh token': async ({ auth, first }) => (await auth.refresh(first.refreshToken, home)).refreshToken,
  'a token under another key': async ({ clock }) => {
    const other = createTestAuth({ signingKey: createSigningKey(), clock, limits: noLimits });
    return (await other.logIn(ada)).accessToken;
  },
};

export const socketRenewals: readonly Guarantee[] = [
  {
    id: 'S8',
    must: `On an open WebSocket, a new token MUST count only if it is valid, of the same session and identity, and ends later than the one before. Any other MUST leave the claims as they are. A renewal MUST NOT make an anonymous caller somebody, and MUST NOT revive a session that has ended`,
    attack: {
      ...Object.fromEntries(
        Object.entries(others).map(([what, tokenOf]) => [
          what,
          async (world: World) => {
            const opened = await openRenewable(world);
            const { clock, renew, look } = opened;
            clock.advance(60);
            await renew(await tokenOf(opened));
            expect(await look()).toEqual(known);
            clock.advance(241);
            expect(await look()).toEqual(unknown);
          },
        ]),
      ),
      'an older token after a newer one': async (world) => {
        const { first, refresh, renew, look, clock } = await openRenewable(world);
        const second = await refresh();
        const third = await refresh(second);
        for (const { accessToken } of [third, second, first]) await renew(accessToken);
        // The end of the second, and the end of the third.
        clock.advance(241);
        expect(await look()).toEqual(known);
        clock.advance(60);
        expect(await look()).toEqual(unknown);
      },
      'an older token that is answered after a newer one': async (world) => {
        const { auth, faulty, first, refresh } = await openRenewable(world);
        const second = await refresh();
        const third = await refresh(second);
        const pairs = [third, second];
        // Afterwards, a look at them is one step.
        for (const { accessToken } of pairs) await auth.authenticate(accessToken, home);
        const socket = { connectionParams: bearer(first.accessToken) };
        await auth.graphqlWs.onPing(socket);
        const { auth: state } = await auth.context(socket);
        faulty.begin('hangs');
        const renewals = pairs.map(({ accessToken }) => auth.graphqlWs.onPing(socket, bearer(accessToken)));
        await vi.waitFor(() => expect(faulty.held()).toBeGreaterThan(0), { interval: 1, timeout: 20_000 });
        faulty.end();
        await faulty.letGo();
        await Promise.all(renewals);
        expect(state.claims).toEqual(third.claims);
      },
      'a valid token on a socket that has come without one': async (world) => {
        const { first, connect, renew } = await openRenewable(world);
        for (const accessToken of [undefined, 'a.b.c']) {
          const socket = await connect(accessToken);
          const stream = socket.subscribe('subscription { open { secret who } }');
          await stream.next();
          await renew(first.accessToken, socket);
          const { data } = await socket.ask('{ hello me }', bearer(first.accessToken));
          expect(data ?? { me: null }).toMatchObject({ me: null });
          expect((await socket.ask('{ hello }')).data).toEqual({ hello: 'Hello, stranger!' });
        }
      },
      'a new token of a session that another process has ended, before anybody here knows': async (world) => {
        const { other, refresh, renew, look } = await openRenewable(world);
        const second = await refresh();
        await other.auth.logout(second.refreshToken);
        await renew(second.accessToken);
        expect(await look()).toEqual(unknown);
      },
      'a new token of a session that has ended, when the streams know': async (world) => {
        const { other, refresh, renew, look } = await openRenewable(world);
        const second = await refresh();
        const third = await refresh(second);
        await renew(second.accessToken);
        await other.auth.logoutEverywhere(ada);
        expect(await look()).toEqual(unknown);
        await renew(third.accessToken);
        expect(await look()).toEqual(unknown);
      },
      'a session that ends while it is renewed': async (world) => {
        const { other, refresh, renew, look } = await openRenewable(world);
        const second = await refresh();
        await Promise.all([renew(second.accessToken), other.auth.logout(second.refreshToken)]);
        expect(await look()).toEqual(unknown);
      },
      'a new token while nobody can look at its session': async (world) => {
        const { faulty, refresh, renew, look, clock } = await openRenewable(world);
        const { accessToken } = await refresh();
        faulty.begin('fails');
        await renew(accessToken);
        faulty.end();
        expect(await look()).toEqual(known);
        clock.advance(241);
        expect(await look()).toEqual(unknown);
      },
      'a new token that comes over HTTP': async (world) => {
        const { http, first, refresh } = await openRenewable(world);
        const { accessToken } = await refresh();
        const ask = async (headers: Record<string, string>) => {
          const answer = await fetch(http, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify({ query: '{ hello }', extensions: bearer(accessToken) }),
          });
          return answer.json();
        };
        expect(await ask({})).toEqual({ data: { hello: 'Hello, stranger!' } });
        expect(await ask({ authorization: 'Bearer a.b.c' })).toEqual({ data: { hello: 'Hello, stranger!' } });
        expect(await ask(bearer(first.accessToken))).toEqual({ data: { hello: `Hello, ${ada}!` } });
      },
      'an operation for which the host has found another token than that of the socket': async (world) => {
        const { auth, logIn, first, refresh } = await openRenewable(world);
        const eves = await logIn(eve);
        const request = { headers: {} };
        const socket = { connectionParams: bearer(first.accessToken), extra: { request } };
        await auth.graphqlWs.onPing(socket, bearer((await refresh()).accessToken));
        const context = { connectionParams: bearer(eves.accessToken), req: request };
        expect((await auth.context(context)).auth.claims?.email).toBe(eve);
      },
    },
  },
];
