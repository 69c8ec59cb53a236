import type Keyv from 'keyv';
import { type IoRedis, type NodeRedis, overIoRedis, overNodeRedis, type RedisClient } from './client.js';

/** The Redis behind a Keyv. */
export interface FoundRedis {
  readonly client: RedisClient;
  /** What all keys of the Keyv begin with, so that `keyv.clear()` finds ours among them. */
  prefix(): string;
  /** The set of all keys that the adapter keeps for `keyv.clear()`, where it keeps one. */
  index(): string | null;
}

/** @keyv/redis 5 and 6. */
interface RedisAdapter {
  readonly client: NodeRedis;
  readonly namespace?: string;
  readonly keyPrefixSeparator?: string;
  getClient?(): Promise<NodeRedis>;
}

/** @keyv/valkey 1. */
interface ValkeyAdapter {
  readonly redis: IoRedis;
  readonly namespace?: string;
  readonly opts?: { readonly useRedisSets?: boolean };
}

const has = (value: unknown, ...methods: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  methods.every((name) => typeof Reflect.get(value, name) === 'function');

const part = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const isRedisAdapter = (adapter: unknown): adapter is RedisAdapter =>
  has(part(adapter, 'client'), 'evalSha', 'eval', 'get');

const isValkeyAdapter = (adapter: unknown): adapter is ValkeyAdapter =>
  has(part(adapter, 'redis'), 'evalsha', 'eval', 'get');

const overRedisAdapter = (adapter: RedisAdapter): FoundRedis => ({
  client: overNodeRedis(
    async () => (await adapter.getClient?.()) ?? adapter.client,
    has(adapter.client, 'getSentinelNode'),
  ),
  prefix: () => (adapter.namespace ? `${adapter.namespace}${adapter.keyPrefixSeparator ?? '::'}` : ''),
  index: () => null,
});

const overValkeyAdapter = (adapter: ValkeyAdapter): FoundRedis => {
  const namespace = () => `namespace:${adapter.namespace ?? ''}`;
  const keepsIndex = adapter.opts?.useRedisSets !== false;
  if (keepsIndex && adapter.redis.isCluster) {
    throw new TypeError(
      'cache: on a cluster, @keyv/valkey needs useRedisSets: false, since its set of keys is on one node only',
    );
  }
  return {
    client: overIoRedis(adapter.redis),
    prefix: () => `${namespace()}:`,
    index: () => (keepsIndex ? namespace() : null),
  };
};

/** The Redis behind a Keyv, known by its shape; null where there is none. */
export const findRedis = (keyv: Keyv): FoundRedis | null => {
  // keyv 6 wraps the adapters of keyv 5.
  for (const adapter of [keyv.store, part(keyv.store, 'store')] as readonly unknown[]) {
    if (isRedisAdapter(adapter)) return overRedisAdapter(adapter);
    if (isValkeyAdapter(adapter)) return overValkeyAdapter(adapter);
  }
  return null;
};
