import { describe, expect, it } from 'vitest';
import type { AuthTokens } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { listenOverHttp } from '../support/event-streams.js';
import { reforge } from '../support/forged-tokens.js';
import { createSigningKey, createTestAuth, noLimits } from '../support/service.js';
import { type openSocket, type Way, ways } from '../support/socket-server.js';
import { caller, identity, serveSockets } from '../support/socket-service.js';

/** The two ways to send a new token. */
const senders: readonly [string, (socket: Socket, token: unknown) => Promise<unknown>][] = [
  [
    'extensions of an operation',
    (socket, token) => socket.ask('{ __typename }', { authorization: token && `Bearer ${token}` }),
  ],
  ['the payload of a ping', (socket, authorization) => socket.ping({ authorization })],
];

const expired = { extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } };
const revoked = { extensions: { code: 'UNAUTHENTICATED', reason: 'revoked' } };

/** A stream that has begun: its first event shows that. */
const begin = async (socket: Socket, field: string) => {
  const stream = socket.subscribe(`subscription { ${field} }`);
  expect(await stream.next()).not.toHaveProperty('errors');
  return stream;
};

const { afterwards } = useCleanUps();
const serve = (way: Way, options?: Parameters<typeof serveSockets>[2]) =>
  serveSockets(way, afterwards, options);

type Socket = Awaited<ReturnType<typeof openSocket>>;

describe.each(ways)('a new token on an open socket, %s', (way) => {
  it.each(senders)('keeps its streams alive, and holds for what comes later: %s', async (_, send) => {
    const { first, openWith, feed, refresh, clock } = await serve(way);
    const socket = await openWith(first);
    const marked = await begin(socket, 'marked');
    const open = await begin(socket, 'open { n secret who exp token why }');
    const second = await refresh();
    await send(socket, second.accessToken);
    const seen = { who: identity, exp: second.claims.exp, token: second.accessToken, why: null };
    const publish = async (n: number) => {
      feed.publish(n);
      expect(await marked.next()).toEqual({ data: { marked: n } });
      expect(await open.next()).toEqual({ data: { open: { n, secret: n, ...seen } } });
    };
    await publish(1);
    clock.advance(200);
    await publish(2);
    expect(await socket.ask('{ me seen { who exp token why } }')).toEqual({ data: { me: identity, seen } });
    clock.advance(100);
    feed.publish(3);
    expect(await marked.next()).toMatchObject({ data: { marked: null }, errors: [expired] });
    expect(await socket.ask('{ me }')).toMatchObject({ data: { me: null }, errors: [expired] });
  });

  it('renews again and again', async () => {
    const { first, openWith, feed, refresh } = await serve(way);
    const socket = await openWith(first);
    const marked = await begin(socket, 'marked');
    let pair = first;
    for (let n = 1; n <= 5; n += 1) {
      pair = await refresh(200, pair);
      await socket.ask('{ __typename }', { authorization: pair.accessToken });
      feed.publish(n);
      expect(await marked.next()).toEqual({ data: { marked: n } });
    }
  });

  it('renews a socket whose token stands in a header', async () => {
    const { first, open, feed, refresh, clock } = await serve(way);
    const headers = { authorization: `Bearer ${first.accessToken}` };
    const [socket, other] = [await open({ headers }), await open({ headers, connectionParams: { a: 1 } })];
    const streams = [await begin(socket, 'marked'), await begin(other, 'marked')];
    const { accessToken } = await refresh();
    for (const each of [socket, other]) await each.ask('{ me }', { authorization: accessToken });
    clock.advance(200);
    feed.publish(1);
    for (const stream of streams) expect(await stream.next()).toEqual({ data: { marked: 1 } });
    expect(await socket.ask('{ me }')).toEqual({ data: { me: identity } });
  });

  it('shows a changed role to `allow` and to ctx.auth.claims at the next event', async () => {
    const { first, openWith, feed, refresh, become } = await serve(way);
    const socket = await openWith(first);
    const admin = await begin(socket, 'admin');
    const open = await begin(socket, 'open { role }');
    become('user');
    const { accessToken } = await refresh();
    feed.publish(1);
    expect(await admin.next()).toEqual({ data: { admin: 1 } });
    expect(await open.next()).toEqual({ data: { open: { role: 'admin' } } });
    await socket.ping({ authorization: accessToken });
    feed.publish(2);
    expect(await admin.next()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await open.next()).toEqual({ data: { open: { role: 'user' } } });
  });

  it('concerns this socket alone', async () => {
    const { first, openWith, feed, refresh, clock } = await serve(way);
    const [here, there] = [await openWith(first), await openWith(first)];
    const stream = await begin(there, 'marked');
    const { accessToken } = await refresh();
    await here.ask('{ me }', { authorization: accessToken });
    clock.advance(101);
    feed.publish(1);
    expect(await stream.next()).toMatchObject({ errors: [expired] });
    expect(await there.ask('{ me }')).toMatchObject({ errors: [expired] });
    expect(await here.ask('{ me }')).toEqual({ data: { me: identity } });
  });

  it('that comes after the end brings back no stream that has ended, and lets the others go on', async () => {
    const { first, openWith, feed, refresh, clock } = await serve(way);
    const socket = await openWith(first);
    const marked = await begin(socket, 'marked');
    const open = await begin(socket, 'open { who why }');
    clock.advance(301);
    feed.publish(1);
    expect(await marked.next()).toMatchObject({ errors: [expired] });
    expect(await open.next()).toEqual({ data: { open: { who: null, why: 'expired' } } });
    const { accessToken } = await refresh(0);
    expect(await socket.ask('{ me }', { authorization: accessToken })).toEqual({ data: { me: identity } });
    feed.publish(2);
    expect(await marked.next()).toBe('done');
    expect(await open.next()).toEqual({ data: { open: { who: identity, why: null } } });
  });

  it('renews what comes later where the socket has come with an expired one; what has begun stays anonymous', async () => {
    const { first, openWith, feed, refresh, clock } = await serve(way);
    clock.advance(301);
    const socket = await openWith(first);
    expect(await socket.ask('{ me }')).toMatchObject({ errors: [expired] });
    const anonymous = await begin(socket, 'open { who why }');
    const { accessToken } = await refresh(0);
    await socket.ping({ authorization: accessToken });
    feed.publish(1);
    expect(await anonymous.next()).toEqual({ data: { open: { who: null, why: 'expired' } } });
    expect(await socket.ask('{ me }')).toEqual({ data: { me: identity } });
  });

  type Served = Awaited<ReturnType<typeof serve>>;
  /** What renews nothing; the session goes on, except where the token is void. */
  const ignored: readonly [string, (served: Served) => unknown][] = [
    ['another session', async ({ logIn }) => (await logIn(identity)).accessToken],
    ['another user', async ({ logIn }) => (await logIn('eve@example.com')).accessToken],
    ['the same token', ({ first }) => first.accessToken],
    [
      'the refresh token',
      ({ auth, first }) => auth.refresh(first.refreshToken, caller).then(({ refreshToken }) => refreshToken),
    ],
    ['malformed text', () => 'x.y.z'],
    ['something that is no text', () => ({ toString: () => 'a.b.c' })],
    ['nothing', () => null],
    ['an empty text', () => ''],
    [
      'a token of another service',
      async ({ clock }) => {
        const other = createTestAuth({ signingKey: createSigningKey(), clock, limits: noLimits });
        return (await other.logIn(identity)).accessToken;
      },
    ],
    [
      'a token of ours whose user was exchanged',
      async ({ refresh }) =>
        reforge((await refresh(0)).accessToken, { payload: { sub: 'eve@example.com', exp: 2e9 } }),
    ],
    [
      'a token of ours whose session was exchanged',
      async ({ refresh, logIn }) => {
        const { sid } = (await logIn(identity)).claims;
        return reforge((await refresh(0)).accessToken, { payload: { sid, exp: 2e9 } });
      },
    ],
    [
      'a token whose signature was changed',
      async ({ refresh }) => {
        const { accessToken } = await refresh(0);
        return `${accessToken.slice(0, -8)}AAAAAAAA`;
      },
    ],
  ];
  describe.each(senders)('is ignored in %s', (_, send) => {
    it.each(ignored)('where it is %s', async (_what, tokenOf) => {
      const served = await serve(way);
      const { first, openWith, feed, clock } = served;
      const socket = await openWith(first);
      const stream = await begin(socket, 'open { who exp token }');
      const seen = { who: identity, exp: first.claims.exp, token: first.accessToken };
      clock.advance(100);
      await send(socket, await tokenOf(served));
      feed.publish(1);
      expect(await stream.next()).toEqual({ data: { open: seen } });
      expect(await socket.ask('{ seen { who exp token } }')).toEqual({ data: { seen } });
      clock.advance(201);
      feed.publish(2);
      expect((await stream.next()).data.open.who).toBeNull();
      expect(await socket.ask('{ me }')).toMatchObject({ errors: [expired] });
    });
  });

  it('is ignored where it ends earlier than the one that counts, or has expired', async () => {
    const { first, openWith, feed, refresh, clock } = await serve(way);
    const [second, third] = [await refresh(100), await refresh(10)];
    expect(third.claims.exp).toBeGreaterThan(second.claims.exp);
    const socket = await openWith(second);
    const stream = await begin(socket, 'open { token }');
    const expectToken = async (token: string) => {
      feed.publish(1);
      expect(await stream.next()).toEqual({ data: { open: { token } } });
    };
    await socket.ping({ authorization: first.accessToken });
    await expectToken(second.accessToken);
    await socket.ping({ authorization: third.accessToken });
    await expectToken(third.accessToken);
    await socket.ping({ authorization: second.accessToken });
    await expectToken(third.accessToken);
    clock.advance(310);
    await socket.ping({ authorization: third.accessToken });
    expect(await socket.ask('{ me }')).toMatchObject({ errors: [expired] });
  });

  it('is ignored where it is void, and ends the session as everywhere', async () => {
    const { first, openWith, feed, auth, refresh, clock, events } = await serve(way);
    const socket = await openWith(first);
    const stream = await begin(socket, 'marked');
    const lost = await refresh(1);
    clock.advance(11);
    await auth.refresh(first.refreshToken, caller);
    await socket.ping({ authorization: lost.accessToken });
    feed.publish(1);
    expect(await stream.next()).toMatchObject({ errors: [revoked] });
    expect(events.map(({ type }) => type)).toContain('token.reused');
  });

  it.each([undefined, {}, { authorization: 'nonsense' }])(
    'makes nobody of an anonymous caller: %j',
    async (connectionParams) => {
      const { first, open, feed } = await serve(way);
      const socket = await open(connectionParams ? { connectionParams } : {});
      const stream = await begin(socket, 'open { who token }');
      for (const [, send] of senders) await send(socket, first.accessToken);
      feed.publish(1);
      expect((await stream.next()).data.open.who).toBeNull();
      expect((await socket.ask('{ me }', { authorization: first.accessToken })).data).toEqual({ me: null });
    },
  );

  it('revives nothing of a session that has ended, whether the end is known here or not', async () => {
    const { first, openWith, feed, refresh, auth } = await serve(way);
    const socket = await openWith(first);
    const open = await begin(socket, 'open { who why }');
    const second = await refresh(10);
    const third = await refresh(10, second);
    await socket.ping({ authorization: second.accessToken });
    await auth.logout(third.refreshToken);
    await socket.ping({ authorization: third.accessToken });
    for (const n of [1, 2]) {
      feed.publish(n);
      expect(await open.next()).toEqual({ data: { open: { who: null, why: 'revoked' } } });
      await socket.ping({ authorization: third.accessToken });
    }
    expect(await socket.ask('{ me }', { authorization: third.accessToken })).toMatchObject({
      errors: [revoked],
    });
  });

  it('ends with its session, as the one before', async () => {
    const { first, openWith, feed, refresh, auth } = await serve(way);
    const socket = await openWith(first);
    const marked = await begin(socket, 'marked');
    const second = await refresh();
    await socket.ping({ authorization: second.accessToken });
    await auth.logout(second.refreshToken);
    feed.publish(1);
    expect(await marked.next()).toMatchObject({ errors: [revoked] });
    expect(await marked.next()).toBe('done');
    expect(await socket.ask('{ me }')).toMatchObject({ errors: [revoked] });
  });

  it('changes nothing while the cache is away, and counts when it is sent again', async () => {
    const { first, openWith, feed, refresh, watched, clock } = await serve(way);
    const socket = await openWith(first);
    const marked = await begin(socket, 'marked');
    const { accessToken } = await refresh();
    watched.away = true;
    await socket.ping({ authorization: accessToken });
    watched.away = false;
    expect(await socket.ask('{ seen { token } }')).toEqual({ data: { seen: { token: first.accessToken } } });
    await socket.ping({ authorization: accessToken });
    clock.advance(200);
    feed.publish(1);
    expect(await marked.next()).toEqual({ data: { marked: 1 } });
  });

  it('counts for what began while the cache was away only where that was authenticated', async () => {
    const { first, openWith, feed, refresh, watched } = await serve(way);
    const socket = await openWith(first);
    const { accessToken } = await refresh(10);
    watched.away = true;
    const open = await begin(socket, 'open { who why }');
    watched.away = false;
    await socket.ping({ authorization: accessToken });
    feed.publish(1);
    expect(await open.next()).toEqual({ data: { open: { who: null, why: 'unavailable' } } });
    expect(await socket.ask('{ me }')).toEqual({ data: { me: identity } });
  });

  it('costs one look at the session, however many streams there are', async () => {
    const { first, openWith, feed, refresh, watched, clock, auth } = await serve(way);
    const socket = await openWith(first);
    const streams = Array.from({ length: 1000 }, () => socket.subscribe('subscription { marked }'));
    await Promise.all(streams.map((stream) => stream.next()));
    const { accessToken } = await refresh();
    // Its first use is noted.
    await auth.authenticate(accessToken, caller);
    const readsOf = async (work: () => Promise<unknown>) => {
      const before = watched.reads;
      await work();
      return watched.reads - before;
    };
    const look = await readsOf(() => auth.authenticate(accessToken, caller));
    expect(look).toBeGreaterThan(0);
    expect(await readsOf(() => socket.ping({ authorization: accessToken }))).toBe(look);
    expect(await readsOf(() => socket.ping({ authorization: accessToken }))).toBe(0);
    clock.advance(200);
    feed.publish(1);
    const events = await Promise.all(streams.map((stream) => stream.next()));
    expect(new Set(events.map((event) => JSON.stringify(event)))).toEqual(new Set(['{"data":{"marked":1}}']));
  });

  it('that comes with each of a hundred operations at once is looked at once', async () => {
    const { first, openWith, refresh, watched, auth } = await serve(way);
    const socket = await openWith(first);
    const { accessToken } = await refresh();
    await auth.authenticate(accessToken, caller);
    const before = watched.reads;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => socket.ask('{ me }', { authorization: accessToken })),
    );
    expect(new Set(answers.map(({ data }) => data.me))).toEqual(new Set([identity]));
    expect(watched.reads - before).toBe(101);
  });

  it('needs no look where sessions are not checked', async () => {
    const { first, openWith, feed, refresh, watched, clock } = await serve(way, {
      accessToken: { checkSession: false },
    });
    const socket = await openWith(first);
    const marked = await begin(socket, 'marked');
    const { accessToken } = await refresh();
    const before = watched.reads;
    await socket.ping({ authorization: accessToken });
    clock.advance(200);
    feed.publish(1);
    expect(await marked.next()).toEqual({ data: { marked: 1 } });
    expect(watched.reads).toBe(before);
  });
});

describe('extensions.authorization over HTTP', () => {
  it('says nothing about the caller, of a query or of a stream, beside a socket that it renews', async () => {
    const { first, openWith, refresh, http, feed } = await serve('through Yoga');
    const socket = await openWith(first);
    const { accessToken } = await refresh();
    const extensions = { authorization: `Bearer ${accessToken}` };
    await socket.ask('{ me }', extensions);
    const post = (headers: Record<string, string>, query: string) =>
      fetch(http, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, extensions }),
      });
    expect(await (await post({}, '{ seen { who token why } }')).json()).toEqual({
      data: { seen: { who: null, token: null, why: 'missing' } },
    });
    const old = { authorization: `Bearer ${first.accessToken}` };
    expect(await (await post(old, '{ seen { token } }')).json()).toEqual({
      data: { seen: { token: first.accessToken } },
    });
    const refused = await post({ accept: 'text/event-stream' }, 'subscription { marked }');
    expect(await refused.text()).toContain('"reason":"missing"');
    feed.publish(1);
  });
});

describe('a subscription over Server-Sent Events', () => {
  it('ends with its token, while another one with the new token goes on', async () => {
    const { first, refresh, http, feed, clock } = await serve('through Yoga');
    const begin = async (pair: AuthTokens) => {
      const events = listenOverHttp(http, 'subscription { marked }', pair);
      expect((await events.next()).value).toEqual({ data: { marked: 0 } });
      return events;
    };
    const older = await begin(first);
    const newer = await begin(await refresh());
    clock.advance(101);
    feed.publish(1);
    expect((await older.next()).value).toMatchObject({ data: { marked: null }, errors: [expired] });
    expect((await newer.next()).value).toEqual({ data: { marked: 1 } });
    feed.publish(2);
    expect((await older.next()).done).toBe(true);
    expect((await newer.next()).value).toEqual({ data: { marked: 2 } });
    await newer.return(undefined);
  });
});
