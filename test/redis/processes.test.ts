import { randomUUID } from 'node:crypto';
import { createClient, createKeyv } from '@keyv/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.js';
import type { LimitsOptions } from '../../src/index.js';
import { recordNames } from '../../src/store/record-names.js';
import type { BudgetRecord } from '../../src/store/records.js';
import { identityName } from '../support/identity-names.js';
import type { Outcome, Steps } from '../support/race-worker.js';
import { useRedis } from '../support/redis.js';
import { createTestAuth, noLimits, wrongCode } from '../support/service.js';
import { tally } from '../support/tally.js';
import { howMuch } from '../support/thoroughness.js';
import { race, startWorker, type Worker } from '../support/workers.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const many = howMuch({ quick: 400, slow: 1000 });

let redis: Awaited<ReturnType<typeof useRedis>>;
let cache: ReturnType<typeof createKeyv>;
let client: ReturnType<typeof createClient>;
let workers: readonly Worker[] = [];

beforeAll(async () => {
  redis = await useRedis();
  cache = createKeyv(redis.url, { namespace: 'race' });
  client = createClient({ url: redis.url });
  await client.connect();
  workers = await Promise.all(Array.from({ length: 4 }, () => startWorker(redis.url)));
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  client.destroy();
  await cache.clear();
  await cache.disconnect();
  await redis.stop();
});

const times = <Item>(count: number, make: (i: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i));

const nameOf = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.code);

const values = <Value>(outcomes: readonly Outcome<Value>[]): Value[] =>
  outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));

/** A service in this process, and the same one in others, with records of their own. */
const createScene = (among: readonly Worker[], limits: LimitsOptions) => {
  const options = { namespace: `race-${randomUUID()}`, limits };
  const here = createTestAuth({ ...options, cache, clock: systemClock, storeTimeout: 30 });
  const raceFor = <Step extends keyof Steps>(step: Step, calls: readonly Parameters<Steps[Step]>[]) =>
    race(among, options, step, calls);
  const read = async (pattern: string) => {
    const [name] = await client.keys(`race::{${options.namespace}}:${pattern}`);
    return name === undefined ? null : JSON.parse((await client.get(name)) ?? 'null')?.value;
  };
  return { ...here, options, race: raceFor, read };
};

// Off, but counted: this counter goes up with every short code that a wrong guess is compared to.
const countedLimits = {
  ...noLimits,
  failuresPerIdentity: { limit: 1e6, window: 60 },
  shortCodeFailures: { limit: 1e6, window: 60 },
};

const spentIn = (record: unknown): number =>
  (record as BudgetRecord).reduce((sum, [, amount]) => sum + amount, 0);

describe.each(howMuch({ quick: [4], slow: [1, 4] }))('guessing, from %i processes', (processes) => {
  const sceneWith = (limits: LimitsOptions) => createScene(workers.slice(0, processes), limits);

  it('are processes of their own', () => {
    const pids = new Set([process.pid, ...workers.slice(0, processes).map(({ pid }) => pid)]);
    expect(pids.size).toBe(processes + 1);
  });

  it('compares exactly 5 of many parallel wrong guesses at one code', async () => {
    const scene = sceneWith(countedLimits);
    const { code, challenge } = await scene.askForCode(identity);
    const wrong = (i: number) => String((Number(code) + 1 + i) % 1e6).padStart(6, '0');
    const outcomes = await scene.race(
      'login',
      times(many, (i) => [{ identity, code: wrong(i) }, caller]),
    );
    expect(tally(outcomes.map(nameOf))).toEqual({ INVALID_LOGIN_CODE: many });
    expect(spentIn(await scene.read(recordNames.counter('shortCodeFailures:*')))).toBe(5);
    expect(spentIn(await scene.read(recordNames.counter('failuresPerIdentity:*')))).toBe(many);
    expect(await scene.read(recordNames.codes(identityName('*')))).toMatchObject([
      { sharedAttempts: 0, ownAttempts: 5 },
    ]);
    const late = await scene.race('login', [[{ identity, code }, caller]]);
    expect(tally(late.map(nameOf))).toEqual({ INVALID_LOGIN_CODE: 1 });
    // Whoever asked for the code has tries of their own.
    await expect(scene.auth.login({ identity, code, challenge }, caller)).resolves.toBeDefined();
  });

  it('compares the fifth guess', async () => {
    const scene = sceneWith(countedLimits);
    const { code } = await scene.askForCode(identity);
    const wrong = await scene.race(
      'login',
      times(4, () => [{ identity, code: wrongCode(code) }, caller]),
    );
    expect(tally(wrong.map(nameOf))).toEqual({ INVALID_LOGIN_CODE: 4 });
    const right = await scene.race('login', [[{ identity, code }, caller]]);
    expect(tally(right.map(nameOf))).toEqual({ ok: 1 });
  });

  it('lets exactly 1 of many parallel right guesses in', async () => {
    const scene = sceneWith(noLimits);
    const { code, challenge } = await scene.askForCode(identity);
    const outcomes = await scene.race(
      'login',
      times(many, () => [{ identity, code, challenge }, caller]),
    );
    expect(tally(outcomes.map(nameOf))).toEqual({ ok: 1, INVALID_LOGIN_CODE: many - 1 });
    const sessions = await scene.auth.sessions(identity);
    expect(sessions.map(({ id }) => id)).toEqual(values(outcomes).map(({ claims }) => claims.sid));
  });

  it('gives many parallel refreshes of one token the same successor', async () => {
    const scene = sceneWith(noLimits);
    const { refreshToken } = await scene.logIn(identity);
    const outcomes = await scene.race(
      'refresh',
      times(many, () => [refreshToken, caller]),
    );
    expect(tally(outcomes.map(nameOf))).toEqual({ ok: many });
    const successors = new Set(values(outcomes).map((tokens) => tokens.refreshToken));
    expect(successors.size).toBe(1);
    expect(successors).not.toContain(refreshToken);
    expect(await scene.read(recordNames.session('*'))).toMatchObject({ generation: 2 });
    const [tokens] = values(outcomes);
    expect(await scene.auth.authenticate(tokens?.accessToken ?? '', caller)).toMatchObject({ failure: null });
  });

  it('blocks an IP after exactly 10 of many parallel failures, whomever they are aimed at', async () => {
    const { failuresPerIp: _, ...others } = noLimits;
    const scene = sceneWith(others);
    const outcomes = await scene.race(
      'login',
      times(2 * many, (i) => [{ identity: `user-${i}@example.com`, code: '000000' }, caller]),
    );
    expect(tally(outcomes.map(nameOf))).toEqual({ INVALID_LOGIN_CODE: 10, TOO_MANY_REQUESTS: 2 * many - 10 });
  });

  it('would not stop at a limit that is counted with get and set', async () => {
    const scene = sceneWith(noLimits);
    const key = `naive-${randomUUID()}`;
    const outcomes = await scene.race(
      'countNaively',
      times(many, () => [key, 5]),
    );
    const compared = values(outcomes).filter((isCounted) => isCounted);
    // This is why every step is a script.
    expect(compared.length).toBeGreaterThan(5);
  });
});

describe('a logout in one process', () => {
  it('is seen by the next look in any other', async () => {
    const scene = createScene(workers, noLimits);
    const { accessToken, refreshToken } = await scene.logIn(identity);
    const look = () =>
      scene.race(
        'authenticate',
        workers.map(() => [accessToken, caller]),
      );
    expect(values(await look())).toEqual([null, null, null, null]);
    await race(workers.slice(0, 1), scene.options, 'logout', [[refreshToken]]);
    expect(values(await look())).toEqual(['revoked', 'revoked', 'revoked', 'revoked']);
  });
});
