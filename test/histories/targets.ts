import type Keyv from 'keyv';
import { createKeyvStore } from '../../src/store/keyv/keyv-store.js';
import type { Store } from '../../src/store/port.js';
import { findRedis } from '../../src/store/redis/find-redis.js';
import { createRedisStore } from '../../src/store/redis/redis-store.js';

/** A store on a Redis, as one process has it. */
export interface Target {
  readonly store: Store;
  /** A record as it stands there; null where there is none. */
  read(name: string): Promise<unknown>;
}

type OpenTarget = (cache: Keyv, namespace: string) => Target;

/** Milliseconds. Exactness is the subject here, so a slow machine may take its time. */
const timeout = 10_000;

const ours: OpenTarget = (cache, namespace) => {
  const redis = findRedis(cache);
  if (!redis) throw new Error('There is no Redis behind this Keyv.');
  return {
    store: createRedisStore(redis, { namespace, timeout }),
    read: async (name) => {
      const { signal } = new AbortController();
      const text = await redis.client.get(`${redis.prefix()}{${namespace}}:${name}`, signal);
      return text === null ? null : JSON.parse(String(text));
    },
  };
};

/** The store for one process: it reads, works, and writes. Its lock does not reach into other processes. */
const readThenWrite: OpenTarget = (cache, namespace) => ({
  store: createKeyvStore(cache, { namespace, timeout }),
  read: async (name) => (await cache.get(`${namespace}:${name}`)) ?? null,
});

/** Changes the store that a target has. */
const over =
  (change: (store: Store) => Partial<Store>): OpenTarget =>
  (cache, namespace) => {
    const target = ours(cache, namespace);
    return { ...target, store: { ...target.store, ...change(target.store) } };
  };

/** Like a client that sends a command again although it has arrived. */
const sentTwice = over((store) => ({
  redeem: async (step) => {
    await store.redeem(step);
    return store.redeem(step);
  },
  release: async (step) => {
    await store.release(step);
    await store.release(step);
  },
}));

/** Looks at a session once, and believes it from then on. */
const believed = over((store) => {
  const looks = new Map<string, ReturnType<Store['alive']>>();
  return {
    alive: (step) => {
      const look = looks.get(step.session) ?? store.alive(step);
      looks.set(step.session, look);
      return look;
    },
  };
});

/** Answers before it has done anything. */
const hasty = over((store) => {
  const soon = (work: () => Promise<unknown>): Promise<void> => {
    setTimeout(() => void work().catch(() => {}), 5);
    return Promise.resolve();
  };
  return {
    withdraw: (step) => soon(() => store.withdraw(step)),
    release: (step) => soon(() => store.release(step)),
    abandon: (step) => soon(() => store.abandon(step)),
  };
});

/** The store of this library, and some that are broken, to see them found out. */
export const targets = { ours, readThenWrite, sentTwice, believed, hasty };

export type TargetName = keyof typeof targets;
