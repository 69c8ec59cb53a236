import { expect, it } from 'vitest';
import { describeBothStores } from '../support/both-stores.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const max = 3;

const seeds = Array.from({ length: howMuch({ quick: 2, slow: 20 }) }, (_, i) => i + 1);

/** Some numbers below a bound, the same for a seed. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

describeBothStores('logins, refreshes and logouts of one identity that happen at once', (openCache) => {
  it.each(seeds)('leave as many sessions as may be, and each of them works: %i', async (seed) => {
    const next = numbers(seed);
    const options = {
      cache: openCache(),
      limits: noLimits,
      sessions: { max },
      loginCode: { resendAfter: 0 },
    };
    const claims = async () => {
      for (let i = next(4); i > 0; i -= 1) await new Promise(setImmediate);
      const fate = next(6);
      if (fate === 0) throw new Error('no database');
      return fate === 1 ? null : {};
    };
    const quiet = createTestAuth(options);
    const processes = [1, 2, 3].map(() => createTestAuth({ ...options, clock: quiet.clock, claims }));
    const held: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const codes = [];
      for (let i = 0; i < 6; i += 1) codes.push(await quiet.askForCode(identity));
      const works = codes.map(async (code, i) => {
        const { auth } = processes[i % 3] ?? quiet;
        const input = { identity, ...code, ...(next(3) === 0 && { refreshToken: held[next(held.length)] }) };
        const tokens = await auth
          .login(input as typeof code & { identity: string }, caller)
          .catch(() => null);
        if (tokens === null) return;
        held.push(tokens.refreshToken);
        const again = await auth.refresh(tokens.refreshToken, caller).catch(() => null);
        if (again !== null) held.push(again.refreshToken);
        if (next(5) === 0) await auth.logout(tokens.refreshToken);
      });
      await Promise.all(works);
      // Whatever has happened, no more than may be are left over.
      expect((await quiet.auth.sessions(identity)).length).toBeLessThanOrEqual(max);
      const last = await quiet.logIn(identity);
      held.push(last.refreshToken);
      const sessions = await quiet.auth.sessions(identity);
      expect(sessions.length).toBeLessThanOrEqual(max);
      expect(sessions.at(-1)?.id).toBe(last.claims.sid);
      expect((await quiet.auth.authenticate(last.accessToken, caller)).failure).toBeNull();
    }
  });
});
