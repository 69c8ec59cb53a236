import { describe, expect, it } from 'vitest';
import { AuthError, createEmailAuth, type LoginAttempt } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { cpuTime } from '../support/cpu-time.js';
import { createTestAuth, reasonOf, signingKey, wrongCode } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';
const refuse = (reason: string): never => {
  throw new AuthError('REQUEST_REFUSED', { reason });
};

describe('the guard', () => {
  it('is told of the attempt, and of nothing that logs the caller in elsewhere', async () => {
    const attempts: LoginAttempt[] = [];
    const { auth } = createTestAuth({ guard: (attempt) => void attempts.push(attempt) });
    const headers = new Headers({
      ...{ 'X-Captcha': 'solved', Authorization: 'Bearer secret', Cookie: 'id=secret' },
      ...{ 'Proxy-Authorization': 'Basic secret', 'Accept-Language': 'de' },
    });
    const args = { captcha: 'solved', seats: 2n, nested: { deep: true } };
    await auth.requestLoginCode(' ADA@example.com ', { ip, userAgent: 'x'.repeat(1000), headers, args });
    await reasonOf(auth.login({ identity, code: '123456' }, { ip: null }));
    const [asked, login] = attempts;
    expect(asked).toMatchObject({
      ...{ action: 'requestLoginCode', identity: expect.stringMatching(/^ada@example.com$/i), ip },
      ...{ userAgent: 'x'.repeat(512), locale: 'en', args },
    });
    const seen = [
      'X-Captcha',
      'accept-language',
      'nothing',
      'AUTHORIZATION',
      'cookie',
      'Proxy-Authorization',
    ];
    expect(seen.map((name) => asked?.headers.get(name))).toEqual(['solved', 'de', null, null, null, null]);
    expect(asked?.signal.aborted).toBe(false);
    expect([asked, asked?.args, asked?.headers].map(Object.isFrozen)).toEqual([true, true, true]);
    expect(login).toMatchObject({ action: 'login', identity, ip: null, userAgent: null, args: {} });
    expect(login?.headers.get('x-captcha')).toBeNull();
  });

  it('says no with a word of its own, which is an event', async () => {
    const { auth, events, mailbox } = createTestAuth({ guard: ({ action }) => refuse(`not for ${action}`) });
    const asked = auth.requestLoginCode(identity, { ip });
    await expect(asked).rejects.toMatchObject({
      ...{ name: 'AuthError', code: 'REQUEST_REFUSED', reason: 'not for requestLoginCode' },
      message: 'This request was refused.',
    });
    expect(await reasonOf(auth.login({ identity, code: '123456' }, { ip }))).toBe('not for login');
    await auth.close();
    expect(mailbox).toEqual([]);
    expect(events).toEqual(
      ['requestLoginCode', 'login'].map((action) => ({
        ...{ type: 'request.refused', at: expect.any(Number), ip, identity, action },
        reason: `not for ${action}`,
      })),
    );
  });

  it('that fails is an outage, of which the operator is told without a word of it', async () => {
    const told: string[] = [];
    const logger = { warn: () => {}, error: (sentence: string) => void told.push(sentence) };
    const failing = createTestAuth({
      logger,
      guard: async () => {
        throw new Error(`no captcha for ${identity}`);
      },
    });
    const asked = failing.auth.requestLoginCode(identity, { ip });
    await expect(asked).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
    expect(failing.events).toMatchObject([{ type: 'store.unavailable', ip, step: 'guard', error: 'Error' }]);
    const mistaken = createTestAuth({ logger, guard: (() => false) as never });
    await reasonOf(mistaken.auth.requestLoginCode(identity, { ip }));
    expect(mistaken.events).toMatchObject([
      { step: 'guard', mistake: expect.stringMatching(/^guard must answer with nothing, or throw/) },
    ]);
    expect(told).toEqual([
      expect.stringMatching(
        /^The option guard failed: Error\. Such requests are refused\. .* catch it in guard:/,
      ),
      expect.stringMatching(/^guard must answer with nothing.*REQUEST_REFUSED\. Such requests are refused\./),
    ]);
  });

  it('lets nobody past a limit that is reached while it thinks', async () => {
    let think = () => {};
    const thought = new Promise<void>((resolve) => {
      think = resolve;
    });
    const limits = { requestsPerIp: { limit: 3, window: 600 } };
    const { auth } = createTestAuth({ limits, guard: () => thought });
    const asked = Array.from({ length: 10 }, (_, i) =>
      reasonOf(auth.requestLoginCode(`${i}@example.com`, { ip })),
    );
    await new Promise(setImmediate);
    think();
    expect((await Promise.all(asked)).filter((outcome) => outcome === 'ok')).toHaveLength(3);
  });

  it('that does not end is given up, and told to', async () => {
    let signal: AbortSignal | undefined;
    const auth = createEmailAuth({
      signingKey,
      delivery: { send: async () => {}, timeout: 0.02 },
      guard: (attempt) => {
        signal = attempt.signal;
        return new Promise<never>(() => {});
      },
      onEvent: () => {},
    });
    expect(await reasonOf(auth.requestLoginCode(identity, { ip }))).toBe('SERVICE_UNAVAILABLE');
    expect(signal?.aborted).toBe(true);
  });

  it('must be a function', () => {
    expect(() => createTestAuth({ guard: 'captcha' as never })).toThrow(/^guard must be a function/);
  });
});

describe('arguments of the host', () => {
  it('go with a code to claims and to the delivery, and with a login to claims', async () => {
    const asked: object[] = [];
    const { auth, mailbox } = createTestAuth({
      claims: (_, { phase, args, userAgent, locale }) => {
        asked.push({ phase, args, userAgent, locale });
        return {};
      },
    });
    const caller = { ip, userAgent: 'Firefox' };
    const { challenge } = await auth.requestLoginCode(identity, { ...caller, args: { tenant: 'one' } });
    await auth.close();
    const [mail] = mailbox;
    expect(mail?.request).toEqual({ ip, userAgent: 'Firefox', args: { tenant: 'one' } });
    const input = { identity, challenge, code: String(mail?.code) };
    const { refreshToken } = await auth.login(input, { ip, args: { terms: 3 } });
    await auth.refresh(refreshToken, { ...caller, args: { tenant: 'ignored' } });
    expect(asked).toEqual([
      { phase: 'request', args: { tenant: 'one' }, userAgent: 'Firefox', locale: 'en' },
      { phase: 'login', args: { terms: 3 }, userAgent: null, locale: 'en' },
      { phase: 'refresh', args: {}, userAgent: 'Firefox', locale: 'en' },
    ]);
  });

  const circle: { self?: object } = {};
  circle.self = circle;
  it.each<[string, object, string]>([
    ['are too long', { short: 'x', long: 'x'.repeat(10_000), other: 'x'.repeat(100) }, 'long'],
    ['are too long together', { one: 'x'.repeat(5000), two: 'x'.repeat(5001) }, 'two'],
    ['go round in a circle', { fine: 1, circle }, 'circle'],
  ])('that %s are refused before anything is counted', async (_, args, argument) => {
    const { auth, events } = createTestAuth({ guard: () => refuse('guard') });
    for (const attempt of [
      () => auth.requestLoginCode(identity, { ip, args }),
      () => auth.login({ identity, code: '123456' }, { ip, args }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(events).toEqual([]);
  });
});

it('does no more work for arguments that are a thousand times too long', async () => {
  const { auth } = createTestAuth();
  const list = Array.from({ length: 1_000_000 }, () => 1);
  const before = cpuTime();
  const args = { one: list, two: list, three: list };
  await expect(auth.login({ identity, code: '123456' }, { ip, args })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  expect(cpuTime() - before).toBeLessThan(300);
});

describeBothStores('pressure', (openCache) => {
  /** A service whose guard says how near the limits are. */
  const open = (options: Parameters<typeof createTestAuth>[0] = {}) => {
    const seen: number[] = [];
    const guard = async ({ pressure }: LoginAttempt) => void seen.push(await pressure());
    const cache = openCache();
    return { ...createTestAuth({ cache, guard, loginCode: { resendAfter: 0 }, ...options }), seen, cache };
  };

  it('rises with the requests of a network, for any address', async () => {
    const { auth, seen, clock } = open({ limits: { requestsPerIp: { limit: 4, window: 600 } } });
    for (let i = 0; i < 5; i += 1) await reasonOf(auth.requestLoginCode(`${i}@example.com`, { ip }));
    expect(seen).toEqual([0, 0.25, 0.5, 0.75]);
    await auth.requestLoginCode('other@example.com', { ip: '198.51.100.1' });
    clock.advance(600);
    await auth.requestLoginCode('last@example.com', { ip });
    expect(seen.slice(4)).toEqual([0, 0]);
  });

  it('rises with the mails to an address, as a stranger sees them, whether it is known or not', async () => {
    const limits = { requestsPerIp: false, mailsPerIdentity: { limit: 8, window: 3600 } } as const;
    const { auth, seen } = open({ limits, claims: (email) => (email.startsWith('known') ? {} : null) });
    for (const name of ['known', 'unknown'])
      for (let i = 1; i < 4; i += 1)
        await auth.requestLoginCode(`${name}@example.com`, { ip: `192.0.2.${i}` });
    expect(seen).toEqual([0, 0.25, 0.5, 0, 0.25, 0.5]);
  });

  it('rises with the failures of a network, and of an identity', async () => {
    const limits = {
      failuresPerIp: { limit: 4, window: 300 },
      failuresPerIdentity: { limit: 10, window: 86_400 },
    };
    const { auth, seen, askForCode } = open({ limits });
    const { code } = await askForCode(identity, '198.51.100.1');
    seen.length = 0;
    const guess = (from: string) => auth.login({ identity, code: wrongCode(code) }, { ip: from });
    for (let i = 0; i < 3; i += 1) await reasonOf(guess(ip));
    await reasonOf(guess('198.51.100.9'));
    expect(seen).toEqual([0, 0.25, 0.5, 0.3]);
  });
});
