import Keyv from 'keyv';
import { describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/email-auth.js';
import { cpuTime } from '../support/cpu-time.js';
import { makeFaulty } from '../support/faulty-cache.js';
import { createTestAuth, noLimits } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

/** What graphql-ws makes for each socket. */
const socketOf = (connectionParams?: object, headers: Record<string, string> = {}) => ({
  ...(connectionParams && { connectionParams }),
  extra: { request: { headers, socket: { remoteAddress: '192.0.2.1' } } },
});

/** A word in all its spellings: 2 ** 13 of `authorization`. */
const spellingsOf = (word: string): string[] =>
  [...word].reduce<string[]>(
    (heads, letter) => heads.flatMap((head) => [head + letter, head + letter.toUpperCase()]),
    [''],
  );

type Socket = ReturnType<typeof socketOf>;

/** What a host makes of it for an operation. */
const contextOf = ({ connectionParams, extra }: Socket) => ({ connectionParams, req: extra.request });

const setUp = async () => {
  const faulty = makeFaulty(new Keyv({ store: new Map() }));
  const options = { limits: noLimits, loginCode: { resendAfter: 0 }, singleProcess: true };
  const service = createTestAuth({ ...options, cache: faulty.cache });
  const first = await service.logIn(identity);
  const refresh = (pair = first) => {
    service.clock.advance(50);
    return service.auth.refresh(pair.refreshToken, caller);
  };
  return { ...service, faulty, first, refresh };
};

const renew = (auth: EmailAuth, socket: Socket, token: string) =>
  auth.graphqlWs.onSubscribe(socket, '1', { extensions: { authorization: `Bearer ${token}` } });

const tokenOf = async (auth: EmailAuth, context: object) => (await auth.context(context)).auth.token;

describe('renewals of one socket that overlap', () => {
  it.each([
    ['the last to come', [0, 1]],
    ['the first to come', [1, 0]],
  ])('leave the token that ends last: %s', async (_, order) => {
    const { auth, first, refresh, faulty } = await setUp();
    const second = await refresh();
    const pairs = [second, await refresh(second)];
    const socket = socketOf({ authorization: first.accessToken });
    await auth.graphqlWs.onSubscribe(socket, '1', {});
    const { auth: state } = await auth.context(contextOf(socket));
    faulty.begin('hangs');
    const renewals = order.map((index) => renew(auth, socket, pairs[index]?.accessToken ?? ''));
    await vi.waitFor(() => expect(faulty.held()).toBeGreaterThan(0), { interval: 1, timeout: 20_000 });
    faulty.end();
    await faulty.letGo();
    await Promise.all(renewals);
    expect(state).toMatchObject({ token: pairs[1]?.accessToken, claims: pairs[1]?.claims, failure: null });
  });
});

describe('a renewal', () => {
  it('is seen by the state of an operation, which stays one object, frozen, of this service', async () => {
    const { auth, first, refresh } = await setUp();
    const socket = socketOf({ authorization: first.accessToken });
    await auth.graphqlWs.onSubscribe(socket, '1', {});
    const { auth: state } = await auth.context(contextOf(socket));
    expect({ ...state }).toEqual({
      ip: '192.0.2.1',
      claims: first.claims,
      token: first.accessToken,
      failure: null,
    });
    const second = await refresh();
    await renew(auth, socket, second.accessToken);
    expect({ ...state }).toEqual({
      ip: '192.0.2.1',
      claims: second.claims,
      token: second.accessToken,
      failure: null,
    });
    expect(Object.isFrozen(state)).toBe(true);
    expect(auth.forPlugins.owns(state)).toBe(true);
  });

  it.each<[string, (socket: Socket) => object]>([
    ['graphql-ws’s context is spread', (socket) => ({ ...socket, req: socket.extra.request })],
    ['the request is left out', ({ connectionParams }) => ({ connectionParams })],
    [
      'connectionParams are copied',
      ({ connectionParams, extra }) => ({ connectionParams: { ...connectionParams }, req: extra.request }),
    ],
  ])('reaches a context for which %s', async (_, hostContextOf) => {
    const { auth, first, refresh } = await setUp();
    const socket = socketOf({ authorization: first.accessToken });
    const { accessToken } = await refresh();
    await renew(auth, socket, accessToken);
    expect(await tokenOf(auth, hostContextOf(socket))).toBe(accessToken);
  });

  it('does not need the socket to say nothing before `connection_init`', async () => {
    const { auth, first, refresh } = await setUp();
    const { extra } = socketOf();
    await auth.graphqlWs.onPing({ extra }, { authorization: first.accessToken });
    const socket = { connectionParams: { authorization: first.accessToken }, extra };
    const { accessToken } = await refresh();
    await renew(auth, socket, accessToken);
    expect(await tokenOf(auth, contextOf(socket))).toBe(accessToken);
  });

  it('does not reach another socket, whatever their contexts share', async () => {
    const { auth, first, logIn, refresh } = await setUp();
    const eve = await logIn('eve@example.com');
    const shared = { locale: 'de' };
    const [hers, eves] = [first, eve].map(({ accessToken }) =>
      socketOf(undefined, { authorization: `Bearer ${accessToken}` }),
    ) as [Socket, Socket];
    const { accessToken } = await refresh();
    await renew(auth, hers, accessToken);
    await auth.graphqlWs.onSubscribe(eves, '1', {});
    const of = ({ extra }: Socket) => tokenOf(auth, { connectionParams: shared, req: extra.request });
    expect(await of(hers)).toBe(accessToken);
    expect(await of(eves)).toBe(eve.accessToken);
  });

  it('does not reach an operation that the host has given another token', async () => {
    const { auth, first, logIn, refresh } = await setUp();
    const eve = await logIn('eve@example.com');
    const socket = socketOf({ authorization: first.accessToken });
    await renew(auth, socket, (await refresh()).accessToken);
    const context = { connectionParams: { token: eve.accessToken }, req: socket.extra.request };
    expect(await tokenOf(auth, context)).toBe(eve.accessToken);
  });

  it('does not reach the contexts of another service', async () => {
    const { auth, first, refresh, clock } = await setUp();
    const other = createTestAuth({ clock, accessToken: { checkSession: false } });
    const socket = socketOf({ authorization: first.accessToken });
    await renew(auth, socket, (await refresh()).accessToken);
    expect(await tokenOf(other.auth, contextOf(socket))).toBe(first.accessToken);
  });
});

it.each<[string, object, unknown]>([
  ['no context to speak of', {}, undefined],
  ['a host without a request', { extra: null }, { authorization: 'a.b.c' }],
  ['a request of another kind', { extra: { request: 'GET /' } }, { authorization: 'a.b.c' }],
  ['connectionParams of another kind', { connectionParams: 'a.b.c' }, { authorization: 'a.b.c' }],
  ['a payload that is none', { connectionParams: { token: 'a.b.c' } }, 'a.b.c'],
  ['a list', { connectionParams: { token: 'a.b.c' } }, [{ authorization: 'a.b.c' }]],
  ['two tokens', { connectionParams: { token: 'a.b.c' } }, { authorization: ['a.b.c', 'd.e.f'] }],
])('the hooks take whatever comes: %s', async (_, ctx, record) => {
  const { auth } = createTestAuth();
  await expect(auth.graphqlWs.onPing(ctx, record)).resolves.toBeUndefined();
  await expect(auth.graphqlWs.onSubscribe(ctx, '1', { extensions: record })).resolves.toBeUndefined();
});

describe('an operation on a socket', () => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`name${i}`, 1]));
  const spaces = ' '.repeat(2_000_000);

  it.each<[string, object]>([
    ['thousands of names', { ...many, headers: many }],
    ['thousands of spellings', Object.fromEntries(spellingsOf('authorization').map((name) => [name, 'x y']))],
    ['a text of megabytes', { authorization: `Bearer${spaces}x`, token: spaces }],
  ])('costs no more after %s in connection_init', async (_, connectionParams) => {
    const { auth } = await setUp();
    const socket = socketOf(connectionParams);
    const operate = async () => {
      await auth.graphqlWs.onSubscribe(socket, '1', {});
      await auth.context(contextOf(socket));
    };
    await operate();
    const before = cpuTime();
    for (let i = 0; i < 100; i += 1) await operate();
    expect(cpuTime() - before).toBeLessThan(300);
  });
});
