import { describe, expect, it } from 'vitest';
import { simulateAgainstAddressLimit, simulateAttack, simulateStrangers } from '../support/simulation.js';

const addresses = 10_000;

describe('a day of guessing from 10,000 addresses', () => {
  it('at one identity: 50 guesses are compared, and its owner logs in whenever she likes', async () => {
    const report = await simulateAttack({
      ...{ addresses, identities: 1, turns: 1440 },
      perTurn: { requests: 3, guesses: 5 },
    });
    expect(report).toEqual({ compared: 50, takeovers: 5e-5, owner: { tried: 24, loggedIn: 24 } });
  }, 240_000);

  it('at more identities than the budget lasts for: 10,000 guesses are compared in all', async () => {
    const report = await simulateAttack({
      ...{ addresses, identities: 1500, turns: 1 },
      perTurn: { requests: 1, guesses: 5 },
    });
    expect(report).toEqual({ compared: 10_000, takeovers: 0.01, owner: { tried: 24, loggedIn: 24 } });
  }, 240_000);

  it.each([false, true])(
    'keeps no owner waiting longer than a code lives; with tags: %s',
    async (tags) => {
      const report = await simulateStrangers({ addresses, tags, hours: 4 });
      expect(report.loggedIn).toBe(report.tried);
      expect(report.tried).toBeGreaterThan(40);
      expect(report.longestWait).toBeLessThanOrEqual(300);
      expect(report.mailsInWorstHour).toBeLessThanOrEqual(10 + (tags ? 24 : 12));
      expect(report.compared).toBeLessThanOrEqual(tags ? 200 : 50);
    },
    60_000,
  );

  it('would take over 28.8 accounts where ten tries per address are the only limit', () => {
    expect(simulateAgainstAddressLimit({ addresses })).toMatchObject({
      compared: 28_800_000,
      takeovers: 28.8,
      minutesUntilOneInTwo: 35,
    });
  });
});
