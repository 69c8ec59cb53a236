import { expect } from 'vitest';
import { AuthError, type LoginAttempt } from '../../../src/index.js';
import { reasonOf, wrongCode } from '../../support/service.js';
import { createAddresses } from '../attacker.js';
import type { Attack, Guarantee } from '../guarantee.js';

const refuse = (): never => {
  throw new AuthError('REQUEST_REFUSED', { reason: 'captcha' });
};

/** What a guard may answer with that is no yes, whatever its author meant. */
const answers: readonly (() => unknown)[] = [
  () => false,
  () => true,
  () => null,
  () => 'no',
  async () => false,
  async () => ({ success: false }),
  () => refuse,
];

/** What a guard may throw that is no refusal: an outage, or a mistake. */
const throws: readonly (() => unknown)[] = [
  () => Promise.reject(new Error('the captcha is away')),
  () => {
    throw undefined;
  },
  () => {
    throw new AuthError('INVALID_LOGIN_CODE', {});
  },
  () => {
    throw Object.assign(new Error('no'), { code: 'REQUEST_REFUSED', reason: 'captcha' });
  },
  () => {
    throw new AuthError('REQUEST_REFUSED', { reason: '' });
  },
  () => {
    throw new AuthError('REQUEST_REFUSED', { reason: ' \u00A0' });
  },
  () => {
    throw new AuthError('REQUEST_REFUSED', { reason: 'two\u2028lines' });
  },
  () => {
    const refusal = new AuthError('REQUEST_REFUSED', { reason: 'captcha' });
    const get = () => {
      throw new Error('a trap');
    };
    throw Object.defineProperty(refusal, 'reason', { get });
  },
  () => {
    throw new AuthError('REQUEST_REFUSED', { reason: { captcha: 'missing' } as unknown as string });
  },
];

const unclear =
  (guards: readonly (() => unknown)[]): Attack =>
  async ({ openCache, service, dump }) => {
    for (const answer of guards) {
      let guard: () => unknown = () => {};
      // Boundary: what such a guard answers is not what its type says; that is the attack.
      const cache = openCache();
      const { auth, askForCode, mailbox } = service({ cache, guard: () => guard() as never });
      const asked = await askForCode('ada@example.com');
      const kept = await dump(cache);
      guard = answer;
      const login = auth.login({ identity: 'ada@example.com', ...asked }, { ip: '192.0.2.1' });
      expect(await reasonOf(login)).toBe('SERVICE_UNAVAILABLE');
      expect(await reasonOf(auth.requestLoginCode('eve@example.com', { ip: '192.0.2.2' }))).toBe(
        'SERVICE_UNAVAILABLE',
      );
      await auth.close();
      expect(mailbox).toHaveLength(1);
      expect(await dump(cache)).toBe(kept);
      guard = () => {};
      // Nothing is lost.
      await auth.login({ identity: 'ada@example.com', ...asked }, { ip: '192.0.2.1' });
    }
  };

export const guard: readonly Guarantee[] = [
  {
    id: 'G1',
    must: `A \`guard\` MUST be asked before anything is looked up or counted for an attempt, and MUST NOT be asked when a limit refuses its caller. Only a guard that ends without a value MUST let the attempt pass`,
    attack: {
      'attempts that it refuses, for known and unknown addresses': async ({ openCache, service, dump }) => {
        const cache = openCache();
        const lookups: string[] = [];
        let open = true;
        const { auth, askForCode, mailbox } = service({
          cache,
          limits: { failuresPerIp: { limit: 2, window: 300 }, requestsPerIp: { limit: 3, window: 600 } },
          loginCode: { resendAfter: 0 },
          guard: () => (open ? undefined : refuse()),
          claims: (email) => {
            lookups.push(email);
            return email.startsWith('known') ? {} : null;
          },
        });
        const ip = '192.0.2.1';
        const asked = await askForCode('known@example.com', ip);
        lookups.length = 0;
        open = false;
        const kept = await dump(cache);
        for (let i = 0; i < 10; i += 1) {
          for (const identity of ['known@example.com', 'unknown@example.com']) {
            const guess = { identity, ...asked, code: wrongCode(asked.code) };
            expect(await reasonOf(auth.requestLoginCode(identity, { ip }))).toBe('captcha');
            expect(await reasonOf(auth.login(guess, { ip }))).toBe('captcha');
          }
        }
        await auth.close();
        expect([lookups, mailbox.length]).toEqual([[], 1]);
        // Neither a code, nor an attempt, nor a limit has changed.
        expect(await dump(cache)).toBe(kept);
        open = true;
        await auth.login({ identity: 'known@example.com', ...asked }, { ip });
      },
      'asking and guessing on and on past a limit': async ({ service }) => {
        const asked: LoginAttempt['action'][] = [];
        const { auth } = service({
          limits: {
            failuresPerIp: { limit: 3, window: 300 },
            requestsPerIp: { limit: 4, window: 600 },
            mailsPerIdentity: false,
          },
          loginCode: { resendAfter: 0 },
          guard: ({ action }) => void asked.push(action),
        });
        const ip = '192.0.2.1';
        for (let i = 0; i < 10; i += 1) {
          await reasonOf(auth.requestLoginCode(`${i}@example.com`, { ip }));
          await reasonOf(auth.login({ identity: `${i}@example.com`, code: '123456' }, { ip }));
        }
        expect(asked.filter((action) => action === 'requestLoginCode')).toHaveLength(4);
        expect(asked.filter((action) => action === 'login')).toHaveLength(3);
      },
      'asking again within the pause': async ({ service }) => {
        const asked: string[] = [];
        const { auth } = service({ guard: ({ action }) => void asked.push(action) });
        const ip = createAddresses()().ip;
        for (let i = 0; i < 3; i += 1) await reasonOf(auth.requestLoginCode('ada@example.com', { ip }));
        expect(asked).toHaveLength(1);
      },
      'a guard that answers with something': unclear(answers),
      'a guard that throws something else than a refusal': unclear(throws),
    },
  },
];
