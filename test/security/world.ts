import type { RequestListener } from 'node:http';
import type KeyvRedis from '@keyv/redis';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type Keyv from 'keyv';
import { createApp } from '../../examples/basic.js';
import { createEmailAuth, type EmailAuth, type EmailAuthOptions } from '../../src/index.js';
import { type UseEmailAuthOptions, useEmailAuth } from '../../src/yoga/index.js';
import { mapOf } from '../support/dump-cache.js';
import { createFakeClock } from '../support/fake-clock.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth } from '../support/service.js';

/** What an attack runs in: one kind of cache, and servers that are stopped when it is over. */
export type World = ReturnType<typeof createWorld>;

interface Served<Extra extends object> extends EmailAuthOptions<Extra> {
  readonly http?: UseEmailAuthOptions;
  /** Takes arrays of operations. */
  readonly batching?: boolean;
  /** Default: the schema of `examples/basic.ts`. */
  readonly schemaOf?: (auth: EmailAuth) => GraphQLSchema;
  /** Stands between the server and Yoga. */
  readonly around?: (yoga: RequestListener) => RequestListener;
}

interface Processes<Extra extends object> extends EmailAuthOptions<Extra> {
  readonly clock?: ReturnType<typeof createFakeClock>;
}

type AppClaims = { role: 'admin' | 'user' };

const open = (
  options: EmailAuthOptions<AppClaims>,
  schemaOf: Served<AppClaims>['schemaOf'],
): Pick<ReturnType<typeof createApp>, 'auth' | 'schema'> => {
  if (!schemaOf) return createApp(options);
  const auth = createEmailAuth(options);
  // Boundary: a schema that is made for any service asks for no claims of its own.
  return { auth, schema: schemaOf(auth as unknown as EmailAuth) };
};

/** Names and records of a cache, as they are kept. */
const dump = async (cache: Keyv): Promise<string> => {
  const map = mapOf(cache);
  if (map) return JSON.stringify([...map]);
  // Boundary: a cache that is not in memory is on Redis here.
  const { client } = cache.store as KeyvRedis<string>;
  if (!('mGet' in client)) throw new Error('not a single Redis');
  const names = (await client.keys(`${cache.namespace}::*`)).sort();
  return JSON.stringify([names, names.length > 0 ? await client.mGet(names) : []]);
};

/**
 * @param openCache - an empty cache, where an attack gives several services one, or looks into it
 * @param openOwn - the cache of all other services; undefined: none is given
 */
export const createWorld = (openCache: () => Keyv, openOwn: () => Keyv | undefined = openCache) => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const ownCache = (): { readonly cache?: Keyv } => {
    const cache = openOwn();
    return cache ? { cache } : {};
  };
  const service = <Extra extends object = object>(options: EmailAuthOptions<Extra> = {}) => {
    const parts = createTestAuth<Extra>({ ...ownCache(), ...options });
    cleanUps.push(() => parts.auth.close({ timeout: 1 }));
    return parts;
  };
  return {
    /** An empty cache of this world's kind. Two services over one cache are two processes. */
    openCache,
    /** A service with a fake clock and a captured mailbox. */
    service,
    /** Three services over one cache and one clock: three processes. */
    processes: <Extra extends object = object>({
      cache = openCache(),
      clock = createFakeClock(),
      ...options
    }: Processes<Extra> = {}) => {
      const start = () => ({ ...service<Extra>({ cache, clock, ...options }), clock });
      return [start(), start(), start()] as const;
    },
    /** Everything that a cache of this world's kind holds. */
    dump,
    /** A schema behind a real HTTP server, with a fake clock and a captured mailbox. */
    serve: async ({
      http: plugin = {},
      batching = false,
      schemaOf,
      around = (yoga) => yoga,
      ...options
    }: Served<AppClaims> = {}) => {
      let schema: GraphQLSchema | undefined;
      const parts = createTestAuth({ ...ownCache(), ...options }, (all) => {
        const app = open(all, schemaOf);
        schema = app.schema;
        return app.auth;
      });
      if (!schema) throw new Error('no schema');
      const yoga = createYoga({
        schema,
        plugins: [useEmailAuth(parts.auth, plugin)],
        batching,
        logging: false,
      });
      const http = await startHttpServer(around(yoga));
      cleanUps.push(http.stop, () => parts.auth.close({ timeout: 1 }));
      return { ...parts, schema, http };
    },
    /** Stops what was started: the last first. */
    stop: async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
    /** Stops something else when the attack is over. */
    afterwards: (cleanUp: () => Promise<unknown>): void => void cleanUps.push(cleanUp),
  };
};
