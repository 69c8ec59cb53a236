import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Beginning, createDeferredWork } from '../../src/delivery/deferred-work.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const later = async (milliseconds: number) => {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await turn();
  await turn();
};

const open = (beginning: Partial<Beginning> = {}) => {
  const deferred = createDeferredWork();
  const log: string[] = [];
  const job = deferred.run(async () => void log.push('work'), { wait: 0, ...beginning });
  return { deferred, log, job };
};

const never = new Promise<never>(() => {});

const fail = (): never => {
  throw new Error('no');
};
const throwingThenable = Object.defineProperty({}, 'then', { value: fail });
const throwingGetter = Object.defineProperty({}, 'then', { get: fail });

describe('work after the answer', () => {
  it('begins in the turn after the answer', async () => {
    const { log } = open();
    await Promise.resolve();
    expect(log).toEqual([]);
    await later(0);
    expect(log).toEqual(['work']);
  });

  it('begins at its start time', async () => {
    const { log } = open({ wait: 1000 });
    await later(999);
    expect(log).toEqual([]);
    await later(1);
    expect(log).toEqual(['work']);
  });

  it.each([
    ['has left', (resolve: () => void) => resolve],
    ['could not leave', (_: () => void, reject: () => void) => reject],
  ])('begins when the answer %s', async (_, choose) => {
    let settle = () => {};
    const replied = new Promise<void>((resolve, reject) => {
      settle = choose(resolve, reject);
    });
    const { log } = open({ replied });
    await later(4000);
    expect(log).toEqual([]);
    settle();
    await later(0);
    expect(log).toEqual(['work']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins after 5 seconds where nobody says that the answer has left', async () => {
    const { log } = open({ replied: never });
    await later(4999);
    expect(log).toEqual([]);
    await later(1);
    expect(log).toEqual(['work']);
  });

  it('waits for its start time and for the answer, whichever is later', async () => {
    const { log } = open({ replied: never, wait: 7000 });
    await later(6999);
    expect(log).toEqual([]);
    await later(1);
    expect(log).toEqual(['work']);
  });

  it('begins after the method has answered, though the answer is said to have left', async () => {
    const { log } = open({ replied: Promise.resolve() });
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
    expect(log).toEqual([]);
    await later(0);
    expect(log).toEqual(['work']);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['no promise', 1],
    ['a thenable that throws', throwingThenable],
    ['a thenable whose getter throws', throwingGetter],
    ['a promise whose then throws', Object.defineProperty(Promise.resolve(), 'then', { value: fail })],
    [
      'a promise whose constructor throws',
      Object.defineProperty(Promise.resolve(), 'constructor', { get: fail }),
    ],
  ])('begins whatever stands in replied: %s', async (_, replied) => {
    const { log } = open({ replied: replied as Promise<unknown> });
    await later(0);
    expect(log).toEqual(['work']);
  });

  it('is told to the host before the answer, and the promise resolves when the work is over', async () => {
    const deferred = createDeferredWork();
    const told: Promise<unknown>[] = [];
    const log: string[] = [];
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    void deferred.run(() => gate, { wait: 0, waitUntil: (job) => void told.push(job) });
    expect(told).toHaveLength(1);
    void told[0]?.then(() => log.push('over'));
    await later(10_000);
    expect(log).toEqual([]);
    finish();
    await later(0);
    expect(log).toEqual(['over']);
  });

  it.each<[string, () => Promise<never>]>([
    ['rejects', () => Promise.reject(new Error('no'))],
    ['throws', fail],
  ])('that %s is over like any other', async (_, work) => {
    const deferred = createDeferredWork();
    const told: Promise<unknown>[] = [];
    const job = deferred.run(work, { wait: 0, waitUntil: (promise) => void told.push(promise) });
    await expect(job).resolves.toBeNull();
    await expect(told[0]).resolves.toBeNull();
    await deferred.close(1000);
  });

  it.each<[string, (job: Promise<unknown>) => unknown]>([
    ['throws', fail],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['answers with a thenable that throws', () => throwingGetter],
  ])('begins where the host %s', async (_, waitUntil) => {
    const { log } = open({ waitUntil: waitUntil as NonNullable<Beginning['waitUntil']> });
    await later(0);
    expect(log).toEqual(['work']);
  });
});

describe('closing', () => {
  it('begins at once what waits for its start time or its answer, and lets no timer live on', async () => {
    const { deferred, log } = open({ wait: 60_000, replied: never });
    await deferred.close(10_000);
    expect(log).toEqual(['work']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for no pause, those to come included', async () => {
    const deferred = createDeferredWork();
    const log: string[] = [];
    const work = async () => {
      for (const name of ['one', 'two', 'three']) {
        log.push(name);
        await deferred.pause(60_000);
      }
    };
    void deferred.run(work, { wait: 0 });
    await later(0);
    await deferred.close(10_000);
    expect(log).toEqual(['one', 'two', 'three']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('comes back in time, and aborts what is under way', async () => {
    const deferred = createDeferredWork();
    const signals: AbortSignal[] = [];
    const work = (closing: AbortSignal) => {
      signals.push(closing);
      return never;
    };
    const jobs = Array.from({ length: 60 }, () => deferred.run(work, { wait: 0 }));
    let isClosed = false;
    const closed = deferred.close(10_000).then(() => {
      isClosed = true;
    });
    await later(9999);
    expect(isClosed).toBe(false);
    expect(signals.map(({ aborted }) => aborted)).toEqual(new Array(60).fill(false));
    await later(1);
    await closed;
    expect(signals.map(({ aborted }) => aborted)).toEqual(new Array(60).fill(true));
    expect(await Promise.all(jobs)).toEqual(new Array(60).fill(null));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves what is aborted the time to say so', async () => {
    const deferred = createDeferredWork();
    const log: string[] = [];
    const work = (closing: AbortSignal) =>
      new Promise<void>((_, reject) => {
        closing.addEventListener('abort', () => reject(new Error('aborted')));
      }).catch(async () => {
        for (let i = 0; i < 20; i += 1) await Promise.resolve();
        log.push('dropped');
      });
    void deferred.run(work, { wait: 0 });
    const closed = deferred.close(1000).then(() => log.push('closed'));
    await later(1000);
    await closed;
    expect(log).toEqual(['dropped', 'closed']);
  });

  it('can be done again, by several at once, and does not keep what comes later from working', async () => {
    const { deferred, log } = open({ wait: 60_000 });
    await Promise.all([deferred.close(1000), deferred.close(2000), deferred.close(0)]);
    const job = deferred.run(async () => void log.push('later'), { wait: 500 });
    await later(499);
    expect(log).toEqual(['work']);
    await later(1);
    await job;
    expect(log).toEqual(['work', 'later']);
    void deferred.run(() => never, { wait: 0 });
    const closed = deferred.close(1000);
    await later(1000);
    await closed;
    await deferred.close(1000);
  });

  it('comes back in time while work comes in without an end', async () => {
    const deferred = createDeferredWork();
    let isOver = false;
    const again = async () => {
      if (!isOver) void deferred.run(again, { wait: 0 });
    };
    void deferred.run(again, { wait: 0 });
    const closed = deferred.close(1000);
    await later(1000);
    await later(0);
    await closed;
    isOver = true;
  });
});
