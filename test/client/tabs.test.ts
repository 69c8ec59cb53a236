import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AnyAuthClient,
  AuthClientError,
  type AuthTransport,
  createAuthClient,
  type WebStorage,
} from '../../src/client/index.js';
import { createBrowserFetch } from '../support/browser-fetch.js';
import { useClientClock } from '../support/client-clock.js';
import { createStorage, startClientServer } from '../support/client-server.js';
import { payloadOf } from '../support/jwt.js';
import { howMuch } from '../support/thoroughness.js';

const clientClock = useClientClock();
let server: Awaited<ReturnType<typeof startClientServer>>;
beforeAll(async () => {
  server = await startClientServer({ transport: 'either', loginCode: { resendAfter: 0 } });
});
afterAll(() => server.stop());

/** A request does not leave, its answer gets lost, or the cache of the server does not answer. */
type Trouble = 'offline' | 'lost' | 'outage' | null;

/** What tabs do at the same time, after some seconds, and what becomes of their requests, one after the other. */
interface Round {
  readonly seconds: number;
  readonly jump: number;
  readonly reload: boolean;
  readonly actions: readonly { readonly tab: 0 | 1; readonly kind: 'token' | 'ask' }[];
  readonly troubles: readonly Trouble[];
}

const rounds: fc.Arbitrary<Round[]> = fc.array(
  fc.record({
    seconds: fc.constantFrom(0, 5, 11, 240, 280, 301, 3600),
    // Somebody sets the clock of the device.
    jump: fc.constantFrom(0, 0, 0, -3600, 3600, -30),
    reload: fc.boolean(),
    actions: fc.array(
      fc.record({
        tab: fc.constantFrom(0 as const, 1 as const),
        kind: fc.constantFrom('token' as const, 'ask' as const),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    troubles: fc.array(fc.constantFrom<Trouble[]>('offline', 'lost', 'lost', 'outage', null), {
      maxLength: 4,
    }),
  }),
  { minLength: 1, maxLength: 6, size: 'max' },
);

/** Looks at each pair of tokens that is stored: it may never be older than the one before. */
const watchGenerations = (storage: WebStorage) => {
  const stored: number[] = [];
  const setItem = (key: string, value: string) => {
    const { refreshToken, gen } = JSON.parse(value);
    if (refreshToken) stored.push(payloadOf(refreshToken).gen);
    else if (gen !== undefined) stored.push(gen);
    storage.setItem(key, value);
  };
  return { stored, storage: { ...storage, setItem } };
};

const extensions = { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 };
const outage = { data: null, errors: [{ message: 'Try again later.', extensions }] };

/** A network on which requests and answers arrive in any order, or do not. */
const createSchedule = (scheduler: fc.Scheduler) => {
  let troubles: Trouble[] = [];
  let refreshing = 0;
  let most = 0;
  const fails = (): never => {
    throw new TypeError('fetch failed');
  };
  return {
    next: (given: readonly Trouble[]) => {
      troubles = [...given];
    },
    mostRefreshesAtOnce: () => most,
    fetch: (async (input, init) => {
      const isRefresh = String(init?.body).includes('refreshToken(');
      const trouble = troubles.shift() ?? null;
      if (isRefresh) refreshing += 1;
      most = Math.max(most, refreshing);
      try {
        await scheduler.schedule(Promise.resolve(), 'request');
        if (trouble === 'offline') fails();
        if (trouble === 'outage') return Response.json(outage);
        const answer = await fetch(input, init);
        await scheduler.schedule(Promise.resolve(), 'answer');
        if (trouble === 'lost') fails();
        return answer;
      } finally {
        if (isRefresh) refreshing -= 1;
      }
    }) satisfies typeof fetch,
  };
};

const me = { data: { me: 'ada@example.com' } };

const isOutage = (error: unknown): boolean =>
  error instanceof AuthClientError
    ? error.code === 'SERVICE_UNAVAILABLE'
    : error instanceof TypeError && error.message === 'fetch failed';

const act = async (tab: AnyAuthClient, kind: 'token' | 'ask'): Promise<void> => {
  try {
    if (kind === 'token') expect(await tab.token()).not.toBeNull();
    else expect([me, outage]).toContainEqual(await server.ask(tab, '{ me }'));
  } catch (error) {
    // The network or the cache has failed, and nothing else.
    if (!isOutage(error)) throw error;
  }
};

/** A browser, and what opens its tabs. */
const openBrowser = (transport: AuthTransport, storage: WebStorage, network: typeof fetch) => {
  const browser = createBrowserFetch(network);
  const fetchHere = transport === 'cookie' ? browser.fetch : network;
  return () =>
    createAuthClient<object, AuthTransport>({ url: server.url, fetch: fetchHere, storage, transport });
};

describe.each<AuthTransport>(['bearer', 'cookie'])(
  'two tabs, whatever becomes of their requests and clocks: %s',
  (transport) => {
    it('stay signed in until the server says otherwise, refresh one at a time, and never go back to an older pair', async () => {
      await fc.assert(
        fc.asyncProperty(rounds, fc.scheduler(), async (chosen, scheduler) => {
          const { storage, stored } = watchGenerations(createStorage());
          const network = createSchedule(scheduler);
          const open = openBrowser(transport, storage, network.fetch);
          const tabs: [AnyAuthClient, AnyAuthClient] = [open(), open()];
          await scheduler.waitFor(server.logIn(tabs[0]));
          for (const { seconds, jump, reload, actions, troubles } of chosen) {
            clientClock.pass(seconds);
            server.clock.advance(seconds);
            clientClock.set(jump);
            if (reload) tabs[1] = open();
            network.next(troubles);
            await scheduler.waitFor(Promise.all(actions.map(({ tab, kind }) => act(tabs[tab], kind))));
            expect(tabs.map(({ state }) => state.status)).toEqual(['signedIn', 'signedIn']);
          }
          network.next([]);
          const answers = await scheduler.waitFor(Promise.all(tabs.map((tab) => server.ask(tab, '{ me }'))));
          expect(answers).toEqual([me, me]);
          expect(stored).toEqual(stored.toSorted((a, b) => a - b));
          expect(network.mostRefreshesAtOnce()).toBeLessThanOrEqual(1);
          expect(server.events.filter(({ type }) => type === 'token.reused')).toEqual([]);
          await server.auth.logoutEverywhere('ada@example.com');
          const ended = await scheduler.waitFor(Promise.all(tabs.map((tab) => server.ask(tab, '{ me }'))));
          expect(ended).toMatchObject([{ data: { me: null } }, { data: { me: null } }]);
          expect(tabs.map(({ state }) => state.status)).toEqual(['signedOut', 'signedOut']);
        }),
        { numRuns: howMuch({ quick: 12, slow: 120 }) },
      );
    }, 240_000);
  },
);
