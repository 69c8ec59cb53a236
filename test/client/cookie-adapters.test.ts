import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { Client, fetchExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { createClient as createSse } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { createAuthLink } from '../../src/client/apollo.js';
import { subscribeWithAuth } from '../../src/client/graphql-sse.js';
import { renewOnSocket, socketUrl } from '../../src/client/graphql-ws.js';
import { type AnyAuthClient, createAuthClient } from '../../src/client/index.js';
import { createLoginForm, type LoginCodeProps } from '../../src/client/login-code.js';
import { urqlAuth } from '../../src/client/urql.js';
import { createBrowserFetch } from '../support/browser-fetch.js';
import { useCleanUps } from '../support/clean-ups.js';
import { useClientClock } from '../support/client-clock.js';
import { startClientServer } from '../support/client-server.js';
import { createBroadcast } from '../support/event-streams.js';
import { startSocketServer } from '../support/socket-server.js';

const clientClock = useClientClock();
const { afterwards, later } = useCleanUps();
const me = { me: 'ada@example.com' };

const start = async () => {
  const feed = createBroadcast();
  const server = later(
    await startClientServer(
      { transport: 'either', cookies: { insecure: true }, loginCode: { resendAfter: 0 } },
      (builder) =>
        builder.subscriptionType({
          fields: (t) => ({
            marked: t.int({ authenticated: true, subscribe: () => feed.events(), resolve: (n) => n }),
          }),
        }),
    ),
    ({ stop }) => stop(),
  );
  const browser = createBrowserFetch(server.network.fetch);
  const client = createAuthClient({ url: server.url, fetch: browser.fetch, transport: 'cookie' });
  const pass = (seconds: number) => {
    clientClock.pass(seconds);
    server.clock.advance(seconds);
  };
  return { server, browser, client, feed, pass };
};

type Ask = (text: string) => Promise<unknown>;

const throughUrql = (client: AnyAuthClient, url: string, fetchHere: typeof fetch): Ask => {
  const exchanges = [authExchange(urqlAuth(client)), fetchExchange];
  const urql = new Client({ url, fetch: fetchHere, exchanges, preferGetMethod: false });
  return async (text) => (await urql.query(text, {}, { requestPolicy: 'network-only' }).toPromise()).data;
};

const throughApollo = (client: AnyAuthClient, uri: string, fetchHere: typeof fetch): Ask => {
  const link = ApolloLink.from([createAuthLink(client), new HttpLink({ uri, fetch: fetchHere })]);
  const apollo = new ApolloClient({ cache: new InMemoryCache(), link });
  return async (text) => (await apollo.query({ query: gql(text), fetchPolicy: 'no-cache' })).data;
};

describe('a login form under cookies', () => {
  it('logs in, and knows no claims', async () => {
    const { server, client } = await start();
    const form = createLoginForm(client);
    await form.submitAddress(me.me);
    await form.typeCode(await server.readCode());
    expect(form.state).toEqual({ step: 'done', claims: null, busy: null, error: null });
    expect(await server.ask(client, '{ me }')).toEqual({ data: me });
    // By type, the element takes such a client, too.
    const props: LoginCodeProps = { client };
    expect(props.client).toBe(client);
  });
});

describe.each([
  ['urql', throughUrql],
  ['Apollo Client', throughApollo],
])('%s under cookies', (_name, through) => {
  it('refreshes in time, and once more after a refusal, and sends no token', async () => {
    const { server, browser, client, pass } = await start();
    const authorizations: unknown[] = [];
    const ask = through(client, server.url, async (input, init) => {
      const headers = new Headers(init?.headers);
      authorizations.push([headers.get('authorization'), headers.get('x-email-auth')]);
      return browser.fetch(input, init);
    });
    await server.logIn(client);
    expect(await ask('{ me }')).toEqual(me);
    pass(280);
    expect(await ask('{ me }')).toEqual(me);
    expect(server.network.count('refreshToken')).toBe(1);
    server.clock.advance(301);
    expect(await Promise.all([ask('{ me }'), ask('{ hello me }')])).toMatchObject([me, me]);
    expect(server.network.count('refreshToken')).toBe(2);
    // The browser has dropped the cookie, and the server misses it.
    for (const name of browser.cookies.keys()) if (name.includes('access')) browser.cookies.delete(name);
    expect(await ask('{ me }')).toEqual(me);
    expect(new Set(authorizations.map(String))).toEqual(new Set([',cookie']));
  });
});

describe('a stream of graphql-sse under cookies', () => {
  it('is subscribed to anew before its token ends, and where it has ended', async () => {
    const { server, client, feed, pass } = await start();
    await server.logIn(client);
    const timers = clientClock.holdTimers();
    const seen: unknown[] = [];
    const sse = createSse({ url: server.url, fetchFn: client.fetch, retryAttempts: 0 });
    const sink = {
      next: ({ data, errors }: { data?: unknown; errors?: unknown }) => seen.push(data ?? errors),
      error: (error: unknown) => seen.push(error),
      complete: () => seen.push('complete'),
    };
    afterwards(subscribeWithAuth(client, sse, { query: 'subscription { marked }' }, sink));
    await vi.waitFor(() => expect(timers).toHaveLength(1));
    pass(271);
    timers[0]?.run();
    await vi.waitFor(() => expect(timers).toHaveLength(2));
    pass(31);
    feed.publish(1);
    await vi.waitFor(() => expect(seen).toEqual([{ marked: 0 }, { marked: 0 }, { marked: 1 }]));
    pass(3600);
    feed.publish(2);
    await vi.waitFor(() => expect(seen.slice(3)).toEqual([{ marked: 0 }]));
    feed.publish(3);
    await vi.waitFor(() => expect(seen.slice(4)).toEqual([{ marked: 3 }]));
  });
});

describe('a socket of graphql-ws under cookies', () => {
  const connect = async () => {
    const { server, browser, client, feed, pass } = await start();
    const sockets = later(await startSocketServer(server.auth, server.schema, 'through Yoga'), ({ stop }) =>
      stop(),
    );
    /** As a browser opens it: with the cookies of this moment, which scripts do not see. */
    class BrowserSocket extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { cookie: browser.header(), origin: new URL(sockets.http).origin } });
      }
    }
    const socket = later(
      createClient({
        url: socketUrl(client, sockets.ws),
        webSocketImpl: BrowserSocket,
        retryWait: async () => {},
      }),
      (made) => made.dispose(),
    );
    afterwards(renewOnSocket(client, socket));
    await server.logIn(client);
    return { server, client, feed, pass, events: () => socket.iterate({ query: 'subscription { marked }' }) };
  };
  const first = { value: { data: { marked: 0 } } };

  it('connects again with the new cookie before the old one ends', async () => {
    const { server, client, feed, pass, events: subscribe } = await connect();
    const timers = clientClock.holdTimers();
    const events = subscribe();
    expect(await events.next()).toMatchObject(first);
    const before = client.peek()?.id;
    expect(timers.at(-1)?.milliseconds).toBe(270_000);
    pass(271);
    timers.at(-1)?.run();
    expect(await events.next()).toMatchObject(first);
    expect(client.peek()?.id).not.toBe(before);
    expect(server.network.count('refreshToken')).toBe(1);
    pass(31);
    feed.publish(1);
    expect(await events.next()).toMatchObject({ value: { data: { marked: 1 } } });
  });

  it('begins with a good cookie', async () => {
    const { server, pass, events } = await connect();
    pass(3600);
    expect(await events().next()).toMatchObject(first);
    expect(server.network.count('refreshToken')).toBe(1);
  });
});
