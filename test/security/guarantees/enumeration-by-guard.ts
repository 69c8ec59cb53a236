import SchemaBuilder from '@pothos/core';
import fc from 'fast-check';
import { expect } from 'vitest';
import EmailAuthPlugin, {
  AuthError,
  type EmailAuth,
  type LoginAttempt,
  localizedMessages,
  type WithAuth,
} from '../../../src/index.js';
import { reasonOf } from '../../support/service.js';
import { howMuch } from '../../support/thoroughness.js';
import { createAddresses } from '../attacker.js';
import type { Attack } from '../guarantee.js';

/** Something that a stranger does about one address. */
interface Deed {
  readonly what: 'ask' | 'guess' | 'guess with the challenge' | 'wait';
  /** Which of the stranger's networks it comes from. */
  readonly from: number;
  readonly seconds: number;
}

const deeds: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom('ask', 'ask', 'guess', 'guess with the challenge', 'wait'),
  from: fc.integer({ min: 1, max: 6 }),
  seconds: fc.constantFrom(10, 61, 300, 3600, 40_000),
});
/** The last one is that of all whose address is not known. */
const networkOf = (from: number): string | null => (from === 6 ? null : `192.0.${from}.1`);

/** Does it all, and answers with everything that a guard and the stranger see. */
const play = async (
  { service }: Parameters<Attack>[0],
  plan: readonly Deed[],
  owner: { readonly known: boolean; readonly home: string | null },
): Promise<readonly unknown[]> => {
  const seen: unknown[] = [];
  const { auth, clock, askForCode } = service({
    guard: async ({ pressure }) => void seen.push(await pressure()),
    claims: () => (owner.known ? {} : null),
    limits: { requestsPerIp: { limit: 30, window: 600 } },
  });
  const identity = 'ada@example.com';
  if (owner.known) {
    const input = { identity, ...(await askForCode(identity, owner.home)) };
    await auth.login(input, { ip: owner.home });
  }
  // Her network is known for weeks, and what she has asked for is a day ago.
  clock.advance(2 * 86_400);
  seen.length = 0;
  let challenge: string | undefined;
  const ask = async (ip: string | null) => {
    const answer = await auth.requestLoginCode(identity, { ip }).catch((error: AuthError) => error);
    if (!(answer instanceof AuthError)) challenge = answer.challenge;
    seen.push({ ...answer, challenge: undefined });
    // By now it is known who gets a mail.
    await auth.close();
  };
  const guess = async (ip: string | null, brought: string | undefined) =>
    seen.push(await reasonOf(auth.login({ identity, code: '000000', challenge: brought }, { ip })));
  for (const { what, from, seconds } of plan) {
    const ip = networkOf(from);
    if (what === 'wait') clock.advance(seconds);
    else if (what === 'ask') await ask(ip);
    else await guess(ip, what === 'guess' ? undefined : challenge);
  }
  return seen;
};

const compare = async (
  world: Parameters<Attack>[0],
  plan: readonly Deed[],
  home: string | null,
): Promise<void> => {
  const known = await play(world, plan, { known: true, home });
  expect(await play(world, plan, { known: false, home })).toEqual(known);
};

interface Args {
  readonly captcha?: string | null;
  readonly locale?: string | null;
}

const schemaOf = (auth: EmailAuth) => {
  const builder = new SchemaBuilder<WithAuth<{ AuthArgs: Args }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: {
      auth,
      mutations: {
        requestLoginCode: { args: (t) => ({ captcha: t.arg.string(), locale: t.arg.string() }) },
        login: { args: (t) => ({ captcha: t.arg.string(), locale: t.arg.string() }) },
      },
    },
  });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  return builder.toSchema();
};

const requestCode =
  'mutation ($email: String!, $captcha: String, $locale: String) { requestLoginCode(email: $email, captcha: $captcha, locale: $locale) { expiresIn resendAfter codeLength } }';
const logIn =
  'mutation ($email: String!, $captcha: String, $locale: String) { login(email: $email, code: "000000", captcha: $captcha, locale: $locale) { expiresIn } }';

const guardBy = async ({ args: { captcha } }: LoginAttempt<Args>): Promise<void> => {
  if (captcha === 'slow') await new Promise(setImmediate);
  if (captcha === 'broken') throw new Error('the captcha is away');
  if (captcha === 'wrong') throw new AuthError('REQUEST_REFUSED', { reason: 'captcha' });
};

/** E1, where a guard, arguments of the host's and languages have their part in the answer. */
export const byGuard: Readonly<Record<string, Attack>> = {
  'watching the pressure that a guard sees, from networks that the owner does not use': async (world) => {
    const property = fc.asyncProperty(fc.array(deeds, { minLength: 5, maxLength: 40 }), (plan) =>
      compare(world, plan, '198.51.100.1'),
    );
    await fc.assert(property, { numRuns: howMuch({ quick: 10, slow: 100 }) });
  },
  'watching it from a network that the owner has logged in from': async (world) => {
    const ask: Deed = { what: 'ask', from: 1, seconds: 0 };
    const guess: Deed = { ...ask, what: 'guess' };
    const wait: Deed = { ...ask, what: 'wait', seconds: 61 };
    const elsewhere: Deed = { ...ask, from: 2 };
    // With the sixth, the known limit begins: SECURITY.md, "What an attacker can learn".
    await compare(world, [ask, wait, ask, wait, ask, guess, wait, ask, wait, ask, guess], networkOf(1));
    await compare(world, [ask, elsewhere, wait, ask, elsewhere, guess], networkOf(1));
  },
  'comparing whole answers, with a guard, arguments and languages': async ({ serve }) => {
    const { auth, http } = await serve({
      http: { ip: ({ request }) => request.headers.get('x-test-ip') },
      schemaOf,
      messages: localizedMessages,
      limits: { requestsPerIp: { limit: 3, window: 600 }, failuresPerIp: { limit: 3, window: 300 } },
      // Boundary: what the arguments are, the schema says.
      guard: guardBy as (attempt: LoginAttempt) => Promise<void>,
      claims: (email) => (email.startsWith('known') ? { role: 'user' } : null),
    });
    const address = createAddresses();
    const answers = async (email: string, query: string, variables: object, language: string) => {
      const headers = { 'x-test-ip': address().ip, 'accept-language': language };
      const bodies: string[] = [];
      // Past the pause and the limits.
      for (let i = 0; i < 5; i += 1)
        bodies.push(await (await http.post({ query, variables: { email, ...variables } }, headers)).text());
      await auth.close();
      return bodies;
    };
    for (const query of [requestCode, logIn]) {
      for (const captcha of ['solved', 'slow', 'wrong', 'broken']) {
        const [variables, language] = [{ captcha, locale: captcha === 'slow' ? 'ja' : null }, 'de, fr;q=0.5'];
        const known = await answers('known@example.com', query, variables, language);
        expect(await answers('unknown@example.com', query, variables, language)).toEqual(known);
        expect(known.join()).not.toMatch(/This|Too many/);
      }
    }
  },
};
