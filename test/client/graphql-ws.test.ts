import { createClient } from 'graphql-ws';
import { describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { createApp } from '../../examples/basic.js';
import { connectionParams, renewOnSocket } from '../../src/client/graphql-ws.js';
import { createAuthClient } from '../../src/client/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { useClientClock } from '../support/client-clock.js';
import { createNetwork } from '../support/client-server.js';
import { createBroadcast } from '../support/event-streams.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { startSocketServer, ways } from '../support/socket-server.js';

const clientClock = useClientClock();
const { afterwards, later } = useCleanUps();
type App = ReturnType<typeof createApp>;

const open = async (way: (typeof ways)[number]) => {
  const feed = createBroadcast();
  let app: App | undefined;
  const service = createTestAuth<{ role: 'admin' | 'user' }>({ limits: noLimits }, (given) => {
    app = createApp(given, (builder) =>
      builder.subscriptionType({
        fields: (t) => ({
          marked: t.int({ authenticated: true, subscribe: () => feed.events(), resolve: (n) => n }),
          who: t.string({
            subscribe: () => feed.events(),
            resolve: (_, __, ctx) => ctx.auth.claims?.email ?? 'nobody',
          }),
        }),
      }),
    );
    return app.auth;
  });
  if (!app) throw new Error('no app');
  const server = later(await startSocketServer(app.auth, app.schema, way), ({ stop }) => stop());
  const network = createNetwork();
  const client = createAuthClient({ url: server.http, fetch: network.fetch });
  const socket = later(
    createClient({
      ...{ url: server.ws, webSocketImpl: WebSocket, connectionParams: connectionParams(client) },
      retryWait: async () => {},
    }),
    (made) => made.dispose(),
  );
  afterwards(renewOnSocket(client, socket));
  const logIn = async () => {
    await client.requestCode('ada@example.com');
    await service.auth.close();
    await client.login(service.mailbox.at(-1)?.code ?? '');
  };
  const pass = (seconds: number) => {
    clientClock.pass(seconds);
    service.clock.advance(seconds);
  };
  return { ...service, client, socket, network, feed, logIn, pass };
};

describe.each(ways)('a socket of graphql-ws, %s', (way) => {
  it('gets each new token before the old one ends, and its streams go on', async () => {
    const { client, socket, feed, logIn, pass, network } = await open(way);
    await logIn();
    const timers = clientClock.holdTimers();
    const events = socket.iterate({ query: 'subscription { marked }' });
    expect(await events.next()).toMatchObject({ value: { data: { marked: 0 } } });
    for (let n = 1; n <= 3; n += 1) {
      const timer = timers.at(-1);
      expect(timer?.milliseconds).toBe(270_000);
      const before = client.peek()?.token;
      // In the second round it is 31 seconds old.
      pass(n === 1 ? 270 : 239);
      timer?.run();
      await vi.waitFor(() => expect(timers).toHaveLength(n + 1), { timeout: 20_000 });
      expect(client.peek()?.token).not.toBe(before);
      pass(31);
      feed.publish(n);
      expect(await events.next()).toMatchObject({ value: { data: { marked: n } } });
    }
    expect(network.count('refreshToken')).toBe(3);
  });

  it('connects again after a login and after a logout: it stays whose it was', async () => {
    const { client, socket, logIn } = await open(way);
    const events = socket.iterate({ query: 'subscription { who }' });
    expect(await events.next()).toMatchObject({ value: { data: { who: 'nobody' } } });
    await logIn();
    expect(await events.next()).toMatchObject({ value: { data: { who: 'ada@example.com' } } });
    await client.logout();
    expect(await events.next()).toMatchObject({ value: { data: { who: 'nobody' } } });
  });

  it('waits for a token during an outage', async () => {
    const { client, socket, network, logIn, pass } = await open(way);
    await logIn();
    pass(310);
    network.trouble('refreshToken', 'offline');
    const events = socket.iterate({ query: 'subscription { marked }' });
    const first = events.next();
    await expect(client.token()).rejects.toThrow('fetch failed');
    network.trouble('refreshToken', null);
    expect(await first).toMatchObject({ value: { data: { marked: 0 } } });
  });
});
