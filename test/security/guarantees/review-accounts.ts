import { expect } from 'vitest';
import { sealOf } from '../../../src/code/review-code.js';
import { createEmailAuth, type EmailAuth, type EmailAuthOptions } from '../../../src/index.js';
import { noLimits, reasonOf, signingKey } from '../../support/service.js';
import { createAddresses, times } from '../attacker.js';
import type { Attack, Guarantee } from '../guarantee.js';

const identity = 'review@example.com';
const code = 'J7K2M9QX4T';
const wrong = 'INVALID_LOGIN_CODE';
const until = '2026-02-01T00:00:00Z';
const reviewAccounts = [{ identity, code, until }];
const caller = { ip: '192.0.2.1' };

/** Asks for a code, and waits for what comes of it. */
const ask = async (auth: EmailAuth, who = identity, ip: string | null = caller.ip): Promise<string> => {
  const { challenge } = await auth.requestLoginCode(who, { ip });
  await auth.close();
  return challenge;
};

const logIn = (auth: EmailAuth, challenge?: string, guess = code, ip = caller.ip): Promise<string> =>
  reasonOf(auth.login({ identity, code: guess, challenge }, { ip }));

/** Codes that somebody could make up: none of them has 50 bits. */
const weak = [
  ...['', '123456', 'J7K2M9QX4', '7391846250', '739184625073918', '3F9A0C7B21D4', 'AAAAAAAAAA', 'ABCABCABCA'],
  ...['ABCDEFGHJK', 'K7ABCDEF2Q', '0123456789012345', '9999999999999999', 'REVJEWREVJEW', 'J7K2M9QX4U'],
  ...[
    'REVIEWCODE',
    'GOOGLEPLAY',
    'mypassword1',
    '1Q2W3E4R5T',
    'A1B2C3D4E5F6G7',
    '1111111111112347',
    '1122334455667788',
  ],
];

const startWith = (options: EmailAuthOptions) => () =>
  createEmailAuth({ signingKey, clock: () => Date.parse('2026-01-01T00:00:00Z'), ...options });

const withoutChallenge: Attack = async ({ service }) => {
  const { auth } = service({ limits: noLimits, reviewAccounts });
  expect(await logIn(auth)).toBe(wrong);
  const challenge = await ask(auth);
  expect(await logIn(auth)).toBe(wrong);
  expect(await logIn(auth, 'made-up')).toBe(wrong);
  expect(await logIn(auth, challenge)).toBe('ok');
};

export const reviewAccountCodes: readonly Guarantee[] = [
  {
    id: 'C6',
    must: 'A code of `reviewAccounts` MUST have at least 50 bits. It MUST work only until its date, and only in a login that brings a live challenge of its identity: 5 attempts each. It MUST NOT be mailed, and MUST be kept as an HMAC only. `claims` decides as for everybody',
    attack: {
      'codes that somebody could make up': async () => {
        for (const each of weak) {
          const start = startWith({ reviewAccounts: [{ identity, code: each, until }] });
          expect(start, each).toThrow(/^reviewAccounts\[0\]\.code must be /);
        }
      },
      'a date that is too far away': async () => {
        const start = startWith({ reviewAccounts: [{ identity, code, until: '2026-04-02' }] });
        expect(start).toThrow('reviewAccounts[0].until must be at most 90 days from now');
      },
      'the right code without a challenge': withoutChallenge,
      'the right code with the challenge of another identity': async ({ service }) => {
        const { auth } = service({ limits: noLimits, reviewAccounts });
        await ask(auth);
        expect(await logIn(auth, await ask(auth, 'eve@example.com'))).toBe(wrong);
      },
      'the right code with a challenge that is over': async ({ service }) => {
        const { auth, clock } = service({ limits: noLimits, reviewAccounts });
        const challenge = await ask(auth);
        clock.advance(299);
        expect(await logIn(auth, challenge)).toBe('ok');
        clock.advance(1);
        expect(await logIn(auth, challenge)).toBe(wrong);
      },
      'the right code as the sixth guess with one challenge, and as the first with another': async ({
        service,
      }) => {
        const { auth } = service({ limits: noLimits, reviewAccounts });
        const [first, second] = [await ask(auth), await ask(auth, identity, '192.0.2.2')];
        for (let i = 0; i < 5; i += 1) expect(await logIn(auth, first, 'WRONGWRONG')).toBe(wrong);
        expect(await logIn(auth, first)).toBe(wrong);
        expect(await logIn(auth, second)).toBe('ok');
      },
      'many challenges from one network': async ({ service }) => {
        const { auth } = service({ reviewAccounts, loginCode: { resendAfter: 0 } });
        const outcomes: string[] = [];
        for (let i = 0; i < 12; i += 1) {
          const challenge = await ask(auth).catch(() => 'none');
          for (let j = 0; j < 5; j += 1) outcomes.push(await logIn(auth, challenge, 'WRONGWRONG'));
        }
        expect(outcomes.filter((outcome) => outcome === wrong)).toHaveLength(10);
        expect(await logIn(auth)).toBe('TOO_MANY_REQUESTS');
      },
      'strangers who ask without end, to keep the reviewer out': async ({ service }) => {
        const { auth, mailbox } = service({ reviewAccounts });
        const address = createAddresses();
        await Promise.all(times(30, () => reasonOf(auth.requestLoginCode(identity, address()))));
        await auth.close();
        for (const _ of times(7, () => null)) {
          const { ip } = address();
          expect(await logIn(auth, await ask(auth, identity, ip), code, ip)).toBe('ok');
        }
        expect(mailbox).toEqual([]);
      },
      'the right code when its date has come, with a challenge from before': async ({ service }) => {
        const { auth, clock, mailbox } = service({
          limits: noLimits,
          reviewAccounts: [{ identity, code, until: new Date(Date.parse('2026-01-01T00:01:40Z')) }],
        });
        clock.advance((Date.parse('2026-01-01T00:01:39.999Z') - clock()) / 1000);
        const challenge = await ask(auth);
        expect(await logIn(auth, challenge)).toBe('ok');
        clock.advance(0.001);
        expect(await logIn(auth, challenge)).toBe(wrong);
        expect(await logIn(auth, await ask(auth, identity, '192.0.2.2'))).toBe(wrong);
        // Now it is an address like any other.
        expect(mailbox.map(({ code: { length } }) => length)).toEqual([6]);
      },
      'an address that `claims` refuses': async ({ service }) => {
        const phases: string[] = [];
        const claims = (_: string, { phase }: { readonly phase: string }) => void phases.push(phase);
        const { auth } = service({ limits: noLimits, reviewAccounts, claims });
        expect(await logIn(auth, await ask(auth))).toBe(wrong);
        expect(phases).toEqual(['request', 'login']);
        expect(await auth.sessions(identity)).toEqual([]);
      },
      'reading the mail, the events and the cache': async ({ openCache, service, dump }) => {
        const cache = openCache();
        const { auth, events, mailbox } = service({ cache, limits: noLimits, reviewAccounts });
        const challenge = await ask(auth);
        expect(await logIn(auth, challenge, ' j7k2m-9qx4t ')).toBe('ok');
        const kept = (await dump(cache)) + JSON.stringify([events, mailbox]);
        // Nor what anybody could make of each code that there is, without the signing key.
        for (const form of [code, sealOf(identity, code)]) expect(kept).not.toContain(form);
        expect(mailbox).toEqual([]);
        expect(events).toContainEqual(
          expect.objectContaining({ type: 'login.succeeded', identity, reviewAccount: true }),
        );
      },
    },
  },
];
