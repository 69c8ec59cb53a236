import { expect } from 'vitest';
import { type Delivery, DeliveryError, fallback, type LoginCodeMessage } from '../../../src/index.js';
import { noLimits } from '../../support/service.js';
import { ada, askForMail as ask, home, never } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import type { World } from '../world.js';
import { queue } from './mail-queue.js';

const failing = (properties: object) => Object.assign(new Error('no'), properties);

/** What a server that belongs to the recipient, or a lie about one, can do to a mail. */
const byRecipient: Readonly<Record<string, (message: LoginCodeMessage) => Promise<void>>> = {
  'refuses it at RCPT': () => Promise.reject(failing({ command: 'RCPT TO', responseCode: 550 })),
  'closes the channel at RCPT': () => Promise.reject(failing({ command: 'RCPT TO', responseCode: 421 })),
  'refuses it at DATA': () => Promise.reject(failing({ command: 'DATA', responseCode: 554 })),
  'hangs up': () => Promise.reject(failing({ code: 'ECONNECTION', command: 'CONN' })),
  'never answers': () => never,
  'is what an API stumbles over': () => Promise.reject(failing({ status: 500 })),
  'is refused by an API': () => Promise.reject(new DeliveryError('landline', { scope: 'recipient' })),
  'fails for no known reason': () => Promise.reject(new Error('no')),
};

/** A service whose mail depends on the recipient. It has a probe, or none. */
const openMail = (
  { service }: World,
  bring: (message: LoginCodeMessage) => Promise<void>,
  check?: () => Promise<void>,
) => {
  const arrived: string[] = [];
  const send: Delivery = Object.assign(async (message: LoginCodeMessage) => {
    await bring(message);
    arrived.push(message.identity);
  }, check && { check });
  return { ...service({ limits: noLimits, delivery: { send, attempts: 1, timeout: 0.02 } }), arrived };
};

const connectionRefused = () => Promise.reject(failing({ code: 'ECONNREFUSED' }));

/** Sends one code, and answers with how often its message was handed over. */
const countTries = async ({ service }: World, fail: (message: LoginCodeMessage) => Promise<void>) => {
  const tried: string[] = [];
  const { auth } = service({
    limits: noLimits,
    delivery: {
      send: (message) => {
        tried.push(message.id);
        return fail(message);
      },
      ...{ attempts: 3, timeout: 0.02 },
    },
  });
  await auth.requestLoginCode(ada, home);
  await auth.close();
  expect(new Set(tried).size).toBe(1);
  return tried.length;
};

export const delivery: readonly Guarantee[] = [
  {
    id: 'D1',
    must: `When a mail fails, its user MUST NOT have to wait for the pause before another code`,
    attack: {
      'a mail that fails in any way, or is not written because claims fails': async ({ service }) => {
        const troubles: readonly object[] = [
          ...Object.values(byRecipient).map((send) => ({ delivery: { send, attempts: 1, timeout: 0.02 } })),
          { claims: () => Promise.reject(new Error('The database is away.')) },
        ];
        for (const trouble of troubles) {
          const { auth, events } = service({ ...trouble });
          expect(await ask(auth, ada)).toBe('accepted');
          await auth.close();
          expect(events.map(({ type }) => type)).toContain('code.delivery_failed');
          expect(await ask(auth, ada)).toBe('accepted');
          await auth.close();
        }
      },
      'another process that is asked': async ({ processes }) => {
        const delivery = () => Promise.reject(failing({ command: 'RCPT TO', responseCode: 450 }));
        const [first, second] = processes({ delivery: { send: delivery, attempts: 1 } });
        expect(await ask(first.auth, ada)).toBe('accepted');
        await first.auth.close();
        expect(await ask(second.auth, ada)).toBe('accepted');
      },
      'a mail that is dropped, since its code has expired': async ({ service }) => {
        const { auth, clock, mailbox } = service({ loginCode: { lifetime: 60, resendAfter: 600 } });
        expect(await ask(auth, ada, { replied: never })).toBe('accepted');
        clock.advance(60);
        await auth.close();
        expect(mailbox).toEqual([]);
        expect(await ask(auth, ada)).toBe('accepted');
      },
      'a mail that arrives: its user waits, and only for this address': async ({ service }) => {
        const { auth } = service();
        expect(await ask(auth, ada)).toBe('accepted');
        await auth.close();
        expect(await ask(auth, ada)).toBe('TOO_MANY_REQUESTS');
        expect(await ask(auth, 'grace@example.com')).toBe('accepted');
      },
    },
  },
  {
    id: 'D2',
    must: `A recipient MUST NOT be able to stop the mail for others, or to keep it stopped once it can be sent again`,
    attack: {
      'ten domains of a stranger that misbehave, where there is a probe and where there is none': async (
        world,
      ) => {
        for (const check of [undefined, async () => {}])
          for (const [what, misbehave] of Object.entries(byRecipient)) {
            const bring = (message: LoginCodeMessage) =>
              message.identity.includes('evil') ? misbehave(message) : Promise.resolve();
            const { auth, arrived } = openMail(world, bring, check);
            await Promise.all(Array.from({ length: 10 }, (_, i) => ask(auth, `eve@evil-${i}.test`)));
            await auth.close();
            expect([what, await ask(auth, ada)]).toEqual([what, 'accepted']);
            await auth.close();
            expect([what, arrived]).toEqual([what, [ada]]);
          }
      },
      'a stranger who asks first whenever mail is tried again': async (world) => {
        for (const isProbed of [true, false]) {
          let works = false;
          const bring = ({ identity }: LoginCodeMessage) => {
            if (!works) return connectionRefused();
            return identity.includes('evil')
              ? Promise.reject(failing({ command: 'RCPT TO', responseCode: 421 }))
              : Promise.resolve();
          };
          const check = () => (works ? Promise.resolve() : connectionRefused());
          const { auth, clock, arrived } = openMail(world, bring, isProbed ? check : undefined);
          await ask(auth, ada);
          await auth.close();
          // Nobody gets mail, and everybody is told so.
          expect(await ask(auth, ada)).toBe('DELIVERY_UNAVAILABLE');
          works = true;
          for (let i = 0; i < 5; i += 1) {
            clock.advance(60);
            await ask(auth, `eve@evil-${i}.test`);
            await auth.close();
            expect(await ask(auth, `ada-${i}@example.com`)).toBe('accepted');
            await auth.close();
          }
          expect(arrived).toHaveLength(5);
        }
      },
    },
  },
  {
    id: 'D3',
    must: `A message MUST NOT be sent again if it may have been accepted, or if its code has expired`,
    attack: {
      'an answer that never comes': async (world) => {
        expect(await countTries(world, () => never)).toBe(1);
        const aborted = ({ signal }: LoginCodeMessage) =>
          new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        expect(await countTries(world, aborted)).toBe(1);
      },
      'a connection that is lost, nobody knows when': async (world) => {
        for (const code of ['ECONNECTION', 'ESOCKET', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
          expect(await countTries(world, () => Promise.reject(failing({ code })))).toBe(1);
        const cause = failing({ code: 'ECONNRESET' });
        expect(await countTries(world, () => Promise.reject(new TypeError('fetch failed', { cause })))).toBe(
          1,
        );
      },
      'an API that is silent, or whose gateway is': async (world) => {
        for (const trouble of [
          { status: 504 },
          { status: 408 },
          { name: 'TimeoutError' },
          { name: 'AbortError' },
        ])
          expect(await countTries(world, () => Promise.reject(failing(trouble)))).toBe(1);
      },
      'and what was surely not accepted is tried again, as the same message': async (world) => {
        for (const trouble of [
          { code: 'ECONNREFUSED' },
          { command: 'RCPT TO', responseCode: 450 },
          { status: 503 },
        ])
          expect(await countTries(world, () => Promise.reject(failing(trouble)))).toBe(3);
      },
      'a second delivery, after one of which nobody knows': async (world) => {
        for (const trouble of [{ code: 'ECONNRESET' }, { name: 'AbortError' }, { status: 504 }]) {
          const copies: string[] = [];
          const first = () => Promise.reject(failing(trouble));
          const second = async ({ id }: LoginCodeMessage) => void copies.push(id);
          expect(await countTries(world, fallback([first, second]))).toBe(1);
          expect(copies).toEqual([]);
        }
      },
      'a code that expires between two tries, or before the first': async ({ service }) => {
        let tries = 0;
        const { auth, clock, mailbox } = service({
          limits: noLimits,
          delivery: async (message) => {
            tries += 1;
            if (message.identity !== ada) return;
            clock.advance(300);
            throw failing({ code: 'ECONNREFUSED' });
          },
        });
        await ask(auth, ada);
        await auth.close();
        expect(tries).toBe(1);
        clock.advance(60);
        expect(await ask(auth, 'grace@example.com', { replied: never })).toBe('accepted');
        clock.advance(300);
        await auth.close();
        expect([tries, mailbox]).toEqual([1, []]);
        expect(await ask(auth, 'grace@example.com')).toBe('accepted');
        await auth.close();
        expect(tries).toBe(2);
      },
    },
  },
  ...queue,
];
