import { expect, it } from 'vitest';
import type { LimitOptions, LimitsOptions } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

/** How often each outcome comes when something is done again and again. */
const collect = async (times: number, act: (index: number) => Promise<unknown>) => {
  const counts: Record<string, number> = {};
  for (let i = 0; i < times; i += 1) {
    const reason = await reasonOf(act(i));
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
};

describeBothStores('half a limit', (openCache) => {
  const open = (limits: LimitsOptions) =>
    createTestAuth({ cache: openCache(), limits: { ...noLimits, ...limits }, storeTimeout: 30 });
  it.each<[LimitOptions, number]>([
    [{ limit: 20 }, 20],
    [{ window: 60 }, 10],
    [{}, 10],
  ])('lets as many wrong logins pass as the whole one: %j', async (failuresPerIp, most) => {
    const { auth } = open({ failuresPerIp });
    const outcomes = await collect(30, () => auth.login({ identity, code: '000000' }, caller));
    expect(outcomes).toEqual({ INVALID_LOGIN_CODE: most, TOO_MANY_REQUESTS: 30 - most });
  });

  it.each<[LimitOptions, number]>([
    [{ limit: 3 }, 3],
    [{ window: 60 }, 10],
  ])('lets as many requests for codes pass as the whole one: %j', async (requestsPerIp, most) => {
    const { auth } = open({ requestsPerIp });
    const outcomes = await collect(15, (i) => auth.requestLoginCode(`user-${i}@example.com`, caller));
    expect(outcomes).toEqual({ ok: most, TOO_MANY_REQUESTS: 15 - most });
    await auth.close();
  });

  it('keeps the window of the default, and the limit that is given', async () => {
    const { auth, clock } = open({ failuresPerIp: { limit: 2 } });
    const fail = () => reasonOf(auth.login({ identity, code: '000000' }, caller));
    expect([await fail(), await fail(), await fail()]).toEqual([
      'INVALID_LOGIN_CODE',
      'INVALID_LOGIN_CODE',
      'TOO_MANY_REQUESTS',
    ]);
    clock.advance(299);
    expect(await fail()).toBe('TOO_MANY_REQUESTS');
    clock.advance(2);
    expect(await fail()).toBe('INVALID_LOGIN_CODE');
  });

  it('makes codes long after so many short ones', async () => {
    const { auth } = createTestAuth({
      ...{ cache: openCache(), storeTimeout: 30, loginCode: { resendAfter: 0 } },
      limits: { ...noLimits, shortCodesPerIdentity: { limit: 2 } },
    });
    const ask = async () => (await auth.requestLoginCode(identity, caller)).codeLength;
    expect([await ask(), await ask(), await ask()]).toEqual([6, 6, 10]);
    await auth.close();
  });
});
