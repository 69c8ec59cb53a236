import type { RequestListener } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { ClaimsOption, Delivery } from '../../../src/index.js';
import type { startHttpServer } from '../../support/http-server.js';
import { noLimits, reasonOf, wrongCode } from '../../support/service.js';
import { createAddresses, times } from '../attacker.js';
import type { Attack, Guarantee } from '../guarantee.js';
import { byGuard } from './enumeration-by-guard.js';

type Server = Awaited<ReturnType<typeof startHttpServer>>;

const user = { role: 'user' } as const;
const requestCode =
  'mutation ($email: String!, $challenge: String) { requestLoginCode(email: $email, challenge: $challenge) { challenge expiresIn resendAfter codeLength } }';
const logIn =
  'mutation ($email: String!, $code: String!, $challenge: String) { login(email: $email, code: $code, challenge: $challenge) { expiresIn } }';

/** Callers say where they are, so that each can be somewhere else. */
const toldAddress = { ip: (ctx: { request: Request }) => ctx.request.headers.get('x-test-ip') };

/**
 * Everything in an answer that somebody could compare; what is random is left out, but not its length, nor whether it is
 * what she has brought.
 */
const wholeAnswer = async (
  { post }: Server,
  query: string,
  variables: { readonly email?: string; readonly challenge?: string | null },
  headers: Record<string, string>,
) => {
  const response = await post({ query, variables }, headers);
  const { date: _, ...others } = Object.fromEntries(response.headers);
  const body = (await response.text()).replace(/(?<="challenge":")[^"]*/, (text) =>
    text === variables.challenge ? 'kept' : '*'.repeat(text.length),
  );
  return { status: response.status, headers: others, body };
};

/** Lets everything happen that does not wait for time. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 50; i += 1) await turn();
};

/** A server that holds its answers back, until they may leave. */
const holdBack = () => {
  const log: string[] = [];
  let leave = () => {};
  const around =
    (yoga: RequestListener): RequestListener =>
    (req, res) => {
      const end = res.end.bind(res);
      res.once('finish', () => log.push('left'));
      // Boundary: `end` has three signatures, and all of them are passed on.
      res.end = ((...args: Parameters<typeof end>) => {
        leave = () => void end(...args);
        log.push('answered');
        return res;
      }) as typeof res.end;
      yoga(req, res);
    };
  return { log, around, leave: () => leave() };
};

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** How an address may behave that an attacker asks about. */
const targets: readonly { readonly claims?: ClaimsOption<object>; readonly send?: Delivery }[] = [
  {},
  { claims: () => null },
  { claims: () => new Promise<never>(() => {}) },
  { send: () => new Promise<never>(() => {}) },
  { send: () => Promise.reject(Object.assign(new Error('no such user'), { responseCode: 550 })) },
];

/** Asks five times for a target, then for addresses of one's own; answers with when their lookups begin. */
const startsBehind = async (
  { service }: Parameters<Attack>[0],
  target: (typeof targets)[number],
): Promise<readonly string[]> => {
  const starts: string[] = [];
  let began = Number.POSITIVE_INFINITY;
  const isTarget = (identity: string) => identity === 'target@target.test';
  const { auth } = service({
    limits: noLimits,
    loginCode: { resendAfter: 0 },
    clock: () => Date.now(),
    claims: (identity, info) => {
      if (identity.startsWith('me@')) starts.push(`${identity} after ${Date.now() - began} ms`);
      return isTarget(identity) && target.claims ? target.claims(identity, info) : {};
    },
    delivery: (message) => (isTarget(message.identity) && target.send?.(message)) || sleep(1000),
  });
  const pass = async (...steps: readonly number[]) => {
    for (const milliseconds of steps) {
      await vi.advanceTimersByTimeAsync(milliseconds);
      await turn();
    }
  };
  const ask = (identity: string) => auth.requestLoginCode(identity, { ip: '192.0.2.9' });
  // Mails take a second here, and five may be under way: one begins every 200 ms.
  for (const domain of ['one.test', 'two.test', 'three.test']) await ask(`warm@${domain}`);
  await pass(0, 1000, 9000);
  began = Date.now();
  for (let i = 0; i < 5; i += 1) await ask('target@target.test');
  for (let i = 0; i < 3; i += 1) await ask(`me@${i}.test`);
  await pass(...times(8, () => 200));
  // What hangs is given up.
  const closed = auth.close({ timeout: 0 });
  await pass(1);
  await closed;
  return starts;
};

/** All ways in which a login can fail, and one in which it works. */
const compareFailures =
  (options: { readonly httpStatus: boolean }, headers: Record<string, string>): Attack =>
  async ({ serve }) => {
    let gone = false;
    const { http, clock, askForCode } = await serve({
      ...options,
      http: toldAddress,
      claims: (email, { phase }) =>
        email.startsWith('withheld') || (gone && phase === 'login') ? null : user,
    });
    const address = createAddresses();
    const ask = async (name: string) => {
      const email = `${name}@example.com`;
      return { email, ...(await askForCode(email, address().ip)) };
    };
    const failed: Record<string, object> = {};
    const answer = (variables: object) =>
      wholeAnswer(http, logIn, variables, { ...headers, 'x-test-ip': address().ip });
    const fail = async (how: string, variables: object) => {
      failed[how] = await answer(variables);
    };

    const expired = await ask('expired');
    clock.advance(300);
    await fail('expired', expired);
    const used = await ask('used');
    const right = await answer(used);
    expect(right.body).toContain('"expiresIn":300');
    await fail('used', used);
    clock.advance(11);
    await fail('used long ago', used);
    const wrong = await ask('wrong');
    await fail('wrong', { ...wrong, code: wrongCode(wrong.code) });
    await fail('wrong, without the challenge', { ...wrong, code: wrongCode(wrong.code), challenge: null });
    await fail('for the code of somebody else', { ...wrong, code: (await ask('other')).code });
    await fail('of a challenge of somebody else', { ...(await ask('other')), email: wrong.email });
    for (const code of ['', 'x', '12345678901234567890', 'no code '.repeat(100)])
      await fail(`malformed: ${code.slice(0, 20)}`, { ...wrong, code });
    await fail('for an address that nobody has asked for', { ...wrong, email: 'nobody@example.com' });
    const spent = await ask('spent');
    for (let i = 0; i < 5; i += 1) await answer({ ...spent, code: wrongCode(spent.code) });
    await fail('right, with its tries used up', spent);
    const withheld = { email: 'withheld@example.com', code: '123456' };
    const asked = await http.query(requestCode, withheld, { 'x-test-ip': address().ip });
    await fail('for an address that is not let in', {
      ...withheld,
      challenge: asked.data.requestLoginCode.challenge,
    });
    const left = await ask('left');
    gone = true;
    await fail('right, for somebody who is not let in any more', left);

    expect(Object.keys(failed)).toHaveLength(15);
    for (const [how, whole] of Object.entries(failed)) expect(whole, how).toEqual(failed.wrong);
    expect(JSON.stringify(failed.wrong)).toContain('INVALID_LOGIN_CODE');
  };

export const enumeration: readonly Guarantee[] = [
  {
    id: 'E1',
    must: `The answer to a request for a code MUST NOT depend on whether the address is known. Lookup and mail begin after the answer has left, at a start time that does not depend on the outcome of other requests`,
    attack: {
      'comparing whole answers for a known and an unknown address': async ({ serve }) => {
        const { auth, http, mailbox } = await serve({
          http: toldAddress,
          claims: (email) => (email.startsWith('known') ? user : null),
        });
        const address = createAddresses();
        const bodies = new Set<string>();
        // Short codes first, then long ones, then those that are joined.
        for (let round = 0; round < 8; round += 1) {
          const headers = { 'x-test-ip': address().ip };
          const known = await wholeAnswer(http, requestCode, { email: 'known@example.com' }, headers);
          const unknown = await wholeAnswer(http, requestCode, { email: 'unknown@example.com' }, headers);
          expect(unknown).toEqual(known);
          bodies.add(known.body);
        }
        await auth.close();
        expect(bodies.size).toBe(3);
        expect(mailbox.map(({ identity }) => identity)).toEqual(times(6, () => 'known@example.com'));
      },
      'the same in every language, with a template that is slow or broken': async ({ serve }) => {
        const written: string[] = [];
        const { auth, http, mailbox } = await serve({
          http: toldAddress,
          claims: (email) => (email.startsWith('known') ? user : null),
          mail: {
            template: async ({ locale }) => {
              written.push(locale);
              if (locale === 'ja') throw new Error('broken');
              if (locale === 'ar') await sleep(20);
              return {};
            },
          },
        });
        const address = createAddresses();
        const languages = ['de', 'ar', 'ja', 'xx', '*', ';q=', 'x'.repeat(5000)];
        for (const language of languages) {
          const headers = { 'x-test-ip': address().ip, 'accept-language': language };
          const known = await wholeAnswer(http, requestCode, { email: 'known@example.com' }, headers);
          const unknown = await wholeAnswer(http, requestCode, { email: 'unknown@example.com' }, headers);
          expect(unknown).toEqual(known);
        }
        await auth.close();
        // Past the fifth, strangers join the long code that was mailed.
        expect(new Set(written)).toEqual(new Set(['de', 'ar', 'ja', 'en']));
        expect(mailbox.every(({ identity }) => identity === 'known@example.com')).toBe(true);
      },
      'bringing the challenge of a request before, for a known and an unknown address': async ({ serve }) => {
        const { auth, http } = await serve({
          http: toldAddress,
          claims: (email) => (email.startsWith('known') ? user : null),
        });
        const address = createAddresses();
        const askTwice = async (email: string) => {
          const from = () => ({ 'x-test-ip': address().ip });
          const { data } = await http.query(requestCode, { email }, from());
          // By now it is known who gets a mail.
          await auth.close();
          const { challenge } = data.requestLoginCode;
          return wholeAnswer(http, requestCode, { email, challenge }, from());
        };
        const bodies: string[] = [];
        for (let round = 0; round < 4; round += 1) {
          const known = await askTwice('known@example.com');
          expect(await askTwice('unknown@example.com')).toEqual(known);
          bodies.push(known.body);
        }
        // Kept by short codes and by a long one; who joins gets a challenge of her own.
        expect(bodies.map((body) => body.includes('"kept"'))).toEqual([true, true, true, false]);
        expect(new Set(bodies).size).toBe(3);
      },
      'looking whether lookup or mail begin before the answer has left': async ({ serve }) => {
        const { log, around, leave } = holdBack();
        const { http } = await serve({
          around,
          claims: () => {
            log.push('lookup');
            return user;
          },
          delivery: async () => void log.push('mail'),
        });
        const answer = http.query(requestCode, { email: 'ada@example.com' });
        await vi.waitUntil(() => log.includes('answered'));
        await settle();
        expect(log).toEqual(['answered']);
        leave();
        expect((await answer).data.requestLoginCode.expiresIn).toBe(300);
        await vi.waitUntil(() => log.includes('mail'));
        expect(log).toEqual(['answered', 'left', 'lookup', 'mail']);
      },
      ...byGuard,
      'the same, where nobody tells when the answer leaves': async ({ service }) => {
        const log: string[] = [];
        const { auth } = service({
          claims: () => {
            log.push('lookup');
            return {};
          },
        });
        await auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' }).then(() => log.push('answer'));
        await auth.close();
        expect(log).toEqual(['answer', 'lookup']);
      },
      'timing lookups of my own behind requests for a target': async (world) => {
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
        try {
          for (const target of targets) {
            expect(await startsBehind(world, target)).toEqual([
              'me@0.test after 1000 ms',
              'me@1.test after 1200 ms',
              'me@2.test after 1400 ms',
            ]);
          }
        } finally {
          vi.useRealTimers();
        }
      },
    },
  },
  {
    id: 'E2',
    must: `A failed login MUST NOT tell why it failed`,
    attack: {
      'comparing whole answers, whatever is wrong': compareFailures({ httpStatus: false }, {}),
      'the same, where refusals have a status': compareFailures(
        { httpStatus: true },
        { accept: 'application/graphql-response+json' },
      ),
      'comparing right and wrong codes from an address that is blocked': async ({ serve }) => {
        const { auth, http, askForCode } = await serve({ http: toldAddress });
        const [blocked, elsewhere] = ['192.0.2.1', '192.0.2.2'];
        const right = { email: 'ada@example.com', ...(await askForCode('ada@example.com', elsewhere)) };
        for (let i = 0; i < 10; i += 1)
          await reasonOf(auth.login({ identity: 'eve@example.com', code: '0' }, { ip: blocked }));
        const answer = (variables: object, ip = blocked) =>
          wholeAnswer(http, logIn, variables, { 'x-test-ip': ip });
        const answers = [
          await answer(right),
          await answer({ ...right, code: wrongCode(right.code) }),
          await answer({ ...right, email: 'nobody@example.com' }),
        ];
        expect(answers[0]?.body).toContain('TOO_MANY_REQUESTS');
        for (const each of answers) expect(each).toEqual(answers[0]);
        expect((await answer(right, elsewhere)).body).toContain('"expiresIn":300');
      },
    },
  },
];
