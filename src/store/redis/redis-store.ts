import { randomUUID } from 'node:crypto';
import { withDeadline } from '../../core/deadline.js';
import { terminal } from '../../core/terminal.js';
import {
  type IssueResult,
  oldestFirst,
  type RedeemResult,
  type RotateResult,
  type Store,
  type StoredSession,
} from '../port.js';
import { keys } from '../records.js';
import { touchedRecords } from '../touched-records.js';
import type { FoundRedis } from './find-redis.js';
import { type Script, scripts } from './scripts/index.js';

/** How a store is opened. */
export interface RedisStoreOptions {
  readonly namespace: string;
  /** Milliseconds that a step may take. */
  readonly timeout: number;
}

// Lua has no null that is false; what is null is left out.
const toJson = (step: object): string => JSON.stringify(step, (_, value: unknown) => value ?? undefined);

// Lua has one kind of table: its empty list becomes an empty object.
const list = <Item>(items: readonly Item[] | Record<string, never>): readonly Item[] =>
  Array.isArray(items) ? items : [];

const createEvictionWarning = () => {
  let warned = false;
  return (policy: string | undefined): void => {
    // All records have an expiry, so the volatile- policies drop them as well.
    if (warned || policy === undefined || policy === 'noeviction') return;
    warned = true;
    terminal.warn(
      `The Redis of the cache may drop records when it is full (maxmemory-policy ${policy}), counters that stop ` +
        'guessing too. Use noeviction.',
    );
  };
};

/** The steps as scripts: Redis runs one at a time, whoever sends them, so they are exact over any number of processes. */
export const createRedisStore = (redis: FoundRedis, { namespace, timeout }: RedisStoreOptions): Store => {
  // The hash tag keeps all keys on one node of a cluster: a script cannot reach over several.
  const prefixOf = () => `${redis.prefix()}{${namespace}}:`;
  const warnOfEviction = createEvictionWarning();

  const run = async <Result>(script: Script, records: readonly string[], step: object): Promise<Result> => {
    const prefix = prefixOf();
    const index = redis.index();
    const names = records.map((key) => prefix + key);
    const args = [prefix, toJson(step), ...(index === null ? [] : [index])];
    const reply = await withDeadline((signal) => redis.client.run(script, names, args, signal), timeout);
    // The scripts answer in JSON, in the port's terms.
    return JSON.parse(String(reply)) as Result;
  };

  const aliveInCopy = async (
    get: (key: string, signal: AbortSignal) => Promise<unknown>,
    { now, session }: { readonly now: number; readonly session: string },
  ): Promise<boolean> => {
    const text = await withDeadline((signal) => get(prefixOf() + keys.session(session), signal), timeout);
    if (text === null) return false;
    const { x } = JSON.parse(String(text)) as { readonly x: number };
    return x > now;
  };

  return {
    issue: (step) => run<IssueResult>(scripts.issue, touchedRecords.issue(step), step),
    redeem: async (step) => {
      const result = await run<RedeemResult>(scripts.redeem, touchedRecords.redeem(step), step);
      return result.outcome === 'wrong' ? { ...result, full: list(result.full) } : result;
    },
    rotate: (step) => run<RotateResult>(scripts.rotate, touchedRecords.rotate(step), step),
    revoke: (step) => run<number>(scripts.revoke, touchedRecords.revoke(step), step),
    alive: (step) => {
      const { cachedGet } = redis.client;
      if (cachedGet) return aliveInCopy(cachedGet, step);
      return run<boolean>(scripts.alive, [keys.session(step.session)], step);
    },
    sessions: async (step) => {
      const { found } = await run<{ readonly found: readonly StoredSession[] }>(
        scripts.sessions,
        touchedRecords.sessions(step),
        step,
      );
      return oldestFirst(list(found));
    },
    abandon: async (step) => {
      await run(scripts.abandon, touchedRecords.abandon(step), step);
    },
    release: async (step) => {
      await run(scripts.release, touchedRecords.release(step), step);
    },
    check: async () => {
      const probe = randomUUID();
      const { kept, policy } = await run<{ readonly kept: string; readonly policy?: string }>(
        scripts.check,
        [keys.probe(probe)],
        { now: 0, probe },
      );
      if (kept !== probe) throw new Error('The cache did not keep a record.');
      warnOfEviction(policy);
    },
  };
};
