import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClaimsOption, Delivery } from '../../src/index.js';
import { createTestAuth, noLimits } from '../support/service.js';

// The clock of the service and all timers are one: what starts when is told to the millisecond.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const step = 5;
const pass = async (milliseconds: number) => {
  for (let passed = 0; passed < milliseconds; passed += step) {
    await vi.advanceTimersByTimeAsync(step);
    await turn();
  }
};
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const never = () => new Promise<never>(() => {});

interface Target {
  readonly claims?: ClaimsOption<object>;
  readonly send?: Delivery;
}

/** A service on which mails take a second, five may be under way, and one address behaves as is said. */
const open = async (target: Target, queue = 1000) => {
  const starts: string[] = [];
  let began = 0;
  const isTarget = (identity: string) => identity === 'target@target.test';
  const service = createTestAuth({
    limits: noLimits,
    clock: () => Date.now(),
    claims: (identity, info) => {
      if (info.phase === 'request' && !isTarget(identity)) starts.push(`${identity} ${Date.now() - began}`);
      return (isTarget(identity) && target.claims ? target.claims : () => ({}))(identity, info);
    },
    delivery: {
      send: (message) =>
        (isTarget(message.identity) && target.send ? target.send : () => sleep(1000))(message),
      concurrency: 5,
      timeout: 20,
      queue,
    },
    loginCode: { resendAfter: 0 },
  });
  for (const domain of ['one.test', 'two.test', 'three.test']) {
    await service.auth.requestLoginCode(`warm@${domain}`, { ip: '192.0.2.9' });
  }
  await pass(10_000);
  starts.length = 0;
  began = Date.now();
  return { ...service, starts };
};

const fail = (message: string, code: number) =>
  Promise.reject(Object.assign(new Error(message), { responseCode: code }));

const targets: readonly (readonly [string, Target])[] = [
  ['known', {}],
  ['unknown', { claims: () => null }],
  ['looked up slowly', { claims: () => sleep(7000).then(() => ({})) }],
  ['looked up for ever', { claims: never }],
  ['one whose lookup fails', { claims: () => Promise.reject(new Error('away')) }],
  ['quick', { send: async () => {} }],
  ['slow', { send: () => sleep(15_000) }],
  ['one whose server never answers', { send: never }],
  ['refused for good', { send: () => fail('no such user', 550) }],
  ['refused for now', { send: () => fail('later', 450) }],
];

describe('requests for a target, and then for addresses of my own', () => {
  it.each(targets)('start one interval apart, whatever the target is: %s', async (_, target) => {
    const { auth, starts } = await open(target);
    for (let i = 0; i < 5; i += 1) {
      await auth.requestLoginCode('target@target.test', { ip: '203.0.113.1' });
    }
    for (let i = 0; i < 3; i += 1) await auth.requestLoginCode(`me@${i}.test`, { ip: '203.0.113.1' });
    await pass(1500);
    // A second a mail, five at once.
    expect(starts).toEqual(['me@0.test 1000', 'me@1.test 1200', 'me@2.test 1400']);
  });

  it.each(targets)(
    'leave their places at their start times, whatever the target is: %s',
    async (_, target) => {
      const { auth } = await open(target, 10);
      for (let i = 0; i < 5; i += 1) await auth.requestLoginCode('target@target.test', { ip: '203.0.113.1' });
      // One place is left and one start time comes with each.
      for (let i = 0; i < 30; i += 1) {
        await pass(200);
        await auth.requestLoginCode(`me@${i}.test`, { ip: '203.0.113.1' });
      }
    },
  );
});

describe('lookup and mail', () => {
  const begin = async (caller: object, mode: 'background' | 'await' = 'background') => {
    const log: string[] = [];
    const { auth } = createTestAuth({
      limits: noLimits,
      clock: () => Date.now(),
      delivery: { send: async () => void log.push('mail'), mode },
    });
    const answer = auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1', ...caller });
    void answer.then(() => log.push('answer'));
    return { auth, log };
  };

  it('begin in the turn after the answer', async () => {
    const { log } = await begin({});
    await pass(step);
    expect(log).toEqual(['answer', 'mail']);
  });

  it('begin when the answer has left, after 5 seconds at the latest', async () => {
    const { log } = await begin({ replied: sleep(1000) });
    await pass(995);
    expect(log).toEqual(['answer']);
    await pass(10);
    expect(log).toEqual(['answer', 'mail']);
    const lost = await begin({ replied: never() });
    await pass(4990);
    expect(lost.log).toEqual(['answer']);
    await pass(15);
    expect(lost.log).toEqual(['answer', 'mail']);
  });

  it('are told to the host before the answer', async () => {
    const told: Promise<unknown>[] = [];
    const { auth, log } = await begin({
      waitUntil: (work: Promise<unknown>) => told.push(work),
      replied: never(),
    });
    await pass(step);
    expect(log).toEqual(['answer']);
    expect(told).toHaveLength(1);
    await auth.close();
    await expect(told[0]).resolves.toBeDefined();
    expect(log).toEqual(['answer', 'mail']);
  });

  it('come first where the answer waits for them', async () => {
    const { log } = await begin({ replied: never() }, 'await');
    await pass(step);
    expect(log).toEqual(['mail', 'answer']);
  });
});
