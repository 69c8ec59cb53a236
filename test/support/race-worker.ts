import { createKeyv } from '@keyv/redis';
import type { Caller, EmailAuthOptions, LoginInput } from '../../src/index.js';
import { AuthError, createEmailAuth } from '../../src/index.js';

/** One step, called many times at once. */
export interface Job {
  readonly options: Pick<EmailAuthOptions, 'namespace' | 'limits'>;
  readonly step: keyof Steps;
  /** The arguments of each call. */
  readonly calls: readonly unknown[][];
}

/** How a call ended. */
export type Outcome<Value = unknown> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string };

// Exactness is the subject here, so a slow machine may take its time.
const storeTimeout = 30;
const cache = createKeyv(process.env.RACE_REDIS_URL ?? '', { namespace: 'race' });

/** A counter as one would write it with get and set: what two calls read at once, both write. */
const countNaively = async (key: string, limit: number): Promise<boolean> => {
  const count = (await cache.get<number>(key)) ?? 0;
  if (count >= limit) return false;
  await cache.set(key, count + 1, 60_000);
  return true;
};

const createSteps = (options: Job['options']) => {
  // The signing key comes from the environment, as in production.
  const auth = createEmailAuth({ ...options, cache, storeTimeout, delivery: async () => {} });
  return {
    check: () => auth.check(),
    login: (input: LoginInput, caller: Caller) => auth.login(input, caller),
    refresh: (token: string, caller: Caller) => auth.refresh(token, caller),
    logout: (token: string) => auth.logout(token),
    /** What is wrong with the token; null if nothing is. */
    authenticate: async (token: string, caller: Caller) => (await auth.authenticate(token, caller)).failure,
    countNaively,
  };
};

/** What a worker can be asked to do. */
export type Steps = ReturnType<typeof createSteps>;

const outcomeOf = (settled: PromiseSettledResult<unknown>): Outcome => {
  if (settled.status === 'fulfilled') return { ok: true, value: settled.value ?? null };
  return { ok: false, code: settled.reason instanceof AuthError ? settled.reason.code : 'OTHER' };
};

const work = async ({ options, step, calls }: Job): Promise<readonly Outcome[]> => {
  // Boundary: what came through the channel was typed where it was sent.
  const run = createSteps(options)[step] as (...args: unknown[]) => Promise<unknown>;
  return (await Promise.allSettled(calls.map((args) => run(...args)))).map(outcomeOf);
};

process.on('message', (job: Job) => void work(job).then((outcomes) => process.send?.(outcomes)));
// A worker must not outlive the tests that started it.
process.once('disconnect', () => process.exit());
