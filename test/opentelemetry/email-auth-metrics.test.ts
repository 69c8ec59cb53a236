import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthError, createEmailAuth, type Delivery, type EmailAuthOptions } from '../../src/index.js';
import { emailAuthMetrics } from '../../src/opentelemetry/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { FakeLogger } from '../support/fake-logger.js';
import { makeFaulty } from '../support/faulty-cache.js';
import { createTestAuth, noLimits, reasonOf, signingKey, wrongCode } from '../support/service.js';
import { openMeter } from './collect.js';

const identity = 'ada@example.com';
const [home, away] = ['192.0.2.1', '203.0.113.77'];
const { afterwards } = useCleanUps();

/** A service that is measured. */
const open = (options: EmailAuthOptions = {}) => {
  const meter = openMeter();
  afterwards(meter.close);
  const service = createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0 }, ...options });
  const stop = emailAuthMetrics(service.auth, meter.meter);
  return { ...service, ...meter, stop };
};

const refusing = (responseCode: number): Delivery =>
  Object.assign(
    async () => {
      throw Object.assign(new Error('no'), { responseCode, command: 'RCPT TO' });
    },
    { notify: async () => {} },
  );

describe('the metrics', () => {
  it('count requests, logins, mails and refreshes, and measure mails and steps', async () => {
    const { auth, askForCode, logIn, figures } = open();
    const { refreshToken } = await logIn(identity, home);
    await logIn(identity, home);
    await auth.refresh(refreshToken, { ip: home });
    const { challenge, code } = await askForCode(identity, home);
    await reasonOf(auth.login({ identity, challenge, code: wrongCode(code) }, { ip: home }));
    await auth.logoutEverywhere(identity);
    expect(await figures()).toEqual({
      'code.requests code.type=short': 3,
      'mails mail.type=code mail.outcome=sent': 3,
      'mail.duration mail.type=code mail.outcome=sent': 3,
      'logins login.new_network=false': 2,
      'logins error.type=code': 1,
      refreshes: 1,
      'session.ends session.end_reason=logout-everywhere': 1,
      'store.step.duration store.step=issue': 3,
      'store.step.duration store.step=redeem': 3,
      'store.step.duration store.step=rotate': 1,
      'store.step.duration store.step=revoke': 1,
      'queue.length': 0,
      'breaker.open': 0,
    });
  });

  it('tell mails apart by what came of them', async () => {
    const claims = vi.fn((): object | null => ({}));
    const service = open({ delivery: { send: refusing(450), attempts: 2 }, claims });
    const ask = async () => {
      await service.auth.requestLoginCode(identity, { ip: home });
      await service.auth.close();
    };
    await ask();
    claims.mockReturnValue(null);
    await ask();
    expect(await service.figures()).toMatchObject({
      'mails mail.type=code mail.outcome=retried mail.scope=recipient error.type=delivery': 1,
      'mails mail.type=code mail.outcome=failed mail.scope=recipient error.type=delivery': 1,
      'mail.duration mail.type=code mail.outcome=retried': 1,
      'mail.duration mail.type=code mail.outcome=failed': 1,
      'mails mail.type=code mail.outcome=withheld': 1,
    });
  });

  it('count notices apart, and reports of providers', async () => {
    const codes: string[] = [];
    const ids: string[] = [];
    const send: Delivery = Object.assign(
      async ({ code, id }: { readonly code: string; readonly id: string }) => {
        codes.push(code);
        ids.push(id);
      },
      { notify: async () => {} },
    );
    const { auth, figures } = open({ delivery: send, mail: { appName: 'X', notifyNewNetwork: true } });
    for (const ip of [home, away]) {
      await auth.requestLoginCode(identity, { ip });
      await auth.close();
      await auth.login({ identity, code: codes.at(-1) ?? '' }, { ip });
    }
    await auth.close();
    await auth.reportDelivery(ids[0] ?? '', 'bounced', identity);
    expect(await figures()).toMatchObject({
      'logins login.new_network=false': 1,
      'logins login.new_network=true': 1,
      'mails mail.type=notice mail.outcome=sent': 1,
      'mail.duration mail.type=notice mail.outcome=sent': 1,
      'mail.reports mail.report=bounced': 1,
    });
  });

  it('count refusals by the limit, blocks, and those of a guard without its word', async () => {
    const guard = vi.fn();
    const failuresPerIp = { limit: 1, window: 300 };
    const { auth, askForCode, figures } = open({ limits: { ...noLimits, failuresPerIp }, guard });
    const { challenge, code } = await askForCode(identity, home);
    for (let count = 0; count < 2; count += 1) {
      await reasonOf(auth.login({ identity, challenge, code: wrongCode(code) }, { ip: home }));
    }
    guard.mockImplementation(() => {
      throw new AuthError('REQUEST_REFUSED', { reason: 'word_of_the_host' });
    });
    await reasonOf(auth.requestLoginCode(identity, { ip: away }));
    expect(await figures()).toMatchObject({
      'network.blocks': 1,
      'refusals refusal.by=failuresPerIp': 1,
      'refusals refusal.by=guard': 1,
    });
  });

  it('count a stolen token that came back', async () => {
    const { auth, clock, logIn, figures } = open();
    const { refreshToken } = await logIn(identity);
    const next = await auth.refresh(refreshToken, { ip: home });
    await auth.refresh(next.refreshToken, { ip: home });
    clock.advance(60);
    await reasonOf(auth.refresh(refreshToken, { ip: away }));
    expect(await figures()).toMatchObject({
      'token.reuses': 1,
      'session.ends session.end_reason=reused': 1,
    });
  });

  it('count outages by the step, and measure the steps that fail', async () => {
    const { cache, begin } = makeFaulty(new Keyv());
    const { auth, figures } = open({ cache, logger: new FakeLogger() });
    begin('fails');
    expect(await reasonOf(auth.requestLoginCode(identity, { ip: home }))).toBe('SERVICE_UNAVAILABLE');
    expect(await figures()).toMatchObject({
      'outages step=issue error.type=ECONNREFUSED': 1,
      'store.step.duration store.step=issue error.type=ECONNREFUSED': 1,
    });
  });

  it('know how long the queue is, and whether the breaker is open', async () => {
    const fails = async () => {
      throw Object.assign(new Error('no'), { code: 'ECONNREFUSED', command: 'CONN' });
    };
    const { auth, figures } = open({ delivery: { send: fails, attempts: 1 } });
    await auth.requestLoginCode(identity, { ip: home });
    expect(auth.status()).toEqual({ queueLength: 1, breakerOpen: false });
    expect(await figures()).toMatchObject({ 'queue.length': 1, 'breaker.open': 0 });
    await auth.close();
    expect(auth.status()).toEqual({ queueLength: 0, breakerOpen: true });
    expect(await figures()).toMatchObject({ 'queue.length': 0, 'breaker.open': 1 });
  });

  it('stop when they are told to', async () => {
    const { askForCode, figures, stop } = open();
    await askForCode(identity);
    stop();
    const before = await figures();
    await askForCode(identity);
    expect(await figures()).toEqual(before);
    expect(before).toMatchObject({ 'code.requests code.type=short': 1 });
    expect(before).not.toHaveProperty('queue.length');
  });
});

describe('what the delivery took', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is in seconds', async () => {
    const delivery = async () => void vi.advanceTimersByTime(1500);
    const { auth, sumOf } = open({ delivery });
    await auth.requestLoginCode(identity, { ip: home });
    await auth.close();
    expect(await sumOf('email_auth.mail.duration')).toBe(1.5);
  });
});

describe('a name of a metric', () => {
  it('is made of dots and small letters, and says its unit and what it is', async () => {
    const { logIn, metrics } = open();
    await logIn(identity);
    for (const { descriptor } of await metrics()) {
      expect(descriptor).toMatchObject({
        name: expect.stringMatching(/^email_auth(\.[a-z]+(_[a-z]+)*)+$/),
        unit: expect.stringMatching(/^(s|1|\{[a-z]+\})$/),
        description: expect.stringMatching(/^.{20,}\.$/),
      });
      expect(descriptor.name).not.toMatch(/total$|seconds$/);
    }
  });
});

describe('those who listen beside the metrics', () => {
  it('hear what they always hear: onEvent every event, and the logger its sentences', async () => {
    const logger = new FakeLogger();
    const onEvent = vi.fn();
    const { askForCode } = open({ onEvent });
    await askForCode(identity);
    expect(onEvent.mock.calls.map(([{ type }]) => type)).toEqual(['code.requested', 'code.sent']);
    const silent = openMeter();
    afterwards(silent.close);
    const auth = createEmailAuth({ signingKey, delivery: { send: refusing(550) }, logger });
    emailAuthMetrics(auth, silent.meter);
    await auth.requestLoginCode(identity, { ip: home });
    await auth.close();
    expect(logger.lines).toEqual([expect.stringContaining('A login code was refused for its recipient')]);
  });

  it('are not hurt by a meter that throws', async () => {
    const { meter } = openMeter();
    const { auth, logIn, events } = createTestAuth();
    const broken = () => {
      throw new Error('broken');
    };
    const counter = { add: broken };
    const histogram = { record: broken };
    emailAuthMetrics(
      auth,
      Object.assign(Object.create(meter), {
        createCounter: () => counter,
        createHistogram: () => histogram,
      }),
    );
    await logIn(identity);
    expect(events.map(({ type }) => type)).toEqual(['code.requested', 'code.sent', 'login.succeeded']);
  });
});

it('an attribute never holds an identity, an address, a session, a code, a token or a word of others', async () => {
  const { auth, logIn, metrics, mailbox } = open({
    guard: ({ ip }) => {
      if (ip === away) throw new AuthError('REQUEST_REFUSED', { reason: 'word_of_the_host' });
    },
  });
  const { accessToken, refreshToken, claims } = await logIn(identity, home);
  await reasonOf(auth.requestLoginCode(identity, { ip: away, userAgent: 'agent-of-the-caller' }));
  await auth.logout(refreshToken);
  const told = JSON.stringify(await metrics());
  const secrets = [identity, 'ada', home, away, claims.sid, mailbox[0]?.code, accessToken, refreshToken];
  for (const secret of [...secrets, 'word_of_the_host', 'agent-of-the-caller']) {
    expect(told).not.toContain(secret);
  }
});

it('a cache that has another word for each failure makes few series', async () => {
  let count = 0;
  const { cache, begin } = makeFaulty(new Keyv(), () => {
    count += 1;
    return Object.assign(new Error('no'), { code: `E${count}` });
  });
  const { auth, figures } = open({ cache, logger: new FakeLogger() });
  begin('fails');
  for (let i = 0; i < 300; i += 1) await reasonOf(auth.sessions(identity));
  const series = Object.keys(await figures());
  expect(count).toBeGreaterThanOrEqual(300);
  expect(series.length).toBeLessThan(250);
  expect(series).toContain('outages step=listSessions error.type=_OTHER');
});

it.each([undefined, {}, { status: () => {} }])('asks for a service: %o', (auth) => {
  // Boundary: a mistake that the types would find.
  expect(() => emailAuthMetrics(auth as never)).toThrow(
    'auth must be the service that createEmailAuth makes',
  );
});
