import { describe, expect, it } from 'vitest';
import { FakeLogger } from '../support/fake-logger.js';
import { createSigningKey, createTestAuth } from '../support/service.js';

const open = (options: Parameters<typeof createTestAuth>[0]) => {
  const logger = new FakeLogger();
  return { logger, ...createTestAuth({ logger, ...options }) };
};

describe('check, where another service of the process signs with the same key', () => {
  it('warns once, and names both', async () => {
    const signingKey = createSigningKey();
    const shop = open({ signingKey, namespace: 'shop' });
    const bank = open({ signingKey, namespace: 'bank' });
    await shop.auth.check();
    expect(shop.logger.lines).toEqual([]);
    for (let i = 0; i < 3; i += 1) await bank.auth.check();
    expect(bank.logger.lines).toEqual([
      expect.stringMatching(
        /^warn: .*'bank' accepts the key with which the service 'shop' signs.*jwt\.audience/,
      ),
    ]);
    // It was first, and is told at its next look.
    await shop.auth.check();
    expect(shop.logger.lines).toHaveLength(1);
  });

  it('warns of a key that only verifies here', async () => {
    const [first, second] = [createSigningKey(), createSigningKey()];
    const shop = open({ signingKey: first, namespace: 'shop-2' });
    const bank = open({ signingKey: [second, first], namespace: 'bank-2' });
    for (const { auth } of [bank, shop, bank]) await auth.check();
    expect([bank.logger.lines.length, shop.logger.lines.length]).toEqual([1, 0]);
  });

  it.each([{ issuer: 'https://login.example.com' }, { audience: 'bank' }])(
    'is silent with %j',
    async (jwt) => {
      const signingKey = createSigningKey();
      const shop = open({ signingKey, namespace: 'shop' });
      const bank = open({ signingKey, namespace: 'bank', jwt });
      for (const { auth } of [shop, bank]) await auth.check();
      expect(bank.logger.lines).toEqual([]);
      // It takes their tokens, though they do not take its own.
      await shop.auth.check();
      expect(shop.logger.lines).toHaveLength(1);
    },
  );

  it('is silent where it is the same service once more, and where the keys differ', async () => {
    const signingKey = createSigningKey();
    const same = [open({ signingKey }), open({ signingKey })];
    const others = [open({ signingKey: createSigningKey(), namespace: 'bank' })];
    for (const { auth } of [...same, ...others, ...same]) await auth.check();
    expect([...same, ...others].flatMap(({ logger }) => logger.lines)).toEqual([]);
  });
});
