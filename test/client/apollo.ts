import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuthClient } from '../../src/client/index.js';
import { useClientClock } from '../support/client-clock.js';
import { startClientServer } from '../support/client-server.js';

/** What a test asks of a version of Apollo Client. */
export interface ApolloKit {
  /** Rejects with an error, or answers with data. */
  readonly query: (text: string) => Promise<unknown>;
  readonly mutate: (text: string) => Promise<unknown>;
}

/** The same for all versions of Apollo Client. */
export const describeApollo = (
  version: string,
  open: (client: AuthClient, uri: string | (() => string), fetchHere: typeof fetch) => ApolloKit,
): void => {
  describe(version, () => {
    const clientClock = useClientClock();
    let server: Awaited<ReturnType<typeof startClientServer>>;
    let strict: typeof server;
    let spent = 0;
    beforeAll(async () => {
      server = await startClientServer({ loginCode: { resendAfter: 0 } }, (builder) => {
        builder.mutationFields((t) => ({
          pay: t.int({ resolve: () => (spent += 1) }),
          spend: t.int({ authenticated: true, resolve: () => (spent += 1) }),
        }));
      });
      strict = await startClientServer({ httpStatus: true });
    });
    afterAll(async () => {
      await server.stop();
      await strict.stop();
    });
    beforeEach(() => {
      spent = 0;
      server.network.sent.length = 0;
    });

    const openAt = (place: typeof server) => {
      const client = place.open();
      return { client, ...open(client, place.url, place.network.fetch) };
    };
    const me = { me: 'ada@example.com' };

    it('asks without a token, then with one, then without', async () => {
      const { client, query } = openAt(server);
      await expect(query('{ me }')).rejects.toThrow();
      await server.logIn(client);
      expect(await query('{ me }')).toEqual(me);
      await client.logout();
      await expect(query('{ me }')).rejects.toThrow();
      expect(server.network.count('refreshToken')).toBe(0);
    });

    it('refreshes before a token ends', async () => {
      const { client, query } = openAt(server);
      await server.logIn(client);
      clientClock.pass(280);
      expect(await query('{ me }')).toEqual(me);
      expect(server.network.sent.slice(-2)).toEqual(['refreshToken', 'other']);
    });

    it('refreshes once after refusals, and asks again', async () => {
      const { client, query } = openAt(server);
      await server.logIn(client);
      server.clock.advance(301);
      const answers = await Promise.all([query('{ me }'), query('{ hello me }'), query('{ role me }')]);
      expect(answers).toEqual(answers.map(() => expect.objectContaining(me)));
      expect(server.network.count('refreshToken')).toBe(1);
    });

    it('asks again after 401', async () => {
      const { client, query } = openAt(strict);
      await strict.logIn(client);
      strict.clock.advance(301);
      expect(await query('{ me }')).toEqual(me);
    });

    it('does nothing twice', async () => {
      const { client, mutate } = openAt(server);
      await server.logIn(client);
      server.clock.advance(301);
      await expect(mutate('mutation { pay spend }')).rejects.toThrow();
      expect(spent).toBe(1);
      // Nobody has refreshed: this one is refused, too, and then repeated.
      expect(await mutate('mutation { spend }')).toEqual({ spend: 2 });
    });

    it('hands on what the next link throws', async () => {
      const uri = (): string => {
        throw new Error('nobody knows where to');
      };
      const { query } = open(server.open(), uri, server.network.fetch);
      await expect(query('{ hello }')).rejects.toThrow('nobody knows where to');
    });

    it('answers public fields during an outage, and signs nobody out', async () => {
      const { client, query } = openAt(server);
      await server.logIn(client);
      clientClock.pass(301);
      server.clock.advance(301);
      server.network.trouble('refreshToken', 'offline');
      expect(await query('{ hello }')).toEqual({ hello: 'Hello, stranger!' });
      await expect(query('{ me }')).rejects.toThrow('fetch failed');
      server.network.trouble('refreshToken', null);
      expect(client.state.status).toBe('signedIn');
      expect(await query('{ me }')).toEqual(me);
    });
  });
};
