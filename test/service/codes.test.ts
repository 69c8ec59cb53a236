import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EmailAuthOptions } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { createTestAuth, reasonOf } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const identity = 'ada@example.com';
const home = '192.0.2.1';

describeBothStores('codes and challenges', (openCache) => {
  const open = (options: EmailAuthOptions = {}) => {
    const service = createTestAuth({ cache: openCache(), ...options });
    const guess = (code: string, challenge?: string, ip = home) =>
      reasonOf(service.auth.login({ identity, code, challenge }, { ip }));
    /** Two requests, a minute apart; their codes differ. */
    const askTwice = async () => {
      const first = await service.askForCode(identity);
      service.clock.advance(60);
      let second = await service.askForCode(identity, '192.0.2.2');
      while (second.code === first.code) second = await service.askForCode(identity, '192.0.2.3');
      return { first, second };
    };
    return { ...service, guess, askTwice };
  };

  it('log in crosswise: the mail of the first request comes after the second', async () => {
    const one = open();
    const { first, second } = await one.askTwice();
    expect(await one.guess(first.code, second.challenge)).toBe('ok');
    expect(await one.guess(second.code, first.challenge)).toBe('ok');
  });

  it('that were mailed to one screen all work, if it hands its challenge in again', async () => {
    const { auth, clock, mailbox, guess } = open({ loginCode: { binding: 'required' } });
    const { challenge } = await auth.requestLoginCode(identity, { ip: home });
    clock.advance(60);
    const again = await auth.requestLoginCode(identity, { ip: home }, { challenge: ` ${challenge}\n` });
    expect(again.challenge).toBe(challenge);
    await auth.close();
    const [first, second] = mailbox.map(({ code }) => code);
    expect(await guess(second ?? '', challenge)).toBe('ok');
    expect(await guess(first ?? '', challenge)).toBe('ok');
  });

  it('that were mailed to one screen work beside a long code that it has joined', async () => {
    const { auth, clock, mailbox, guess } = open({ loginCode: { binding: 'required' } });
    const ask = (challenge?: string, ip = home) => auth.requestLoginCode(identity, { ip }, { challenge });
    const first = await ask();
    for (let i = 0; i < 5; i += 1) await ask(undefined, `198.51.100.${i}`);
    clock.advance(60);
    const joined = await ask(first.challenge);
    await auth.close();
    expect(joined).toMatchObject({ codeLength: 10 });
    expect(joined.challenge).not.toBe(first.challenge);
    const [short, long] = [mailbox[0]?.code ?? '', mailbox.at(-1)?.code ?? ''];
    expect(await guess(long, joined.challenge)).toBe('ok');
    expect(await guess(short, joined.challenge)).toBe('ok');
    expect(await guess(short, joined.challenge)).toBe('INVALID_LOGIN_CODE');
  });

  it('that one screen joined before work beside the one that is mailed to it after', async () => {
    const { auth, clock, mailbox, guess, logIn } = open({ loginCode: { binding: 'required' } });
    const ask = (challenge?: string, ip = home) => auth.requestLoginCode(identity, { ip }, { challenge });
    await logIn(identity, home);
    for (let i = 0; i < 6; i += 1) await ask(undefined, `198.51.100.${i}`);
    clock.advance(60);
    const joined = await ask(undefined, '203.0.113.9');
    const again = await ask(joined.challenge);
    await auth.close();
    const [long, latest] = mailbox.slice(-2).map(({ code }) => code);
    expect(long).toHaveLength(10);
    expect(await guess(latest ?? '', again.challenge)).toBe('ok');
    expect(await guess(long ?? '', again.challenge)).toBe('ok');
  });

  it('keep no challenge that is made up, too old, or of somebody else, known address or not', async () => {
    const { auth, clock } = open({ claims: (email) => (email === identity ? {} : null) });
    const ask = (email: string, challenge?: string, ip = home) =>
      auth.requestLoginCode(email, { ip }, { challenge });
    const hers = await ask(identity);
    const unknown = await ask('eve@example.com');
    expect((await ask('bob@example.com', hers.challenge)).challenge).not.toBe(hers.challenge);
    expect((await ask('carl@example.com', 'made-up')).challenge).not.toBe('made-up');
    clock.advance(60);
    expect((await ask(identity, hers.challenge)).challenge).toBe(hers.challenge);
    expect((await ask('eve@example.com', unknown.challenge)).challenge).toBe(unknown.challenge);
    clock.advance(600);
    expect((await ask(identity, hers.challenge)).challenge).not.toBe(hers.challenge);
  });

  it('count no failure for a double click: 12 people behind one address', async () => {
    const { askForCode, auth, events } = open({ limits: { requestsPerIp: false } });
    const loggedIn: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      const input = { identity: `user-${i}@example.com`, ...(await askForCode(`user-${i}@example.com`)) };
      const clicks = await Promise.allSettled([
        auth.login(input, { ip: home }),
        auth.login(input, { ip: home }),
      ]);
      loggedIn.push(...clicks.map(({ status }) => status));
    }
    expect(loggedIn.filter((status) => status === 'fulfilled')).toHaveLength(12);
    expect(events.filter(({ type }) => type === 'login.failed')).toEqual([]);
  });

  it('are wrong when they are submitted again, and count then: a few seconds later, or often', async () => {
    const { askForCode, clock, events, guess } = open();
    const { code, challenge } = await askForCode(identity);
    expect(await guess(code, challenge)).toBe('ok');
    for (let i = 0; i < 4; i += 1) expect(await guess(code, challenge)).toBe('INVALID_LOGIN_CODE');
    const failures = () => events.filter(({ type }) => type === 'login.failed').length;
    expect(failures()).toBe(1);
    clock.advance(10);
    expect(await guess(code, challenge)).toBe('INVALID_LOGIN_CODE');
    expect(failures()).toBe(2);
  });

  it('are forgiven for ten seconds after they were right, however often they come in between', async () => {
    const { askForCode, clock, events, guess } = open();
    const { code, challenge } = await askForCode(identity);
    expect(await guess(code, challenge)).toBe('ok');
    clock.advance(9);
    await guess(code, challenge);
    clock.advance(2);
    await guess(code, challenge);
    expect(events.filter(({ type }) => type === 'login.failed')).toHaveLength(1);
  });

  it('work again after an outage, although they were submitted a moment ago', async () => {
    let down = true;
    const { askForCode, guess } = open({
      claims: (_, { phase }) => {
        if (down && phase === 'login') throw new Error('away');
        return {};
      },
    });
    const { code, challenge } = await askForCode(identity);
    expect(await guess(code, challenge)).toBe('SERVICE_UNAVAILABLE');
    down = false;
    expect(await guess(code, challenge)).toBe('ok');
  });

  it('work without their challenge after 45 failures of strangers', async () => {
    const { askForCode, guess } = open();
    for (let i = 0; i < 45; i += 1) await guess('000000', undefined, `198.51.100.${i}`);
    const { code } = await askForCode(identity);
    expect(code).toHaveLength(6);
    expect(await guess(code)).toBe('ok');
  });

  it('end the oldest session where there are too many, and say so', async () => {
    const { auth, clock, events, logIn } = open({ sessions: { max: 2 } });
    const first = await logIn(identity);
    for (let i = 0; i < 2; i += 1) {
      clock.advance(60);
      await logIn(identity);
    }
    expect(await auth.sessions(identity)).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'session.ended')).toMatchObject([
      { identity, session: first.claims.sid, reason: 'limit' },
    ]);
  });
});

describeBothStores('random days of guessing', (openCache) => {
  const turn = fc.record({
    wait: fc.constantFrom(1, 30, 61, 299, 3600, 40_000),
    asks: fc.nat(3),
    guesses: fc.nat(12),
    challenge: fc.constantFrom('own', 'older', 'none', 'again'),
  });

  it('compare at most 50 guesses with short codes of one identity in any 24 hours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 10, maxLength: 40, size: 'max' }), async (turns) => {
        const { auth, clock, events } = createTestAuth({
          cache: openCache(),
          limits: { failuresPerIp: false, requestsPerIp: false, mailsPerIdentity: false },
          loginCode: { resendAfter: 0 },
        });
        const challenges: string[] = [];
        let used = 0;
        const caller = () => {
          used += 1;
          return { ip: `10.0.${used >> 8}.${used & 255}` };
        };
        for (const { wait, asks, guesses, challenge } of turns) {
          clock.advance(wait);
          for (let i = 0; i < asks; i += 1) {
            const offered = challenge === 'again' ? { challenge: challenges.at(-1) } : {};
            challenges.push((await auth.requestLoginCode(identity, caller(), offered)).challenge);
          }
          for (let i = 0; i < guesses; i += 1) {
            const of = {
              own: challenges.at(-1),
              again: challenges.at(-1),
              older: challenges.at(-3),
              none: null,
            };
            const input = { identity, code: 'AAAAAA', challenge: of[challenge] };
            await auth.login(input, caller()).catch(() => {});
          }
        }
        const compared = events.flatMap((event) =>
          event.type === 'login.failed' ? [{ at: event.at, count: event.compared }] : [],
        );
        for (const { at } of compared) {
          const inADay = compared.filter((other) => other.at > at - 86_400_000 && other.at <= at);
          expect(inADay.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(50);
        }
      }),
      { numRuns: howMuch({ quick: 6, slow: 60 }) },
    );
  }, 240_000);
});
