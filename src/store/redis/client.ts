import { type Emitter, readinessOf } from './readiness.js';
import type { Script } from './scripts/index.js';

/** A connection to Redis, single, cluster or sentinel, whichever package it comes from. */
export interface RedisClient {
  /** Whether it sends a command a second time where the answer to the first was lost with the connection. */
  readonly resends: boolean;
  /** What it puts before every key that it is given (`keyPrefix` of ioredis). */
  readonly keyPrefix: string;
  /** Runs a script in one round trip; in two where the server does not know it (any more). */
  run(
    script: Script,
    keys: readonly string[],
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<unknown>;
  /**
   * Reads a text; null where there is none. No command is sent where the client keeps a copy that the server
   * invalidates (client-side caching).
   */
  get(key: string, signal: AbortSignal): Promise<unknown>;
}

/** The part of node-redis (@redis/client) that is used; the same on its three kinds of clients. */
export interface NodeRedis extends Emitter {
  /** A cluster has none: it connects to each node when it needs it. */
  readonly isReady?: boolean;
  readonly isOpen?: boolean;
  withCommandOptions?(options: { abortSignal: AbortSignal }): NodeRedis;
  evalSha(sha: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(text: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  get(key: string): Promise<unknown>;
}

/** The part of ioredis and iovalkey that is used. */
export interface IoRedis extends Emitter {
  readonly isCluster?: boolean;
  readonly status?: string;
  readonly options?: { readonly keyPrefix?: unknown };
  connect?(): Promise<unknown>;
  evalsha(sha: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(text: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
  get(key: string): Promise<unknown>;
}

const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');

const bySha = async (
  evalSha: () => Promise<unknown>,
  evalText: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<unknown> => {
  try {
    return await evalSha();
  } catch (error) {
    // The server has forgotten it (restart, failover, SCRIPT FLUSH); nothing has run.
    if (!isUnknownScript(error)) throw error;
    signal.throwIfAborted();
    return evalText();
  }
};

/**
 * @param connect - answers with the client, connected or at it
 * @param resends - true over sentinels
 */
export const overNodeRedis = (connect: () => Promise<NodeRedis>, resends: boolean): RedisClient => {
  // What waits for a connection is taken back when its time is over. What has been sent cannot be.
  const connected = async (abortSignal: AbortSignal): Promise<NodeRedis> => {
    const open = await connect();
    // One that could not connect and does not try again refuses by itself.
    if (open.isOpen !== false) await readinessOf(open, () => open.isReady !== false).wait(abortSignal);
    abortSignal.throwIfAborted();
    return open.withCommandOptions?.({ abortSignal }) ?? open;
  };
  return {
    resends,
    keyPrefix: '',
    async run(script, keys, args, signal) {
      const redis = await connected(signal);
      const options = { keys: [...keys], arguments: [...args] };
      return bySha(
        () => redis.evalSha(script.sha, options),
        () => redis.eval(script.text, options),
        signal,
      );
    },
    get: async (key, signal) => (await connected(signal)).get(key),
  };
};

export const overIoRedis = (redis: IoRedis): RedisClient => {
  const isReady = () => redis.status === undefined || redis.status === 'ready';
  const readiness = readinessOf(redis, isReady);
  const connected = (signal: AbortSignal): Promise<void> => {
    // Made with `lazyConnect`: it waits for a first command. Whether it connects shows in what follows.
    if (redis.status === 'wait') redis.connect?.().catch(() => {});
    return readiness.wait(signal);
  };
  return {
    // autoResendUnfulfilledCommands; and a cluster tries again by itself.
    resends: true,
    keyPrefix: String(redis.options?.keyPrefix ?? ''),
    async run(script, keys, args, signal) {
      await connected(signal);
      return bySha(
        () => redis.evalsha(script.sha, keys.length, ...keys, ...args),
        () => redis.eval(script.text, keys.length, ...keys, ...args),
        signal,
      );
    },
    async get(key, signal) {
      await connected(signal);
      return redis.get(key);
    },
  };
};
