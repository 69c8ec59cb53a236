import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'vitest';
import { noLimits } from '../../support/service.js';
import { ada, askForMail as ask, elsewhere, never } from '../actors.js';
import type { Guarantee } from '../guarantee.js';

const addressOf = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

export const queue: readonly Guarantee[] = [
  {
    id: 'D4',
    must: `One network MUST NOT take more than its share of the mail queue, and strangers MUST NOT take the second half of the queue`,
    attack: {
      'one network that asks again and again, and a hundred times at once': async ({ service }) => {
        for (const ipOf of [() => '203.0.113.1', (i: number) => `2001:db8:1:1::${i}`]) {
          const { auth, clock } = service({
            limits: { requestsPerIp: { limit: 5, window: 1 } },
            delivery: { send: async () => {}, queue: 100 },
          });
          const from = (i: number) => ask(auth, `user-${i}@example.com`, { ip: ipOf(i), replied: never });
          const outcomes: string[] = [];
          for (let i = 0; i < 12; i += 1) {
            outcomes.push(await from(i));
            clock.advance(1);
          }
          outcomes.push(...(await Promise.all(Array.from({ length: 100 }, (_, i) => from(100 + i)))));
          expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(5);
          // Others are not held up by it.
          expect(await ask(auth, ada, { replied: never })).toBe('accepted');
          await auth.close();
          clock.advance(1);
          expect(await from(200)).toBe('accepted');
        }
      },
      'one network, forty times at once, while no other limit holds it up': async ({ service }) => {
        let now = Date.parse('2026-01-01T00:00:00Z');
        const { auth } = service({
          // The window of the limit is over whenever somebody looks.
          clock: () => {
            now += 1000;
            return now;
          },
          limits: { ...noLimits, requestsPerIp: { limit: 5, window: 1 } },
          // A hundredth of it is more than that limit.
          delivery: { send: async () => {}, queue: 800 },
        });
        const from = (i: number) => ask(auth, `user-${i}@example.com`, { ip: '203.0.113.1', replied: never });
        const outcomes = await Promise.all(Array.from({ length: 40 }, (_, i) => from(i)));
        const accepted = outcomes.filter((outcome) => outcome === 'accepted').length;
        expect(accepted).toBeGreaterThan(5);
        expect(accepted).toBeLessThanOrEqual(8);
      },
      'more strangers than there are places, one after the other and at once': async ({ service }) => {
        for (const atOnce of [false, true]) {
          const { auth, clock, logIn, mailbox } = service({
            limits: noLimits,
            delivery: { send: async (message) => void mailbox.push(message), queue: 40 },
          });
          await logIn(ada);
          clock.advance(60);
          const stranger = (i: number) =>
            ask(auth, `user-${i}@example.com`, { ip: addressOf(i), replied: never });
          const outcomes: string[] = [];
          if (!atOnce) for (let i = 0; i < 60; i += 1) outcomes.push(await stranger(i));
          else outcomes.push(...(await Promise.all(Array.from({ length: 60 }, (_, i) => stranger(i)))));
          const accepted = outcomes.filter((outcome) => outcome === 'accepted').length;
          expect(accepted).toBeGreaterThan(10);
          expect(accepted).toBeLessThanOrEqual(20);
          expect(await ask(auth, ada, { ...elsewhere, replied: never })).toBe('DELIVERY_UNAVAILABLE');
          // From where she usually logs in, there is room.
          expect(await ask(auth, ada, { replied: never })).toBe('accepted');
          await turn();
          await auth.close();
          expect(mailbox.filter(({ identity }) => identity === ada)).toHaveLength(2);
        }
      },
    },
  },
];
