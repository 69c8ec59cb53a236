import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseEmail } from '../../src/index.js';
import { addressOf } from '../support/addresses.js';
import { bytesHeld, cutOut } from '../support/documents.js';
import { outcomeOf } from '../support/outcomes.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';
import { withResolvers } from '../support/with-resolvers.js';

afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => {});
const count = (outcomes: readonly string[], wanted: string) =>
  outcomes.filter((outcome) => outcome === wanted).length;

describe('the queue', () => {
  it('lets no more in than it has places, of thousands in parallel', async () => {
    const asked = howMuch({ quick: 2500, slow: 8000 });
    const { auth, mailbox, events } = createTestAuth({ limits: noLimits });
    const requests = Array.from({ length: asked }, (_, i) =>
      outcomeOf(auth.requestLoginCode(`user-${i}@example.com`, { ip: addressOf(i), replied: never })),
    );
    const outcomes = await Promise.all(requests);
    const accepted = count(outcomes, 'accepted');
    expect(accepted).toBeGreaterThanOrEqual(500);
    expect(accepted).toBeLessThanOrEqual(1000);
    expect(count(outcomes, 'DELIVERY_UNAVAILABLE 1')).toBe(asked - accepted);
    const refusals = events.filter((event) => event.type === 'limit.reached');
    expect(refusals).toHaveLength(asked - accepted);
    expect(refusals[0]).toMatchObject({ limit: 'delivery.queue', retryAfter: 1 });
    await auth.close();
    expect(mailbox).toHaveLength(accepted);
  });

  it.each([
    ['the arguments', 'args'],
    ['the name of the browser', 'userAgent'],
  ])('holds nothing of the text that %s stood in', async (_, what) => {
    const { auth } = createTestAuth({ limits: noLimits });
    const ask = (i: number) =>
      auth.requestLoginCode(`ada${i}@example.com`, {
        ...{ ip: addressOf(i), replied: never },
        ...(what === 'userAgent'
          ? { userAgent: cutOut(`A browser of a long name ${i}`) }
          : { args: { captcha: cutOut(`a token of a captcha ${i}`), locale: cutOut(`de-CH-variant${i}`) } }),
      });
    await ask(0);
    const before = bytesHeld();
    for (let i = 1; i < 20; i += 1) await ask(i);
    expect(bytesHeld() - before).toBeLessThan(5_000_000);
    await auth.close();
  });

  it.each(['wait', 'are under way'])('holds nothing of the requests while their mails %s', async (what) => {
    const { promise: underWay, resolve: begin } = withResolvers<void>();
    const delivery = () => {
      begin();
      return never;
    };
    const { auth } = createTestAuth({ limits: noLimits, delivery });
    const ask = async (): Promise<WeakRef<object>> => {
      const request = { document: 'of any length', headers: { get: () => null } };
      const { headers } = request;
      const waitUntil = () => expect(request).toBeDefined();
      const replied = what === 'wait' ? never : Promise.resolve();
      await auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1', headers, replied, waitUntil });
      return new WeakRef(request);
    };
    const request = await ask();
    if (what === 'are under way') await underWay;
    await turn();
    bytesHeld();
    expect(request.deref()).toBeUndefined();
    await auth.close({ timeout: 0 });
  });

  it('gives the places of those back who are refused', async () => {
    const { auth } = createTestAuth({ delivery: { send: async () => {}, queue: 4 } });
    const ask = (identity: string) =>
      outcomeOf(auth.requestLoginCode(identity, { ip: '192.0.2.1', replied: never }));
    expect(await ask('ada@example.com')).toBe('accepted');
    for (let i = 0; i < 20; i += 1) expect(await ask('ada@example.com')).toBe('TOO_MANY_REQUESTS 60');
    expect(await ask('eve@example.com')).toBe('accepted');
    await auth.close();
  });

  it('gives the place of a request back that fails', async () => {
    // In order when the service looks at it.
    let code = '123456';
    const { auth } = createTestAuth({
      limits: noLimits,
      delivery: { send: async () => {}, queue: 4 },
      loginCode: { generate: () => code },
    });
    code = '-';
    for (let i = 0; i < 20; i += 1) {
      await expect(auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' })).rejects.toThrow(TypeError);
    }
  });

  it.each(['replied', 'waitUntil'])('loses no place where the getter of %s throws', async (name) => {
    const { auth } = createTestAuth({ limits: noLimits, delivery: { send: async () => {}, queue: 4 } });
    const get = () => {
      throw new Error('no');
    };
    const caller = Object.defineProperty({ ip: '192.0.2.1' }, name, { get });
    for (let i = 0; i < 20; i += 1) {
      await expect(auth.requestLoginCode(`user-${i}@example.com`, caller)).rejects.toThrow('no');
    }
    expect(await outcomeOf(auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' }))).toBe('accepted');
    await auth.close();
  });

  it('answers a network with its limit, and not with the share that the limit comes to', async () => {
    const { auth } = createTestAuth();
    const requests = Array.from({ length: 100 }, (_, i) =>
      outcomeOf(auth.requestLoginCode(`user-${i}@example.com`, { ip: '192.0.2.1', replied: never })),
    );
    const outcomes = await Promise.all(requests);
    expect(count(outcomes, 'accepted')).toBe(10);
    expect(count(outcomes, 'TOO_MANY_REQUESTS 600')).toBe(90);
    await auth.close();
  });

  it.each([
    ['100 networks', 10, (index: number) => addressOf(Math.floor(index / 10))],
    ['10 IPv6 networks', 100, (index: number) => `2001:db8:${Math.floor(index / 100)}:${index % 100}::1`],
  ])('is not filled by %s that collect refusals in parallel', async (_, limit, ipOf) => {
    const { auth } = createTestAuth({ delivery: { send: async () => {}, queue: 1000 } });
    const from = (index: number) => auth.requestLoginCode(`user-${index}@example.com`, { ip: ipOf(index) });
    for (let network = 0; network < 1000 / limit; network += 1) {
      for (let i = 0; i < limit; i += 1) await from(network * limit + i);
      await auth.close();
      // The first refusal.
      expect(await outcomeOf(from(network * limit))).toMatch('TOO_MANY_REQUESTS');
    }
    const flood = Array.from({ length: 1000 }, (_, index) => outcomeOf(from(index)));
    expect(await outcomeOf(auth.requestLoginCode('ada@example.com', { ip: '203.0.113.1' }))).toBe('accepted');
    const outcomes = await Promise.all(flood);
    expect(outcomes.every((outcome) => outcome.startsWith('TOO_MANY_REQUESTS'))).toBe(true);
    await auth.close();
  });

  it('lets one network have its share, and others in beside it', async () => {
    const { auth, clock, events } = createTestAuth({
      limits: { requestsPerIp: { limit: 10, window: 1 } },
      delivery: { send: async () => {}, queue: 200 },
    });
    const ask = (i: number, ip: string) =>
      outcomeOf(auth.requestLoginCode(`user-${i}@example.com`, { ip, replied: never }));
    for (let i = 0; i < 10; i += 1) expect(await ask(i, '192.0.2.1')).toBe('accepted');
    clock.advance(1);
    expect(await ask(10, '192.0.2.1')).toBe('DELIVERY_UNAVAILABLE 1');
    expect(events.at(-1)).toMatchObject({ type: 'limit.reached', ip: '192.0.2.1', limit: 'delivery.queue' });
    expect(await ask(11, '192.0.2.2')).toBe('accepted');
    await auth.close();
    expect(await ask(10, '192.0.2.1')).toBe('accepted');
    await auth.close();
  });

  it('counts mails that are waited for', async () => {
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { auth } = createTestAuth({
      limits: noLimits,
      delivery: { send: () => gate, mode: 'await', queue: 100 },
    });
    const requests = Array.from({ length: 1000 }, (_, i) =>
      outcomeOf(auth.requestLoginCode(`user-${i}@example.com`, { ip: addressOf(i) })),
    );
    finish();
    const accepted = count(await Promise.all(requests), 'accepted');
    expect(accepted).toBeGreaterThanOrEqual(50);
    expect(accepted).toBeLessThanOrEqual(100);
  });

  it('sends no code that has expired, however slow mails are', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
    const waits: number[] = [];
    const asked = Date.now() + 20_000;
    const { auth, events } = createTestAuth({
      limits: noLimits,
      clock: () => Date.now(),
      identity: { parse: parseEmail },
      delivery: {
        send: async () => {
          waits.push(Date.now() - asked);
          await sleep(10_000);
        },
        concurrency: 2,
        queue: 1000,
      },
    });
    for (const domain of ['one.test', 'two.test']) {
      await auth.requestLoginCode(`ada@${domain}`, { ip: '192.0.2.1' });
    }
    for (let i = 0; i < 20; i += 1) {
      await turn();
      await vi.advanceTimersByTimeAsync(1000);
    }
    waits.length = 0;
    const requests = Array.from({ length: 1000 }, (_, i) =>
      outcomeOf(auth.requestLoginCode(`user-${i}@${i}.test`, { ip: addressOf(i) })),
    );
    const accepted = count(await Promise.all(requests), 'accepted');
    for (let i = 0; i < 320; i += 1) {
      await turn();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(waits).toHaveLength(accepted);
    expect(Math.max(...waits)).toBeLessThanOrEqual(150_000);
    expect(events.filter(({ type }) => type === 'code.delivery_failed')).toEqual([]);
  });

  it('drops a mail whose code has expired when its turn comes, and says so', async () => {
    const { auth, clock, mailbox, events } = createTestAuth({ limits: noLimits });
    await auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1', replied: never });
    clock.advance(300);
    await auth.close();
    expect(mailbox).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      type: 'code.delivery_failed',
      identity: 'ada@example.com',
      error: 'CodeExpired',
      willRetry: false,
    });
    // Nothing was sent, so nothing is waited for.
    expect(await outcomeOf(auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' }))).toBe('accepted');
    await auth.close();
    expect(mailbox).toHaveLength(1);
  });

  it('says in a mail that had to wait how long its code is still valid', async () => {
    const { auth, clock, mailbox } = createTestAuth({ limits: noLimits });
    await auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1', replied: never });
    clock.advance(120);
    await auth.close();
    expect(mailbox[0]).toMatchObject({ expiresIn: 180, text: expect.stringContaining('3 minutes') });
  });

  it('drops a mail that had failed before, and leaves the pause of the next request alone', async () => {
    let tries = 0;
    const { auth, clock, events } = createTestAuth({
      delivery: async () => {
        tries += 1;
        if (tries === 1) throw new Error('no');
      },
    });
    const ask = () => outcomeOf(auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' }));
    expect(await ask()).toBe('accepted');
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ willRetry: true }), { timeout: 20_000 });
    await turn();
    clock.advance(299);
    expect(await ask()).toBe('accepted');
    clock.advance(1);
    await auth.close();
    expect(events).toContainEqual(expect.objectContaining({ error: 'CodeExpired' }));
    expect(await ask()).toBe('TOO_MANY_REQUESTS 59');
  });
});
