import { randomUUID } from 'node:crypto';
import { withDeadline } from '../../core/deadline.js';
import { terminal } from '../../core/terminal.js';
import { oldestFirst, type Store } from '../port.js';
import { keys } from '../records.js';
import type { Step } from '../step.js';
import { steps } from '../steps/index.js';
import type { FoundRedis } from './find-redis.js';
import { type StepScript, scripts } from './scripts/index.js';
import { createTimelyCalls } from './timely-calls.js';

/** How a store is opened. */
export interface RedisStoreOptions {
  readonly namespace: string;
  /** Milliseconds that a step may take. */
  readonly timeout: number;
}

// Lua has no null that is false; what is null is left out.
const toJson = (input: object): string => JSON.stringify(input, (_, value: unknown) => value ?? undefined);

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

// Lua has one kind of table: its empty list becomes an empty object. It has one kind of nothing, too.
const fromJson = (text: string, lists: readonly string[]): unknown =>
  JSON.parse(text, (name, value: unknown) => (lists.includes(name) && isEmpty(value) ? [] : value)) ??
  undefined;

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
  // Taken once: another Keyv over the same adapter changes the namespace of both. The hash tag keeps all keys on one
  // node of a cluster: a script cannot reach over several.
  const prefix = `${redis.prefix()}{${namespace}}:`;
  const call = createTimelyCalls(redis.client, { prefix, index: redis.index(), timeout });
  const warnOfEviction = createEvictionWarning();

  const carryOut =
    <Input extends { readonly now: number }, Result>(step: Step<Input, Result>, script: StepScript) =>
    async (input: Input): Promise<Result> =>
      // Boundary: the script is made from this step, so it answers what the step does.
      fromJson(await call(script, step.records(input), toJson(input)), script.lists) as Result;

  const sessions = carryOut(steps.sessions, scripts.sessions);
  return {
    issue: carryOut(steps.issue, scripts.issue),
    redeem: carryOut(steps.redeem, scripts.redeem),
    rotate: carryOut(steps.rotate, scripts.rotate),
    revoke: carryOut(steps.revoke, scripts.revoke),
    alive: async ({ now, session }) => {
      const key = prefix + keys.session(session);
      const text = await withDeadline((signal) => redis.client.get(key, signal), timeout);
      if (text === null) return false;
      // As run.ts writes it: the server's own expiry only cleans up.
      const { x } = JSON.parse(String(text)) as { readonly x: number };
      return x > now;
    },
    sessions: async (input) => oldestFirst(await sessions(input)),
    abandon: carryOut(steps.abandon, scripts.abandon),
    release: carryOut(steps.release, scripts.release),
    check: async () => {
      const probe = randomUUID();
      const key = prefix + keys.probe(probe);
      const text = await withDeadline(
        (signal) => redis.client.run(scripts.check, [key], [probe], signal),
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
