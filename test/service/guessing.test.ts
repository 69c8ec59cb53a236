import { describe, expect, it } from 'vitest';
import { AuthError } from '../../src/index.js';
import { createTestAuth, noLimits, reasonOf, wrongCode } from '../support/service.js';
import { tally } from '../support/tally.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';
const caller = { ip };
const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'fulfilled' ? 'ok' : (outcome.reason as AuthError).code;

describe('guessing, in one process', () => {
  it('compares exactly 5 of 1000 parallel wrong guesses at one code', async () => {
    const { auth, askForCode } = createTestAuth({
      limits: { ...noLimits, failuresPerIdentity: { limit: 1e6, window: 60 } },
    });
    const { code } = await askForCode(identity);
    const wrong = Array.from({ length: 1000 }, (_, i) =>
      String((Number(code) + 1 + i) % 1e6).padStart(6, '0'),
    );
    // The right code stands behind 5 wrong ones, in a queue of 1000.
    const guesses = [...wrong.slice(0, 5), code, ...wrong.slice(5)];
    const outcomes = await Promise.allSettled(
      guesses.map((guess) => auth.login({ identity, code: guess }, caller)),
    );
    expect(tally(outcomes.map(codeOf))).toEqual({ INVALID_LOGIN_CODE: 1001 });
  });

  it('compares the fifth guess', async () => {
    const { auth, askForCode } = createTestAuth({ limits: noLimits });
    const { code } = await askForCode(identity);
    const guesses = [...Array.from({ length: 4 }, () => wrongCode(code)), code];
    const outcomes = await Promise.allSettled(
      guesses.map((guess) => auth.login({ identity, code: guess }, caller)),
    );
    expect(tally(outcomes.map(codeOf))).toEqual({ INVALID_LOGIN_CODE: 4, ok: 1 });
  });

  it('lets exactly 1 of 1000 parallel right guesses in', async () => {
    const { auth, askForCode } = createTestAuth({ limits: noLimits });
    const { code, challenge } = await askForCode(identity);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, () => auth.login({ identity, code, challenge }, caller)),
    );
    expect(tally(outcomes.map(codeOf))).toEqual({ ok: 1, INVALID_LOGIN_CODE: 999 });
    expect(await auth.sessions(identity)).toHaveLength(1);
  });

  it('keeps 5 tries for whoever has the challenge, whatever strangers burn', async () => {
    const { auth, askForCode } = createTestAuth({ limits: noLimits });
    const { code, challenge } = await askForCode(identity);
    const guess = (input: { code: string; challenge?: string }) =>
      reasonOf(auth.login({ identity, ...input }, { ip: '198.51.100.7' }));
    for (let i = 0; i < 100; i += 1) await guess({ code: wrongCode(code) });
    expect(await guess({ code })).toBe('INVALID_LOGIN_CODE');
    for (let i = 0; i < 4; i += 1) await guess({ code: wrongCode(code), challenge });
    expect(await guess({ code, challenge })).toBe('ok');
  });

  it('does not take the challenge of another request where challenges are required', async () => {
    const { auth, askForCode, clock } = createTestAuth({
      limits: noLimits,
      loginCode: { binding: 'required' },
    });
    const first = await askForCode(identity);
    clock.advance(60);
    const second = await askForCode(identity);
    await expect(
      auth.login({ identity, code: first.code, challenge: second.challenge }, caller),
    ).rejects.toMatchObject({
      code: first.code === second.code ? undefined : 'INVALID_LOGIN_CODE',
    });
    // A second code does not kill the first.
    await expect(auth.login({ identity, ...first }, caller)).resolves.toBeDefined();
  });

  it('forgets a code after its 300 seconds', async () => {
    const { auth, askForCode, clock } = createTestAuth({ limits: noLimits });
    const early = await askForCode(identity);
    clock.advance(299);
    await expect(auth.login({ identity, ...early }, caller)).resolves.toBeDefined();
    const late = await askForCode(identity);
    clock.advance(300);
    await expect(auth.login({ identity, ...late }, caller)).rejects.toMatchObject({
      code: 'INVALID_LOGIN_CODE',
    });
  });

  it('binds a code to the address it was mailed to', async () => {
    const { auth, askForCode } = createTestAuth({ limits: noLimits });
    const { code, challenge } = await askForCode(identity);
    await expect(auth.login({ identity: 'eve@example.com', code, challenge }, caller)).rejects.toMatchObject({
      code: 'INVALID_LOGIN_CODE',
    });
  });

  it('demands the challenge where binding is required', async () => {
    const { auth, askForCode } = createTestAuth({ limits: noLimits, loginCode: { binding: 'required' } });
    const { code, challenge } = await askForCode(identity);
    await expect(auth.login({ identity, code }, caller)).rejects.toMatchObject({
      code: 'INVALID_LOGIN_CODE',
    });
    await expect(auth.login({ identity, code, challenge }, caller)).resolves.toBeDefined();
  });
});

describe('the block of an IP', () => {
  const fail = (auth: ReturnType<typeof createTestAuth>['auth'], from: string, at = identity) =>
    auth.login({ identity: at, code: '000000' }, { ip: from }).then(
      () => ({ code: 'ok', retryAfter: 0 }),
      ({ code, retryAfter }: AuthError) => ({ code, retryAfter }),
    );

  it('begins with the 10th failure of 300 seconds, lasts 300 seconds, and is not prolonged by knocking', async () => {
    const { auth, clock, events } = createTestAuth();
    for (let i = 0; i < 10; i += 1) {
      expect(await fail(auth, ip)).toMatchObject({ code: 'INVALID_LOGIN_CODE' });
      clock.advance(10);
    }
    expect(await fail(auth, ip)).toEqual({ code: 'TOO_MANY_REQUESTS', retryAfter: 290 });
    clock.advance(289);
    expect(await fail(auth, ip)).toEqual({ code: 'TOO_MANY_REQUESTS', retryAfter: 1 });
    clock.advance(1);
    expect(await fail(auth, ip)).toMatchObject({ code: 'INVALID_LOGIN_CODE' });
    expect(events.filter(({ type }) => type === 'ip.blocked')).toEqual([
      expect.objectContaining({ ip, network: ip, seconds: 300 }),
    ]);
  });

  it('counts IPv6 by /64, and by /48 at ten times the limit', async () => {
    const { auth, events } = createTestAuth();
    for (let i = 0; i < 100; i += 1) {
      expect(await fail(auth, `2001:db8:1:${i}::${i}`, `u${i}@example.com`)).toMatchObject({
        code: 'INVALID_LOGIN_CODE',
      });
    }
    expect(await fail(auth, '2001:db8:1:ffff::1')).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await fail(auth, '2001:db8:2::1')).toMatchObject({ code: 'INVALID_LOGIN_CODE' });
    expect(events.filter(({ type }) => type === 'ip.blocked')).toEqual([
      expect.objectContaining({ network: '2001:db8:1::/48', seconds: 300 }),
    ]);
  });

  it('counts exactly 10 of 1000 parallel failures', async () => {
    const { auth } = createTestAuth();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, i) =>
        auth.login({ identity: `u${i}@example.com`, code: '000000' }, caller),
      ),
    );
    expect(tally(outcomes.map(codeOf))).toEqual({ INVALID_LOGIN_CODE: 10, TOO_MANY_REQUESTS: 990 });
  });

  it('does not count successes, and refuses the right code while it lasts', async () => {
    const { auth, askForCode } = createTestAuth({ limits: { requestsPerIp: false } });
    for (let i = 0; i < 12; i += 1) {
      const { code, challenge } = await askForCode(`u${i}@example.com`);
      await auth.login({ identity: `u${i}@example.com`, code, challenge }, caller);
    }
    const { code, challenge } = await askForCode(identity);
    for (let i = 0; i < 10; i += 1) await fail(auth, ip, 'eve@example.com');
    await expect(auth.login({ identity, code, challenge }, caller)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
    await expect(auth.login({ identity, code, challenge }, { ip: '192.0.2.2' })).resolves.toBeDefined();
  });

  it('follows an IPv6 caller through its /64, and through its /48 at ten times the limit', async () => {
    const { auth } = createTestAuth();
    for (let i = 0; i < 10; i += 1) await fail(auth, `2001:db8:1:1::${i}`);
    expect(await fail(auth, '2001:db8:1:1:ffff::1')).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    for (let i = 0; i < 90; i += 1) await fail(auth, `2001:db8:1:${(i + 2).toString(16)}::1`);
    expect(await fail(auth, '2001:db8:1:ffff::1')).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await fail(auth, '2001:db8:2::1')).toMatchObject({ code: 'INVALID_LOGIN_CODE' });
  });

  it('can be configured and turned off', async () => {
    const { auth } = createTestAuth({ limits: { failuresPerIp: { limit: 2, window: 60 } } });
    await fail(auth, ip);
    await fail(auth, ip);
    expect(await fail(auth, ip)).toEqual({ code: 'TOO_MANY_REQUESTS', retryAfter: 60 });
    const off = createTestAuth({ limits: { failuresPerIp: false } });
    for (let i = 0; i < 30; i += 1)
      expect(await fail(off.auth, ip)).toMatchObject({ code: 'INVALID_LOGIN_CODE' });
  });
});

describe('requests for codes', () => {
  it('pause for 60 seconds per identity and IP', async () => {
    const { auth, clock } = createTestAuth();
    expect(await auth.requestLoginCode(identity, caller)).toMatchObject({ expiresIn: 300, resendAfter: 60 });
    clock.advance(20);
    await expect(auth.requestLoginCode(' ADA@example.com', caller)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfter: 40,
    });
    await expect(auth.requestLoginCode(identity, { ip: '192.0.2.2' })).resolves.toBeDefined();
    clock.advance(40);
    await expect(auth.requestLoginCode(identity, caller)).resolves.toBeDefined();
  });

  it('may come again at once where the mail could not be sent', async () => {
    const { auth, events } = createTestAuth({
      delivery: async () => {
        throw Object.assign(new Error('550 ada@example.com unknown'), { code: 'EENVELOPE' });
      },
    });
    await auth.requestLoginCode(identity, caller);
    await auth.close();
    expect(events.at(-1)).toMatchObject({ type: 'code.delivery_failed', error: 'Error (EENVELOPE)' });
    await expect(auth.requestLoginCode(identity, caller)).resolves.toBeDefined();
    await auth.close();
  });

  it('stop at 10 per IP in 600 seconds, whatever the addresses', async () => {
    const { auth } = createTestAuth();
    for (let i = 0; i < 10; i += 1) await auth.requestLoginCode(`u${i}@example.com`, caller);
    await expect(auth.requestLoginCode('u10@example.com', caller)).rejects.toMatchObject({ retryAfter: 600 });
  });

  it('keep half of the mails of an identity for networks it has logged in from', async () => {
    const { auth, clock, logIn } = createTestAuth();
    await logIn(identity, '203.0.113.1');
    clock.advance(60);
    const ask = async (from: string) => {
      const { codeLength } = await auth.requestLoginCode(identity, { ip: from });
      return codeLength;
    };
    const strangers: number[] = [];
    for (let i = 0; i < 20; i += 1) strangers.push(await ask(`198.51.100.${i}`));
    // The owner's first mail was one of the five: then, she was a stranger herself.
    expect(strangers).toEqual([...Array(4).fill(6), ...Array(16).fill(10)]);
    for (let i = 0; i < 5; i += 1) {
      expect(await ask('203.0.113.1')).toBe(6);
      clock.advance(60);
    }
    expect(await ask('203.0.113.1')).toBe(10);
  });

  it('answer alike for an address that is not allowed in, and send it nothing', async () => {
    const { auth, mailbox } = createTestAuth({
      claims: (email) => (email === identity ? {} : null),
    });
    const known = await auth.requestLoginCode(identity, caller);
    const unknown = await auth.requestLoginCode('eve@example.com', caller);
    await auth.close();
    expect(Object.keys(unknown)).toEqual(Object.keys(known));
    expect({ ...unknown, challenge: '' }).toEqual({ ...known, challenge: '' });
    expect(unknown.challenge).toHaveLength(known.challenge.length);
    expect(mailbox.map((message) => message.identity)).toEqual([identity]);
  });

  it('are answered before claims is asked', async () => {
    const order: string[] = [];
    const { auth } = createTestAuth({
      claims: () => {
        order.push('claims');
        return {};
      },
    });
    await auth.requestLoginCode(identity, caller).then(() => order.push('reply'));
    await auth.close();
    expect(order).toEqual(['reply', 'claims']);
  });
});

describe('mails', () => {
  it('are kept for the usual network, also where the windows of strangers turn', async () => {
    const { auth, clock, events, logIn } = createTestAuth({ limits: { requestsPerIp: false } });
    const home = '203.0.113.1';
    await logIn(identity, home);
    clock.advance(3600);
    let used = 0;
    const ask = (from = `198.51.100.${used++}`) => auth.requestLoginCode(identity, { ip: from });
    await ask(home);
    clock.advance(60);
    await ask();
    clock.advance(3540);
    for (let i = 0; i < 5; i += 1) await ask();
    clock.advance(60);
    for (let i = 0; i < 6; i += 1) await ask();
    for (let i = 0; i < 5; i += 1) {
      await ask(home);
      clock.advance(60);
    }
    const hers = events.filter((event) => event.type === 'code.requested' && event.ip === home).slice(-5);
    expect(hers.map((event) => 'joined' in event && event.joined)).toEqual(Array(5).fill(false));
  });
});

describe('longer codes instead of a lockout', () => {
  it('come after 10 short codes within a day, and end with it', async () => {
    const { askForCode, auth, clock } = createTestAuth({ limits: { mailsPerIdentity: false } });
    for (let i = 0; i < 10; i += 1)
      expect((await askForCode(identity, `192.0.2.${i}`)).code).toMatch(/^\d{6}$/);
    const long = await askForCode(identity, '192.0.2.10');
    expect(long.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    await expect(auth.login({ identity, code: long.code.toLowerCase() }, caller)).resolves.toBeDefined();
    clock.advance(86_400);
    expect((await askForCode(identity)).code).toMatch(/^\d{6}$/);
  });

  it('come after 50 failures, and neither a new code nor a success resets the count', async () => {
    const { askForCode, auth, logIn } = createTestAuth({
      limits: { ...noLimits, failuresPerIdentity: { limit: 50, window: 86_400 } },
    });
    for (let i = 0; i < 45; i += 1) {
      if (i % 15 === 0) await logIn(identity, `192.0.2.${i}`);
      await auth.login({ identity, code: '000000' }, caller).catch(() => {});
    }
    expect((await askForCode(identity, '192.0.2.100')).code).toMatch(/^\d{6}$/);
    for (let i = 0; i < 5; i += 1) await auth.login({ identity, code: '000000' }, caller).catch(() => {});
    expect((await askForCode(identity, '192.0.2.101')).code).toHaveLength(10);
  });

  it('come for everybody after the failures of all, and end the short codes that are out', async () => {
    const { askForCode, auth } = createTestAuth({
      limits: { ...noLimits, shortCodeFailures: { limit: 20, window: 86_400 } },
    });
    const mine = await askForCode('eve@example.com');
    for (let i = 0; i < 4; i += 1) {
      const { code, challenge } = await askForCode(`u${i}@example.com`);
      for (let j = 0; j < 5; j += 1) {
        await auth
          .login({ identity: `u${i}@example.com`, code: wrongCode(code), challenge }, caller)
          .catch(() => {});
      }
    }
    expect((await askForCode(identity)).code).toHaveLength(10);
    await expect(auth.login({ identity: 'eve@example.com', ...mine }, caller)).rejects.toMatchObject({
      code: 'INVALID_LOGIN_CODE',
    });
  });

  it('keep them within 50 in any 24 hours, also around the turn of what somebody takes for the day', async () => {
    const { auth, clock, events } = createTestAuth({
      limits: { ...noLimits, failuresPerIdentity: { limit: 50, window: 86_400 } },
    });
    const compared: { at: number; count: number }[] = [];
    const attack = async (codes: number) => {
      for (let i = 0; i < codes; i += 1) {
        const { challenge } = await auth.requestLoginCode(identity, { ip: `192.0.2.${i}` });
        for (let j = 0; j < 5; j += 1) {
          await auth.login({ identity, code: 'AAAAAA', challenge }, caller).catch(() => {});
          const last = events.at(-1);
          if (last?.type === 'login.failed') compared.push({ at: clock(), count: last.compared });
        }
        clock.advance(61);
      }
    };
    const inAnyDay = () =>
      compared.map(({ at }) =>
        compared
          .filter((other) => other.at > at - 86_400_000 && other.at <= at)
          .reduce((sum, { count }) => sum + count, 0),
      );
    await attack(1);
    clock.advance(86_400 - 2000);
    await attack(20);
    clock.advance(2000);
    await attack(20);
    expect(Math.max(...inAnyDay())).toBe(50);
  });

  it('keep all guesses at short codes of an identity within 50 a day, even if ten codes are asked for at once', async () => {
    const compared = { short: 0 };
    const { auth, mailbox } = createTestAuth({
      limits: {
        ...noLimits,
        shortCodesPerIdentity: { limit: 10, window: 86_400 },
        failuresPerIdentity: { limit: 50, window: 86_400 },
      },
    });
    const challenges: string[] = [];
    for (let i = 0; i < 30; i += 1) {
      challenges.push((await auth.requestLoginCode(identity, { ip: `192.0.2.${i}` })).challenge);
      await auth.close();
    }
    const short = mailbox.filter((message) => message.code.length === 6);
    expect(short.length).toBe(10);
    // Without a challenge: every short code is spoken for, so the right one is not even compared.
    const outcome = await auth
      .login({ identity, code: short[0]?.code ?? '' }, caller)
      .catch((error) => error);
    expect(outcome).toBeInstanceOf(AuthError);
    // With it: 5 tries at each of the ten.
    for (const [index, { code }] of short.entries()) {
      const challenge = challenges[index] ?? '';
      for (let i = 0; i < 4; i += 1) {
        await auth.login({ identity, code: wrongCode(code), challenge }, caller).catch(() => {});
        compared.short += 1;
      }
      await expect(auth.login({ identity, code, challenge }, caller)).resolves.toBeDefined();
    }
    expect(compared.short + short.length).toBe(50);
  });
});
