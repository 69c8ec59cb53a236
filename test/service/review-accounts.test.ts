import { describe, expect, it } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { FakeLogger } from '../support/fake-logger.js';
import { createTestAuth, noLimits, reasonOf, signingKey } from '../support/service.js';

const identity = 'review@example.com';
const code = 'J7K2M9QX4T';
const reviewAccounts = [{ identity, code, until: '2026-03-01' }];

describe('a review account', () => {
  it('logs in with its code any number of times, as somebody types it', async () => {
    const { auth, clock, mailbox } = createTestAuth({ limits: noLimits, reviewAccounts });
    for (const typed of [code, 'j7k2m 9qx4t', '“J7K2M-9QX4T”']) {
      const answer = await auth.requestLoginCode(identity, { ip: '192.0.2.1' });
      expect(answer).toMatchObject({ codeLength: 10, expiresIn: 300, resendAfter: 60 });
      for (let i = 0; i < 3; i += 1)
        expect(
          await reasonOf(
            auth.login({ identity, code: typed, challenge: answer.challenge }, { ip: '192.0.2.1' }),
          ),
        ).toBe('ok');
      clock.advance(86_400);
    }
    await auth.close();
    expect(mailbox).toEqual([]);
  });

  it('works at every process that knows it, and at no other', async () => {
    const first = createTestAuth({ reviewAccounts });
    const second = createTestAuth({ reviewAccounts, clock: first.clock });
    const { challenge } = await first.auth.requestLoginCode(identity, { ip: '192.0.2.1' });
    expect(await reasonOf(second.auth.login({ identity, code, challenge }, { ip: '192.0.2.1' }))).toBe(
      'INVALID_LOGIN_CODE',
    );
    expect(await reasonOf(first.auth.login({ identity, code, challenge }, { ip: '192.0.2.1' }))).toBe('ok');
  });

  it('gets the answers of any address that is attacked', async () => {
    const { auth } = createTestAuth({
      ...{ reviewAccounts, loginCode: { resendAfter: 0 } },
      limits: { requestsPerIp: false, shortCodesPerIdentity: { limit: 1, window: 86_400 } },
    });
    const ask = async (who: string, i: number) => {
      const { challenge, ...answer } = await auth.requestLoginCode(who, { ip: `192.0.2.${i}` });
      return { ...answer, length: challenge.length };
    };
    const other = 'ada@example.com';
    await ask(other, 100);
    for (let i = 0; i < 20; i += 1) {
      // The other one has asked once more.
      if (i !== 4) expect(await ask(identity, i), String(i)).toEqual(await ask(other, i));
      else await ask(identity, i);
    }
  });

  it('gets no notice of a login from a new network', async () => {
    const notices: unknown[] = [];
    const delivery = Object.assign(async () => {}, {
      notify: async (notice: unknown) => void notices.push(notice),
    });
    const { auth, events } = createTestAuth({
      ...{ limits: noLimits, reviewAccounts, delivery },
      mail: { notifyNewNetwork: true },
    });
    for (const ip of ['192.0.2.1', '198.51.100.1']) {
      const { challenge } = await auth.requestLoginCode(identity, { ip });
      await auth.login({ identity, code, challenge }, { ip });
    }
    await auth.close();
    expect(events.at(-1)).toMatchObject({ type: 'login.succeeded', newNetwork: true, reviewAccount: true });
    expect(notices).toEqual([]);
  });

  it('with a code of digits that is no text stops the server, and is not quoted', () => {
    const digits = 7391846250182736;
    for (const wrong of [{ code: digits }, { until: digits }]) {
      const reviewAccounts = [{ identity, code, until: '2026-03-01', ...wrong }] as never;
      const start = () => createTestAuth({ reviewAccounts });
      expect(start).toThrow(/^reviewAccounts\[0\]\.(code|until) must be .*, not a long number$/);
    }
  });

  it('that has ended stops no server, and the operator is told', async () => {
    const logger = new FakeLogger();
    const clock = () => Date.parse('2026-03-01T00:00:00Z');
    createEmailAuth({ signingKey, clock, logger, reviewAccounts, delivery: async () => {} });
    expect(logger.lines).toEqual([
      'warn: reviewAccounts[0] has ended: its address gets mail again. Remove it, or set a later until.',
    ]);
  });
});
