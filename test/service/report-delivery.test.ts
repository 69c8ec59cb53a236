import { describe, expect, it } from 'vitest';
import type { EmailAuthOptions } from '../../src/index.js';
import { createSigningKey, createTestAuth, noLimits, reasonOf, signingKey } from '../support/service.js';

const identity = 'ada@example.com';
const ip = '192.0.2.1';

/** A service that has mailed a code, and the id of that mail. */
const mailed = async (options: EmailAuthOptions = {}) => {
  const service = createTestAuth(options);
  await service.askForCode(identity);
  service.events.length = 0;
  return { ...service, id: service.mailbox[0]?.id ?? '' };
};

describe('a report of a provider', () => {
  it.each(['bounced', 'complained'] as const)('is an event: %s', async (report) => {
    const { auth, events, clock, id } = await mailed();
    expect(await auth.reportDelivery(id, report, identity)).toBe(true);
    expect(events).toEqual([{ type: 'mail.reported', at: clock(), ip: null, identity, report }]);
  });

  it('names the message in any way that providers do, and long after', async () => {
    const { auth, clock, id } = await mailed();
    clock.advance(30 * 86_400);
    for (const name of [id, `<${id}@example.com>`, `${id}@example.com`, id.toUpperCase()])
      expect(await auth.reportDelivery(name, 'bounced', ' Ada@EXAMPLE.com')).toBe(true);
  });

  it('is known under an older key', async () => {
    const { id } = await mailed();
    const rotated = createTestAuth({ signingKey: [createSigningKey(), signingKey] });
    expect(await rotated.auth.reportDelivery(id, 'bounced', identity)).toBe(true);
    const other = createTestAuth({ signingKey: createSigningKey() });
    expect(await other.auth.reportDelivery(id, 'bounced', identity)).toBe(false);
  });

  it('is nothing where the message was not to this address, or not ours', async () => {
    const { auth, events, id } = await mailed();
    const another = (digit: string | undefined) => (digit === '0' ? '1' : '0');
    const ids = [
      `${id.slice(0, -1)}${another(id.at(-1))}`,
      `${another(id.at(0))}${id.slice(1)}`,
      '',
      'x',
      `${id}x`,
      `<${id}@${'x'.repeat(300)}>`,
    ];
    // Boundary: what a webhook may hold.
    for (const other of [...ids, crypto.randomUUID(), id.replaceAll('-', ''), undefined, 7, null])
      expect([other, await auth.reportDelivery(other as string, 'bounced', identity)]).toEqual([
        other,
        false,
      ]);
    for (const other of ['eve@example.com', 'no address', '', undefined, {}])
      expect(await auth.reportDelivery(id, 'bounced', other as string)).toBe(false);
    expect(events).toEqual([]);
  });

  it('has one of two words', async () => {
    const { auth, id } = await mailed();
    await expect(auth.reportDelivery(id, 'opened' as 'bounced', identity)).rejects.toThrow(
      new TypeError("report must be 'bounced' or 'complained', not another string"),
    );
  });

  it('changes no answer, and no mail', async () => {
    const { auth, mailbox, clock, id } = await mailed({ limits: noLimits });
    for (const report of ['bounced', 'complained'] as const) await auth.reportDelivery(id, report, identity);
    const answers: unknown[] = [];
    for (const other of [identity, 'nobody@example.com']) {
      clock.advance(60);
      const { challenge, ...answer } = await auth.requestLoginCode(other, { ip });
      answers.push({ ...answer, challenge: challenge.length });
      await auth.close();
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(mailbox.map((message) => message.identity)).toEqual([identity, identity, 'nobody@example.com']);
    const { code = '' } = mailbox[1] ?? {};
    expect(await reasonOf(auth.login({ identity, code }, { ip }))).toBe('ok');
  });
});

describe('the ids of messages', () => {
  it('are never the same, and are UUIDs', async () => {
    const { auth, mailbox } = createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0 } });
    for (let i = 0; i < 50; i += 1) await auth.requestLoginCode(identity, { ip });
    await auth.close();
    const ids = mailbox.map(({ id }) => id);
    expect(new Set(ids).size).toBe(50);
    // RFC 9562: version 8, and the variant.
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});
