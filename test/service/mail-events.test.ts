import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClaimsOption, DeliveryOptions, EmailAuthOptions, LoginCodeMessage } from '../../src/index.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';
const requested = { type: 'code.requested', ip, identity, long: false, joined: false };
const duration = expect.any(Number);
const sent = { type: 'code.sent', ip, identity, duration };
const failed = { type: 'code.delivery_failed', ip, identity };

const rejection = (responseCode: number) => Object.assign(new RangeError('no'), { responseCode });

/** A service on which each try to send is answered by the next of these; the last one answers all others. */
const create = (
  tries: readonly (() => unknown)[],
  options: EmailAuthOptions & { attempts?: number } = {},
) => {
  const { attempts = 2, ...others } = options;
  const messages: LoginCodeMessage[] = [];
  const send: DeliveryOptions['send'] = async (message) => {
    messages.push(message);
    await (tries[messages.length - 1] ?? tries.at(-1))?.();
  };
  const service = createTestAuth({
    ...{ limits: noLimits, delivery: { send, attempts } },
    onEvent: (event) => {
      // Whoever tries without end stops where the code expires.
      if (service.events.push(event) > 100) service.clock.advance(600);
    },
    ...others,
  });
  const told = () => service.events.splice(0).map(({ at, ...event }) => event);
  /** Asks, and has everything done that comes of it. */
  const ask = async () => {
    const outcome = await reasonOf(service.auth.requestLoginCode(identity, { ip }));
    await service.auth.close();
    return outcome;
  };
  return { ...service, messages, told, ask };
};

const throwing = (error: unknown) => () => {
  throw error;
};

describe('a mail is told as what came of it:', () => {
  it('it was sent', async () => {
    const { auth, ask, told, messages } = create([() => {}]);
    expect(await ask()).toBe('ok');
    expect(told()).toStrictEqual([requested, sent]);
    expect(messages).toMatchObject([{ identity, expiresIn: 300, requestedAt: expect.any(Number) }]);
    expect(messages[0]?.id).toMatch(/^[\da-f-]{36}$/);
    expect(await ask()).toBe('TOO_MANY_REQUESTS');
    expect(await reasonOf(auth.login({ identity, code: messages[0]?.code ?? '' }, { ip }))).toBe('ok');
  });

  it('nobody is to get one', async () => {
    const { ask, told, messages } = create([() => {}], { claims: () => null });
    expect(await ask()).toBe('ok');
    expect(told()).toStrictEqual([requested, { type: 'code.withheld', ip, identity }]);
    expect(messages).toEqual([]);
    expect(await ask()).toBe('TOO_MANY_REQUESTS');
  });

  it('claims cannot be asked: it is tried again', async () => {
    const { ask, told } = create([() => {}], { claims: throwing(new RangeError('away')) });
    expect(await ask()).toBe('ok');
    const outage = { type: 'store.unavailable', ip, step: 'claims', error: 'RangeError' };
    const without = { ...failed, step: 'claims', scope: 'unknown', error: 'AuthError (SERVICE_UNAVAILABLE)' };
    expect(told()).toStrictEqual([
      requested,
      ...[outage, { ...without, willRetry: true }, outage, { ...without, willRetry: false }],
    ]);
    expect(await ask()).toBe('ok');
  });

  it('claims answers with what can be none: that is a mistake, and not tried again', async () => {
    // Boundary: a mistake that the types would find.
    const { ask, told } = create([() => {}], { claims: (() => 7) as unknown as ClaimsOption<object> });
    expect(await ask()).toBe('ok');
    const mistake =
      'claims must answer with a plain object of claims, or with null for nobody, not with a number';
    expect(told()).toStrictEqual([
      requested,
      { type: 'store.unavailable', ip, step: 'claims', error: 'TypeError', mistake },
      { ...failed, step: 'claims', scope: 'unknown', willRetry: false, error: 'TypeError', mistake },
    ]);
  });

  it.each([
    ['the recipient is refused for good', rejection(550), 'recipient', false],
    ['the recipient is refused for now', rejection(450), 'recipient', true],
    ['nobody knows why', new RangeError('no'), 'unknown', true],
    ['there was no answer', new DOMException('no', 'AbortError'), 'unknown', false],
  ])('%s', async (_, error, scope, willRetry) => {
    const { ask, told } = create([throwing(error), () => {}]);
    expect(await ask()).toBe('ok');
    const name = error instanceof RangeError ? 'RangeError' : 'AbortError (20)';
    const first = { ...failed, step: 'delivery', scope, willRetry, error: name, duration };
    expect(told()).toStrictEqual(willRetry ? [requested, first, sent] : [requested, first]);
    // D1: the pause was given back.
    expect(await ask()).toBe('ok');
  });

  it.each([
    [299_999, 'code.sent'],
    [300_000, 'code.delivery_failed'],
  ])('its code has expired before it could be tried again, or not: %i ms', async (milliseconds, type) => {
    const fail = create([
      () => {
        fail.clock.advance(milliseconds / 1000);
        throw rejection(450);
      },
      () => {},
    ]);
    expect(await fail.ask()).toBe('ok');
    const last = fail.told().at(-1);
    expect(last?.type).toBe(type);
    if (type !== 'code.sent') {
      expect(last).toStrictEqual({
        ...{ ...failed, step: 'delivery', scope: 'unknown', willRetry: false, error: 'CodeExpired' },
      });
    }
  });
});

it('a mail that has waited says how long its code is still good for, in whole seconds, one at least', async () => {
  const waits = [99.9, 199.5];
  const { ask, messages, clock } = create(
    [
      ...waits.map((seconds) => () => {
        clock.advance(seconds);
        throw rejection(450);
      }),
      () => {},
    ],
    { attempts: 3 },
  );
  await ask();
  expect(messages.map(({ expiresIn }) => expiresIn)).toEqual([300, 201, 1]);
});

describe('what the delivery took', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is told in seconds, without what came before it, however it ends', async () => {
    const takes = (milliseconds: number) => void vi.advanceTimersByTime(milliseconds);
    const late = () => {
      takes(2000);
      throw rejection(450);
    };
    const claims = () => {
      takes(700);
      return {};
    };
    const { ask, told } = create([late, () => takes(1500)], { claims });
    await ask();
    expect(told()).toMatchObject([
      ...[requested, { type: 'code.delivery_failed', duration: 2 }, { type: 'code.sent', duration: 1.5 }],
    ]);
  });
});

describe('a mail that fails', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('is tried again after 1, 5, 25, and then 60 seconds, a fifth more or less', async () => {
    const starts: number[] = [];
    const fail = () => {
      starts.push(Date.now());
      throw rejection(450);
    };
    const options = { attempts: 7, clock: () => Date.now(), loginCode: { lifetime: 600 } };
    const { auth, told } = create([fail], options);
    await auth.requestLoginCode(identity, { ip });
    // The work begins in a turn that fake timers do not know of.
    await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(400_000);
    const pauses = starts.slice(1).map((start, index) => (start - (starts[index] ?? 0)) / 1000);
    expect(pauses).toHaveLength(6);
    for (const [index, about] of [1, 5, 25, 60, 60, 60].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(about * 0.8);
      expect(pauses[index]).toBeLessThan(about * 1.2);
    }
    expect(told().map((event) => 'willRetry' in event && event.willRetry)).toEqual([
      false,
      ...[true, true, true, true, true, true, false],
    ]);
  });
});

describe('past the mails of strangers', () => {
  const open = () =>
    createTestAuth({
      limits: { ...noLimits, mailsPerIdentity: { limit: 1, window: 3600 } },
      loginCode: { resendAfter: 0 },
    });

  it('a request joins the long code that was mailed last, for what is left of its life', async () => {
    const { auth, clock, events, mailbox, askForCode } = open();
    await askForCode(identity);
    const { code } = await askForCode(identity, '192.0.2.2');
    expect(code).toHaveLength(10);
    clock.advance(100.1);
    events.length = 0;
    const caller = { ip: '192.0.2.3' };
    const { challenge, ...answer } = await auth.requestLoginCode(identity, caller);
    await auth.close();
    expect(answer).toEqual({ expiresIn: 199, resendAfter: 0, codeLength: 10 });
    expect(events.map(({ at, ...event }) => event)).toStrictEqual([
      { ...requested, ip: caller.ip, long: true, joined: true },
    ]);
    expect(mailbox).toHaveLength(2);
    expect(await reasonOf(auth.login({ identity, code, challenge }, caller))).toBe('ok');
  });

  it('a request that joins keeps no place in the queue', async () => {
    const { auth } = createTestAuth({
      limits: { ...noLimits, mailsPerIdentity: { limit: 1, window: 3600 } },
      ...{ loginCode: { resendAfter: 0 }, delivery: { send: async () => {}, queue: 4 } },
    });
    for (let i = 0; i < 2; i += 1) {
      await auth.requestLoginCode(identity, { ip: `192.0.2.${i}` });
      await auth.close();
    }
    for (let i = 0; i < 10; i += 1) {
      const { codeLength } = await auth.requestLoginCode(identity, { ip: `198.51.100.${i}` });
      expect(codeLength).toBe(10);
    }
  });
});
