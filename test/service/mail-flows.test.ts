import crypto, { randomInt } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { makeJoinerChallenge, readJoinerChallenge } from '../../src/code/joiner-challenge.js';
import { createSecret, hashChallenge } from '../../src/code/secret.js';
import { parseAddress } from '../../src/core/address.js';
import { parseCaller } from '../../src/core/caller.js';
import { AuthError } from '../../src/core/errors.js';
import { joinerLifetime } from '../../src/flows/counters.js';
import { deliverAfterReply, deliverBeforeReply } from '../../src/flows/deliver-code.js';
import { freeCooldown } from '../../src/flows/free-cooldown.js';
import { requestLoginCode } from '../../src/flows/request-login-code.js';
import { requireHealth } from '../../src/flows/require-health.js';
import { type Mailing, trySending } from '../../src/flows/send-code.js';
import type { ServiceParts } from '../../src/flows/service-parts.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { readOptions } from '../../src/options/settings.js';
import type { IssueResult, IssueStep, ReleaseStep } from '../../src/store/code-steps.js';
import { generateSigningKey, keyMaterial } from '../../src/token/signing-key.js';
import { signingKey } from '../support/service.js';

const ip = '192.0.2.1';
const caller = parseCaller({ ip });
const identity = 'ada@example.com';
const now = 1_767_225_600_000;
const secret = createSecret([keyMaterial(generateSigningKey())]);
const [name] = secret.identityNames(identity);
const pauseKey = `resendAfter:${name}:${secret.networkName(ip)}`;
const longKey = `longMails:${name}`;

const mailing: Mailing = {
  question: { ip, userAgent: null, locale: 'en', args: {} },
  ...{
    id: '1',
    identity,
    address: parseAddress(ip),
    code: '1234567890',
    long: true,
    requestedAt: now,
    expiresAt: now + 300_000,
  },
};

/** ServiceParts of which each does what the test says, and notes what it is asked. */
const open = (options: EmailAuthOptions = {}, answer: () => Promise<IssueResult> = vi.fn()) => {
  const log: unknown[] = [];
  const issued: IssueStep[] = [];
  const controller = new AbortController();
  const place = {
    ...{ crowded: false, schedule: () => 7 },
    free: () => log.push('free'),
    refuse: (milliseconds: number) => log.push(`refuse ${milliseconds}`),
  };
  const store = {
    issue: (step: IssueStep) => {
      issued.push(step);
      return answer();
    },
    release: async ({ counters, mail }: ReleaseStep) => {
      await new Promise(setImmediate);
      log.push({ released: counters, ...(mail && { mail }) });
    },
  };
  const trial = {
    succeeded: async () => {
      await new Promise(setImmediate);
      log.push('succeeded');
    },
    failed: async (scope: string) => scope,
  };
  const parts = {
    settings: readOptions({ signingKey, clock: () => now, delivery: async () => {}, ...options }),
    ...{ secret, store },
    emit: ({ type, error }: { type: string; error?: string }) => log.push(error ? `${type} ${error}` : type),
    queue: { take: () => place, untilCalm: () => 3500, untilFree: () => 2500 },
    durations: { measure: (_: string, work: () => unknown) => work() },
    health: { wait: async () => 0, begin: () => trial },
    breaker: { wait: () => 1500 },
    deferred: {
      run: (work: (signal: AbortSignal) => Promise<unknown>, beginning: object) => {
        log.push({ begins: beginning });
        return work(controller.signal);
      },
      pause: async (milliseconds: number) => log.push(`pause of ${Math.round(milliseconds / 5000) * 5} s`),
    },
    // Boundary: the flows of a mail need no more than these.
  };
  return { parts: parts as unknown as ServiceParts, log, issued, controller, place };
};

const rejection = (responseCode: number) => Object.assign(new RangeError('no'), { responseCode });
const failing = (error: unknown) => ({
  send: async () => {
    throw error;
  },
});

describe('what a mail that failed has counted', () => {
  it.each([
    [{ pause: false, mail: false }, []],
    [{ pause: true, mail: false }, [{ released: [pauseKey] }]],
    [
      { pause: false, mail: true },
      [{ released: [], mail: { counters: [longKey], expiresAt: mailing.expiresAt } }],
    ],
    [
      { pause: true, mail: true },
      [{ released: [pauseKey], mail: { counters: [longKey], expiresAt: mailing.expiresAt } }],
    ],
  ])('is given back as far as it is to be: %j', async (freed, released) => {
    const { parts, log } = open();
    await freeCooldown(parts, mailing, freed);
    expect(log).toStrictEqual(released);
  });

  it('runs out by itself where the cache is away', async () => {
    const { parts } = open();
    const away = { ...parts, store: { release: () => Promise.reject(new Error('away')) } };
    await expect(
      freeCooldown(away as unknown as ServiceParts, mailing, { pause: true, mail: true }),
    ).resolves.toBeUndefined();
  });
});

describe('while no mail can be sent', () => {
  it.each([
    [0, undefined],
    [0.5, 1],
    [1500, 2],
  ])('a request is refused for as long: %d ms', async (wait, retryAfter) => {
    const { parts } = open();
    const ill = { ...parts, health: { wait: async () => wait } } as unknown as ServiceParts;
    const outcome = await requireHealth(ill).catch((error: unknown) => error);
    if (retryAfter === undefined) expect(outcome).toBeUndefined();
    else expect(outcome).toMatchObject({ code: 'DELIVERY_UNAVAILABLE', retryAfter });
  });

  it('nothing of a request is counted or kept', async () => {
    const { parts, issued } = open();
    const ill = { ...parts, health: { wait: async () => 1500 } } as unknown as ServiceParts;
    await expect(requestLoginCode(ill, identity, caller)).rejects.toThrow(AuthError);
    expect(issued).toEqual([]);
  });
});

describe('a request that comes to nothing gives its place back:', () => {
  const limited: IssueResult = { outcome: 'limited', limit: 'requestsPerIp', retryAfter: 1500 };
  const crowded: IssueResult = { outcome: 'crowded' };
  const outOfTime = new AuthError('INVALID_LOGIN_CODE', {});
  it.each<[string, () => Promise<IssueResult>, string, object]>([
    ['limited', async () => limited, 'refuse 2000', { code: 'TOO_MANY_REQUESTS', retryAfter: 2 }],
    ['crowded', async () => crowded, 'refuse 4000', { code: 'DELIVERY_UNAVAILABLE', retryAfter: 4 }],
    ['for ever', () => Promise.reject(outOfTime), 'free', { code: 'INVALID_LOGIN_CODE' }],
    ['broken', () => Promise.reject(new TypeError('no')), 'free', { message: 'no' }],
  ])('%s', async (_, answer, given, error) => {
    const { parts, log } = open({}, answer);
    await expect(requestLoginCode(parts, identity, caller)).rejects.toMatchObject(error);
    expect(log.at(-1)).toBe(given);
  });

  it('loginCode.generate answers with no code, which it did not do at the start', async () => {
    let good = true;
    const generate = () => (good ? String(randomInt(1_000_000)).padStart(6, '0') : '123');
    const { parts, log, issued } = open({ loginCode: { generate } });
    good = false;
    await expect(requestLoginCode(parts, identity, caller)).rejects.toThrow(
      new TypeError('loginCode.generate must answer with 6 to 32 letters and digits'),
    );
    expect([log, issued]).toEqual([['free'], []]);
  });
});

describe('the challenge that a request is answered with', () => {
  const held = Buffer.alloc(16, 1).toString('base64url');
  const joiners = makeJoinerChallenge(secret, identity, { now, own: held });
  const ask = async (result: object, challenge?: string) => {
    const { parts, issued } = open({}, async () => result as IssueResult);
    const answer = await requestLoginCode(
      parts,
      identity,
      caller,
      challenge === undefined ? {} : { challenge },
    );
    const options = { now, lifetime: joinerLifetime(parts) };
    const read = readJoinerChallenge(secret, identity, answer.challenge, options);
    return { ...answer, read, offered: issued[0]?.offered };
  };
  const sent = { outcome: 'issued', long: false };
  const joined = { outcome: 'joined', expiresAt: now + 500 };

  it('is a new one, where none was held', async () => {
    const { challenge, read, offered, expiresIn } = await ask({ ...sent, kept: false });
    expect(challenge).toMatch(/^[\w-]{22}$/);
    expect(expiresIn).toBe(300);
    expect([read, offered]).toEqual([null, null]);
  });

  it('is the one that is held, where it stands for the new code too', async () => {
    expect(await ask({ ...sent, kept: true }, held)).toMatchObject({
      ...{ challenge: held, offered: hashChallenge(held) },
    });
    const { challenge } = await ask({ ...sent, kept: false }, held);
    expect(challenge).toMatch(/^[\w-]{22}$/);
    expect(challenge).not.toBe(held);
  });

  it('is a joiner’s, where a joiner asks again: with what she held before', async () => {
    const kept = await ask({ ...sent, kept: true }, joiners);
    expect(kept).toMatchObject({ offered: hashChallenge(held), read: { own: held } });
    expect(kept.challenge).not.toBe(joiners);
    const { read } = await ask({ ...sent, kept: false }, joiners);
    expect(read?.own).toMatch(/^[\w-]{22}$/);
    expect(read?.own).not.toBe(held);
  });

  it('is a new one, where a joiner asks again too late', async () => {
    const late = makeJoinerChallenge(secret, identity, { now: now - 600_000, own: held });
    const { read, offered } = await ask({ ...sent, kept: false }, late);
    expect([read, offered]).toEqual([null, hashChallenge(late)]);
  });

  it('is a joiner’s, where the request joins: good for one second at least', async () => {
    expect(await ask({ ...joined, kept: true }, held)).toMatchObject({ read: { own: held }, expiresIn: 1 });
    expect(await ask({ ...joined, kept: false }, held)).toMatchObject({ read: { own: null } });
    expect(await ask({ ...joined, kept: true })).toMatchObject({ read: { own: null }, offered: null });
  });
});

it('tries follow each other after 1, 5, 25, and then 60 seconds, a fifth more or less', async () => {
  const random = vi.spyOn(crypto, 'randomInt').mockImplementation((least: number) => least);
  syncBuiltinESMExports();
  try {
    const pauses: number[] = [];
    const { parts, place } = open({ delivery: { ...failing(new RangeError('no')), attempts: 6 } });
    const pause = async (milliseconds: number) => void pauses.push(milliseconds);
    Object.assign(parts.deferred, { pause });
    deliverAfterReply(parts, { ...mailing, place, wait: 7 }, {});
    await vi.waitUntil(() => pauses.length === 5);
    expect(pauses).toEqual([800, 4000, 20_000, 48_000, 48_000]);
    expect(new Set(random.mock.calls.map(String))).toEqual(new Set(['800,1200']));
  } finally {
    random.mockRestore();
    syncBuiltinESMExports();
  }
});

describe('a mail before the reply', () => {
  const deliver = (delivery: { send: () => Promise<void> }) => {
    const { parts, log, place } = open({ delivery: { ...delivery, attempts: 3, mode: 'await' } });
    return { log, outcome: deliverBeforeReply(parts, { ...mailing, long: false, place, wait: 7 }) };
  };

  it('is an answer where it was sent', async () => {
    const { log, outcome } = deliver({ send: async () => {} });
    await expect(outcome).resolves.toBeUndefined();
    expect(log).toEqual([{ begins: { wait: 7 } }, 'free', 'code.sent', 'succeeded']);
  });

  it('is an answer where its recipient alone is refused', async () => {
    const { log, outcome } = deliver(failing(rejection(450)));
    await expect(outcome).resolves.toBeUndefined();
    expect(log.slice(2)).toEqual(['code.delivery_failed RangeError', { released: [pauseKey] }]);
  });

  it('is a refusal where nobody knows whether mail can be sent', async () => {
    const { outcome } = deliver(failing(new RangeError('no')));
    await expect(outcome).rejects.toMatchObject({ code: 'DELIVERY_UNAVAILABLE', retryAfter: 2 });
  });
});

describe('a mail after the reply', () => {
  const begin = (options: EmailAuthOptions) => {
    const opened = open(options);
    const { parts, place } = opened;
    const replied = Promise.resolve();
    const waitUntil = () => {};
    const deliver = async () => {
      deliverAfterReply(parts, { ...mailing, place, wait: 7 }, { replied, waitUntil });
      for (let i = 0; i < 20; i += 1) await new Promise(setImmediate);
      return opened.log.splice(0);
    };
    return { ...opened, beginning: { begins: { wait: 7, replied, waitUntil } }, deliver };
  };
  const givenBack = { counters: [longKey], expiresAt: mailing.expiresAt };
  const failed = 'code.delivery_failed RangeError';

  it('begins when the answer has left, and gives its place back', async () => {
    const { deliver, beginning } = begin({});
    expect(await deliver()).toEqual([beginning, 'free', 'code.sent', 'succeeded']);
  });

  it('was nobody’s: that says nothing of the mail server', async () => {
    const { deliver, beginning } = begin({ claims: () => null });
    expect(await deliver()).toEqual([beginning, 'free', 'code.withheld']);
  });

  it('that surely did not get out gives its pause back at once, and its long code at the end', async () => {
    const { deliver } = begin({ delivery: { ...failing(new RangeError('no')), attempts: 3 } });
    expect((await deliver()).slice(2)).toEqual([
      ...[failed, { released: [pauseKey] }, 'pause of 0 s'],
      ...[failed, 'pause of 5 s'],
      ...[failed, { released: [], mail: givenBack }],
    ]);
  });

  it.each([
    ['its recipient is refused for now', rejection(450)],
    ['its recipient is refused for good', rejection(550)],
    ['it may have got out', new DOMException('no', 'AbortError')],
  ])('keeps its long code where %s', async (_, error) => {
    const { deliver } = begin({ delivery: { ...failing(error), attempts: 1 } });
    expect((await deliver()).slice(3)).toEqual([{ released: [pauseKey] }]);
  });

  it('is dropped where the service has closed, and gives all back', async () => {
    const { deliver, controller } = begin({});
    controller.abort();
    expect((await deliver()).slice(2)).toEqual([
      ...['code.delivery_failed ServiceClosed', { released: [pauseKey], mail: givenBack }],
    ]);
  });

  it('waits for no other try where the service closes', async () => {
    const { deliver, controller, parts } = begin({ delivery: { ...failing(new RangeError('no')) } });
    const { release } = parts.store;
    Object.assign(parts.store, {
      release: async (step: ReleaseStep) => {
        controller.abort();
        await release(step);
      },
    });
    expect((await deliver()).slice(2)).toEqual([
      ...[failed, { released: [pauseKey] }],
      ...['code.delivery_failed ServiceClosed', { released: [], mail: givenBack }],
    ]);
  });
});

describe('a try to send', () => {
  const never = () => new Promise<never>(() => {});
  it.each<[string, EmailAuthOptions]>([
    ['claims', { claims: never }],
    ['delivery', { delivery: never }],
  ])('ends with the service, and is not made again: %s', async (_, options) => {
    const { parts, controller } = open(options);
    const sending = trySending(parts, { ...mailing, closing: controller.signal }, true);
    await new Promise(setImmediate);
    controller.abort();
    expect(await sending).toEqual({ scope: 'unknown', willRetry: false, isUnsent: false });
  });

  it.each<[string, EmailAuthOptions]>([
    ['claims', { claims: never, delivery: { send: async () => {}, timeout: 2 } }],
    ['delivery', { delivery: { send: never, timeout: 2 } }],
  ])('ends with its deadline: %s', async (_, options) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { parts, log } = open(options);
      const sending = trySending(parts, mailing, true);
      await vi.advanceTimersByTimeAsync(1999);
      expect(log).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(log).toEqual(['code.delivery_failed DeadlineExceeded']);
      await sending;
    } finally {
      vi.useRealTimers();
    }
  });

  it('names the step in which the clock of the host throws: it writes the message', async () => {
    const told: object[] = [];
    const { parts } = open({ claims: () => ({}) });
    const settings = {
      ...parts.settings,
      clock: () => {
        throw new RangeError('no');
      },
    };
    const emit = (event: object) => told.push(event);
    expect(await trySending({ ...parts, settings, emit }, mailing, true)).toMatchObject({ willRetry: true });
    expect(told).toMatchObject([{ step: 'template', scope: 'unknown', willRetry: true }]);
  });
});
