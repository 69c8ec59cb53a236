import { randomUUID } from 'node:crypto';
import { withDeadline } from '../../core/deadline.js';
import { terminal } from '../../core/terminal.js';
import { warnOnce } from '../../core/warn-once.js';
import type { Store } from '../port.js';
import { recordNames } from '../record-names.js';
import type { SessionRecord } from '../records.js';
import { oldestFirst } from '../session-steps.js';
import type { Step } from '../step.js';
import { steps } from '../steps/index.js';
import { lookAt } from '../steps/look-at.js';
import type { FoundRedis } from './find-redis.js';
import { type StepScript, scripts } from './scripts/index.js';
import { createTimelyCalls } from './timely-calls.js';

/** How a store is opened. */
export interface RedisStoreOptions {
  readonly namespace: string;
  /** Milliseconds that a step may take. */
  readonly timeout: number;
  /** Told what the operator should change at the Redis. Default: the terminal. */
  readonly warn?: (message: string) => void;
}

// Lua has no null that is false; what is null is left out.
const toJson = (input: object): string => JSON.stringify(input, (_, value: unknown) => value ?? undefined);

/** A session as it is kept, with its deadline. */
interface Entry {
  readonly value: SessionRecord;
  readonly expiresAt: number;
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

// Lua has one kind of table: its empty list becomes an empty object. It has one kind of nothing, too.
const fromJson = (text: string, lists: readonly string[]): unknown =>
  JSON.parse(text, (name, value: unknown) => (lists.includes(name) && isEmpty(value) ? [] : value)) ??
  undefined;

/**
 * A session as run.ts writes it. Every request reads one: to look at each value on the way, as above, takes several
 * times as long as to parse it.
 */
const readSession = (text: string): Entry => {
  // Boundary: only steps write under this name.
  const entry = JSON.parse(text) as Entry;
  const { value, expiresAt } = entry;
  return isEmpty(value.replaced) ? { value: { ...value, replaced: [] }, expiresAt } : entry;
};

const createEvictionWarning = (warn: (message: string) => void) =>
  // All records have an expiry, so the volatile- policies drop them as well.
  warnOnce(warn, (policy: string | undefined) =>
    policy === undefined || policy === 'noeviction'
      ? undefined
      : `The Redis of the cache may drop records when it is full (maxmemory-policy ${policy}), counters that stop ` +
        'guessing too. Use noeviction.',
  );

/** The steps as scripts: Redis runs one at a time, whoever sends them, so they are exact over any number of processes. */
export const createRedisStore = (
  redis: FoundRedis,
  { namespace, timeout, warn = terminal.warn }: RedisStoreOptions,
): Store => {
  // Taken once: another Keyv over the same adapter changes the namespace of both. The hash tag keeps all keys on one
  // node of a cluster: a script cannot reach over several.
  const prefix = `${redis.prefix()}{${namespace}}:`;
  const index = redis.index();
  const call = createTimelyCalls(redis.client, { prefix, index, timeout });
  const warnOfEviction = createEvictionWarning(warn);

  const carryOut =
    <Input extends { readonly now: number }, Result>(step: Step<Input, Result>, script: StepScript) =>
    async (input: Input): Promise<Result> =>
      // Boundary: the script is made from this step, so it answers what the step does.
      fromJson(await call(script, step.records(input), toJson(input)), script.lists) as Result;

  const listSessions = carryOut(steps.listSessions, scripts.listSessions);
  return {
    issue: carryOut(steps.issue, scripts.issue),
    pressure: carryOut(steps.pressure, scripts.pressure),
    redeem: carryOut(steps.redeem, scripts.redeem),
    rotate: carryOut(steps.rotate, scripts.rotate),
    revoke: carryOut(steps.revoke, scripts.revoke),
    alive: async ({ now, session, generation }) => {
      const key = prefix + recordNames.session(session);
      const text = await withDeadline((signal) => redis.client.get(key, signal), timeout);
      if (text === null) return lookAt(undefined, generation);
      const { value, expiresAt } = readSession(String(text));
      // The server's own expiry only cleans up.
      return lookAt(expiresAt > now ? value : undefined, generation);
    },
    present: carryOut(steps.present, scripts.present),
    withdraw: carryOut(steps.withdraw, scripts.withdraw),
    listSessions: async (input) => oldestFirst(await listSessions(input)),
    forget: carryOut(steps.forget, scripts.forget),
    inspect: carryOut(steps.inspect, scripts.inspect),
    abandon: carryOut(steps.abandon, scripts.abandon),
    release: carryOut(steps.release, scripts.release),
    check: async () => {
      const probe = randomUUID();
      const key = prefix + recordNames.probe(probe);
      const args = [probe, ...(index === null ? [] : [index])];
      const text = await withDeadline(
        (signal) => redis.client.run(scripts.check, [key], args, signal),
        timeout,
      );
      const { kept, policy } = JSON.parse(String(text)) as {
        readonly kept: string;
        readonly policy?: string;
      };
      if (kept !== probe) throw new Error('The cache did not keep a record.');
      warnOfEviction(policy);
    },
  };
};
