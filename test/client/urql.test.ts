import { Client, fetchExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { urqlAuth } from '../../src/client/urql.js';
import { useClientClock } from '../support/client-clock.js';
import { startClientServer } from '../support/client-server.js';

const clientClock = useClientClock();
let server: Awaited<ReturnType<typeof startClientServer>>;
let spent = 0;
beforeAll(async () => {
  server = await startClientServer({ loginCode: { resendAfter: 0 } }, (builder) => {
    builder.mutationFields((t) => ({
      pay: t.int({ resolve: () => (spent += 1) }),
      spend: t.int({ authenticated: true, resolve: () => (spent += 1) }),
    }));
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  spent = 0;
});

const open = () => {
  const client = server.open();
  server.network.sent.length = 0;
  const { fetch } = server.network;
  const exchanges = [authExchange(urqlAuth(client)), fetchExchange];
  const urql = new Client({
    url: server.url,
    fetch,
    exchanges,
    preferGetMethod: false,
    requestPolicy: 'network-only',
  });
  return {
    client,
    query: (text: string) => urql.query(text, {}).toPromise(),
    mutate: (text: string) => urql.mutation(text, {}).toPromise(),
  };
};

describe('urql', () => {
  it('asks without a token, then with one, then without', async () => {
    const { client, query } = open();
    const signedOut = await query('{ me }');
    expect(signedOut.error?.graphQLErrors[0]?.extensions).toMatchObject({ reason: 'missing' });
    await server.logIn(client);
    expect((await query('{ me }')).data).toEqual({ me: 'ada@example.com' });
    await client.logout();
    expect((await query('{ me }')).error).toBeDefined();
    expect(server.network.count('refreshToken')).toBe(0);
  });

  it('refreshes before a token ends', async () => {
    const { client, query } = open();
    await server.logIn(client);
    clientClock.pass(280);
    expect((await query('{ me }')).data).toEqual({ me: 'ada@example.com' });
    expect(server.network.sent.slice(-2)).toEqual(['refreshToken', 'other']);
  });

  it('refreshes once after refusals, and asks again', async () => {
    const { client, query } = open();
    await server.logIn(client);
    server.clock.advance(301);
    const answers = await Promise.all([query('{ me }'), query('{ hello me }'), query('{ role me }')]);
    expect(answers.map(({ data }) => data?.me)).toEqual(answers.map(() => 'ada@example.com'));
    expect(server.network.count('refreshToken')).toBe(1);
  });

  it('does nothing twice', async () => {
    const { client, mutate } = open();
    await server.logIn(client);
    server.clock.advance(301);
    expect((await mutate('mutation { pay spend }')).data).toEqual({ pay: 1, spend: null });
    expect(spent).toBe(1);
    expect((await mutate('mutation { spend }')).data).toEqual({ spend: 2 });
  });

  it('reports an outage as one, and signs nobody out', async () => {
    const { client, query } = open();
    await server.logIn(client);
    clientClock.pass(301);
    server.network.trouble('refreshToken', 'offline');
    expect((await query('{ me }')).error?.networkError).toEqual(new TypeError('fetch failed'));
    server.network.trouble('refreshToken', null);
    expect(client.state.status).toBe('signedIn');
    expect((await query('{ me }')).data).toEqual({ me: 'ada@example.com' });
  });
});
