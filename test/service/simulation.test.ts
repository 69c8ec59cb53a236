import { describe, expect, it } from 'vitest';
import { simulateAgainstAddressLimit, simulateAttack, simulateStrangers } from '../support/simulation.js';
import { howMuch } from '../support/thoroughness.js';

const addresses = 10_000;

describe('a day of guessing from 10,000 addresses', () => {
  it('at one identity: 50 guesses are compared, and its owner logs in whenever she likes', async () => {
    const report = await simulateAttack({
      ...{ addresses, identities: 1, turns: howMuch({ quick: 48, slow: 1440 }) },
      perTurn: { requests: 3, guesses: 5 },
    });
    expect(report).toEqual({ compared: 50, takeovers: 5e-5, owner: { tried: 24, loggedIn: 24 } });
  }, 240_000);

  const budgets = [
    { budget: 1000, identities: 150, limits: { shortCodeFailures: { limit: 1000, window: 86_400 } } },
    // As it is by default.
    { budget: 10_000, identities: 1500, limits: {} },
  ];
  it.each(howMuch({ quick: budgets.slice(0, 1), slow: budgets }))(
    'at more identities than the budget lasts for: $budget guesses are compared in all',
    async ({ budget, identities, limits }) => {
      const perTurn = { requests: 1, guesses: 5 };
      const report = await simulateAttack({ addresses, identities, turns: 1, perTurn, limits });
      const owner = { tried: 24, loggedIn: 24 };
      expect(report).toEqual({ compared: budget, takeovers: budget / 1e6, owner });
    },
    240_000,
  );

  const hours = howMuch({ quick: 1, slow: 4 });
  it.each(howMuch({ quick: [true], slow: [false, true] }))(
    'keeps no owner waiting longer than a code lives; with tags: %s',
    async (tags) => {
      const report = await simulateStrangers({ addresses, tags, hours });
      expect(report.loggedIn).toBe(report.tried);
      expect(report.tried).toBeGreaterThan(hours * 10);
      expect(report.longestWait).toBeLessThanOrEqual(300);
      expect(report.mailsInWorstHour).toBeLessThanOrEqual(10 + (tags ? 24 : 12));
      expect(report.compared).toBeLessThanOrEqual(tags ? 200 : 50);
    },
    240_000,
  );

  it('would take over 28.8 accounts where ten tries per address are the only limit', () => {
    expect(simulateAgainstAddressLimit({ addresses })).toMatchObject({
      compared: 28_800_000,
      takeovers: 28.8,
      minutesUntilOneInTwo: 35,
    });
  });
});
