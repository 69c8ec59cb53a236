import type { RequestListener } from 'node:http';
import type KeyvRedis from '@keyv/redis';
import { createYoga } from 'graphql-yoga';
import type Keyv from 'keyv';
import { createApp } from '../../examples/basic.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { type UseEmailAuthOptions, useEmailAuth } from '../../src/yoga/index.js';
import { createFakeClock } from '../support/fake-clock.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth } from '../support/service.js';

/** What an attack runs in: one kind of cache, and servers that are stopped when it is over. */
export type World = ReturnType<typeof createWorld>;

interface Served<Extra extends object> extends EmailAuthOptions<Extra> {
  readonly http?: UseEmailAuthOptions;
  /** Takes arrays of operations. */
  readonly batching?: boolean;
  /** Stands between the server and Yoga. */
  readonly around?: (yoga: RequestListener) => RequestListener;
}

/** Names and records of a cache, as they are kept. */
const dump = async (cache: Keyv): Promise<string> => {
  if (cache.store instanceof Map) return JSON.stringify([...cache.store]);
  // Boundary: a cache that is not in memory is on Redis here.
  const { client } = cache.store as KeyvRedis<string>;
  if (!('mGet' in client)) throw new Error('not a single Redis');
  const names = await client.keys(`${cache.namespace}::*`);
  return JSON.stringify([names, names.length > 0 ? await client.mGet(names) : []]);
};

export const createWorld = (openCache: () => Keyv) => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const service = <Extra extends object = object>(options: EmailAuthOptions<Extra> = {}) => {
    const parts = createTestAuth<Extra>({ cache: openCache(), ...options });
    cleanUps.push(() => parts.auth.close({ timeout: 1 }));
    return parts;
  };
  return {
    /** An empty cache of this world's kind. Two services over one cache are two processes. */
    openCache,
    /** A service with a fake clock and a captured mailbox. */
    service,
    /** So many services over one cache, with one clock: to the cache they are as many processes. */
    processes: (count: number, options: EmailAuthOptions = {}) => {
      // Hundreds of steps at once may wait for a busy machine.
      const shared = { cache: openCache(), clock: createFakeClock(), storeTimeout: 30, ...options };
      const [first, ...others] = Array.from({ length: count }, () => service(shared));
      if (!first) throw new Error('no process');
      const all = [first, ...others];
      /** The service whose turn it is. */
      const nth = (index: number) => all[index % count]?.auth ?? first.auth;
      return { ...first, clock: shared.clock, nth };
    },
    /** Everything that a cache of this world's kind holds. */
    dump,
    /** The schema of `examples/basic.ts` behind a real HTTP server, with a fake clock and a captured mailbox. */
    serve: async ({
      http: plugin = {},
      batching = false,
      around = (yoga) => yoga,
      ...options
    }: Served<{ role: 'admin' | 'user' }> = {}) => {
      let app: ReturnType<typeof createApp> | undefined;
      const parts = createTestAuth({ cache: openCache(), ...options }, (all) => {
        app = createApp(all);
        return app.auth;
      });
      if (!app) throw new Error('no app');
      const { schema } = app;
      const yoga = createYoga({
        schema,
        plugins: [useEmailAuth(parts.auth, plugin)],
        batching,
        logging: false,
      });
      const http = await startHttpServer(around(yoga));
      cleanUps.push(http.stop, () => parts.auth.close({ timeout: 1 }));
      return { ...parts, http };
    },
    /** Stops what was started: the last first. */
    stop: async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
    /** Stops something else when the attack is over. */
    afterwards: (cleanUp: () => Promise<unknown>): void => void cleanUps.push(cleanUp),
  };
};
