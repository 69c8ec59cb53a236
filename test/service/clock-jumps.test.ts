import { describe, expect, it } from 'vitest';
import { createOverdueWrites } from '../../src/store/keyv/overdue-writes.js';
import { describeBothStores } from '../support/both-stores.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const day = 86_400;
const ip = '192.0.2.1';

describeBothStores('a clock that was a day ahead and has come back', (openCache) => {
  it('blocks nobody for a day', async () => {
    const { auth, clock } = createTestAuth({ cache: openCache() });
    clock.advance(day);
    for (let i = 0; i < 10; i += 1) await reasonOf(auth.login({ identity, code: '000000' }, { ip }));
    expect(await reasonOf(auth.login({ identity, code: '000000' }, { ip }))).toBe('TOO_MANY_REQUESTS');
    clock.advance(-day);
    expect(await reasonOf(auth.login({ identity, code: '000000' }, { ip }))).toBe('INVALID_LOGIN_CODE');
  });

  it('keeps nobody from asking for a code, and leaves no code long', async () => {
    const { auth, clock, askForCode } = createTestAuth({ cache: openCache() });
    clock.advance(day);
    for (let i = 0; i < 25; i += 1) {
      await reasonOf(auth.requestLoginCode(identity, { ip: `192.0.2.${10 + i}` }));
      clock.advance(1);
    }
    await auth.close();
    clock.advance(-day - 25);
    expect((await askForCode(identity)).code).toHaveLength(6);
  });
});

describe('a clock that was a day ahead and has come back', () => {
  /** A service whose mail server was away while the clock was ahead. */
  const createScene = async (check?: () => Promise<void>) => {
    let isAway = true;
    const send = async () => {
      if (isAway) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    };
    const delivery = Object.assign(send, check && { check: () => (isAway ? send() : check()) });
    const service = createTestAuth({ delivery, limits: noLimits, loginCode: { resendAfter: 0 } });
    const ask = () => reasonOf(service.auth.requestLoginCode(identity, { ip }));
    service.clock.advance(day);
    await ask();
    await service.auth.close();
    expect(await ask()).toBe('DELIVERY_UNAVAILABLE');
    service.clock.advance(-day);
    isAway = false;
    return { ...service, ask };
  };

  it.each([
    ['without a probe', undefined],
    ['with one', async () => {}],
  ] as const)('does not keep mail from being sent for a day, %s', async (_, check) => {
    const { ask, clock } = await createScene(check);
    clock.advance(60);
    expect(await ask()).toBe('ok');
  });

  it('does not silence for a day what is said of writes that do not end', () => {
    const told: string[] = [];
    const overdue = createOverdueWrites((message) => told.push(message));
    const now = Date.UTC(2026, 0);
    for (const at of [now + day * 1000, now, now + 1000, now + 60_000]) {
      const late = new AbortController();
      overdue.begin(at, late.signal);
      late.abort();
    }
    expect(told).toHaveLength(3);
  });
});
