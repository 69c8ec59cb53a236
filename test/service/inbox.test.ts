import { expect, it, vi } from 'vitest';
import type { EmailAuthOptions } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { createTestAuth } from '../support/service.js';

const identity = 'ada@example.com';
const strangersMails = 5;
const lifetime = 300;

describeBothStores('strangers who want to fill an inbox', (openCache) => {
  const open = (options: EmailAuthOptions) => {
    let used = 0;
    const service = createTestAuth({ cache: openCache(), ...options });
    const ask = () => {
      used += 1;
      return service.auth.requestLoginCode(identity, { ip: `198.51.${used >> 8}.${used & 255}` });
    };
    return { ...service, ask };
  };

  it('get no further mail while one is to be tried again', async () => {
    let isDown = false;
    const { auth, events, mailbox, ask } = open({
      claims: () => {
        if (isDown) throw new Error('away');
        return {};
      },
    });
    for (let i = 0; i < strangersMails; i += 1) await ask();
    await auth.close();
    isDown = true;
    for (let i = 0; i < 40; i += 1) {
      const before = events.length;
      await ask();
      const seen = () => events.slice(before).map((event) => ('joined' in event ? event.joined : event.type));
      await vi.waitUntil(() => seen().includes(true) || seen().includes('code.delivery_failed'));
    }
    isDown = false;
    await auth.close();
    expect(mailbox).toHaveLength(strangersMails + 1);
  });

  it.each([
    ['may have got out', { name: 'AbortError' }],
    ['was refused for now', { responseCode: 450, command: 'RCPT TO' }],
  ])('get no further mail where the last one %s', async (_, error) => {
    let sent = 0;
    const send = async () => {
      sent += 1;
      throw Object.assign(new Error('late'), error);
    };
    const { auth, clock, ask } = open({ delivery: { send, attempts: 1 } });
    for (let second = 0; second < 3600; second += 30) {
      await ask();
      await auth.close();
      clock.advance(30);
    }
    expect(sent).toBeLessThanOrEqual(strangersMails + 3600 / lifetime);
  });
});
