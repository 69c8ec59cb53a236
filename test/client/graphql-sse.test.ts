import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GraphQLSseClient, subscribeWithAuth } from '../../src/client/graphql-sse.js';
import { useCleanUps } from '../support/clean-ups.js';
import { useClientClock } from '../support/client-clock.js';
import { startClientServer } from '../support/client-server.js';
import { createBroadcast } from '../support/event-streams.js';

const clientClock = useClientClock();
const { afterwards } = useCleanUps();
const feed = createBroadcast();
let server: Awaited<ReturnType<typeof startClientServer>>;
beforeAll(async () => {
  server = await startClientServer({ loginCode: { resendAfter: 0 } }, (builder) =>
    builder.subscriptionType({
      fields: (t) => ({
        marked: t.int({ authenticated: true, subscribe: () => feed.events(), resolve: (n) => n }),
      }),
    }),
  );
});
afterAll(() => server.stop());

const pass = (seconds: number) => {
  clientClock.pass(seconds);
  server.clock.advance(seconds);
};

const listen = async () => {
  const client = server.open();
  await server.logIn(client);
  const timers = clientClock.holdTimers();
  const seen: unknown[] = [];
  const sse = createClient({ url: server.url, fetchFn: client.fetch, retryAttempts: 0 });
  const stop = subscribeWithAuth(
    client,
    sse,
    { query: 'subscription { marked }' },
    {
      next: ({ data, errors }) => seen.push(data?.marked ?? errors?.[0]?.extensions?.reason),
      error: (error) => seen.push(error),
      complete: () => seen.push('complete'),
    },
  );
  afterwards(stop);
  await vi.waitFor(() => expect(timers).toHaveLength(1), { timeout: 20_000 });
  await vi.waitFor(() => expect(seen).toEqual([0]), { timeout: 20_000 });
  return { client, seen, timers, stop };
};

describe('a stream of graphql-sse', () => {
  it('is subscribed to anew before its token ends, and left then', async () => {
    const { seen, timers } = await listen();
    pass(271);
    timers[0]?.run();
    await vi.waitFor(() => expect(timers).toHaveLength(2), { timeout: 20_000 });
    pass(31);
    feed.publish(1);
    await vi.waitFor(() => expect(seen).toEqual([0, 0, 1]), { timeout: 20_000 });
  });

  it('is subscribed to anew where it has ended, because a laptop was asleep', async () => {
    const { seen } = await listen();
    pass(3600);
    feed.publish(1);
    await vi.waitFor(() => expect(seen).toEqual([0, 0]), { timeout: 20_000 });
    feed.publish(2);
    await vi.waitFor(() => expect(seen).toEqual([0, 0, 2]), { timeout: 20_000 });
  });

  it('ends with the session', async () => {
    const { client, seen } = await listen();
    await client.logout();
    feed.publish(1);
    await vi.waitFor(() => expect(seen).toEqual([0, 'revoked', 'complete']), { timeout: 20_000 });
  });

  it('ends when nobody listens any more', async () => {
    const { seen, stop } = await listen();
    stop();
    feed.publish(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toEqual([0]);
  });

  it('ends before it has begun, too: a server may never answer', async () => {
    const left: number[] = [];
    const connect: (() => void)[] = [];
    const sse: GraphQLSseClient<object> = {
      subscribe: (_request, _sink, { connected }) => {
        const place = connect.push(connected) - 1;
        return () => left.push(place);
      },
    };
    const client = server.open();
    await server.logIn(client);
    const timers = clientClock.holdTimers();
    const sink = { next: () => {}, error: () => {}, complete: () => {} };
    const stopAtOnce = subscribeWithAuth(client, sse, {}, sink);
    stopAtOnce();
    expect(left).toEqual([0]);
    const stop = subscribeWithAuth(client, sse, {}, sink);
    connect[1]?.();
    await vi.waitFor(() => expect(timers).toHaveLength(1), { timeout: 20_000 });
    pass(271);
    timers[0]?.run();
    await vi.waitFor(() => expect(connect).toHaveLength(3), { timeout: 20_000 });
    stop();
    expect(left.sort()).toEqual([0, 1, 2]);
  });
});
