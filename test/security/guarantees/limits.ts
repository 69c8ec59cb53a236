import { expect } from 'vitest';
import type { AuthEvent, EmailAuth, LoginCodeMessage } from '../../../src/index.js';
import { readLimits } from '../../../src/options/read-limits.js';
import type { GraphQLAnswer } from '../../support/http-server.js';
import { noLimits, reasonOf } from '../../support/service.js';
import { countedCodes, createAddresses, inTurn, storeTimeout, tally, times } from '../attacker.js';
import type { Guarantee } from '../guarantee.js';

const identity = 'ada@example.com';
const home = '203.0.113.1';
const caller = { ip: '192.0.2.1' };
const nobody = { ip: null };
const wrong = 'INVALID_LOGIN_CODE';
const limited = 'TOO_MANY_REQUESTS';
/** No code: those of the tests are digits, and long ones have ten characters. */
const miss = 'AAAAAA';

const user = (index: number): string => `user-${index}@example.com`;

/** A guess, and what comes of it. */
const guessAt =
  (auth: EmailAuth) =>
  (code: string, challenge?: string, ip: string | null = caller.ip, of = identity): Promise<string> =>
    reasonOf(auth.login({ identity: of, code, challenge }, { ip }));

/** Guesses that were compared with a short code, and when. */
const comparedIn = (events: readonly AuthEvent[]): { readonly at: number; readonly count: number }[] =>
  events.flatMap((event) => (event.type === 'login.failed' ? { at: event.at, count: event.compared } : []));

/** The most that fall into any window of so many seconds. */
const worstWindow = (marks: readonly { readonly at: number; readonly count: number }[], seconds: number) =>
  Math.max(
    ...marks.map(({ at: end }) =>
      marks
        .filter(({ at }) => at > end - seconds * 1000 && at <= end)
        .reduce((sum, { count }) => sum + count, 0),
    ),
  );

const codesOf = (answers: readonly GraphQLAnswer[]): unknown[] =>
  answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));

const login = (alias: string, code: string): string =>
  `${alias}: login(email: "${identity}", code: "${code}") { expiresIn }`;
const request = (alias: string): string =>
  `${alias}: requestLoginCode(email: "${alias}@example.com") { expiresIn }`;
const many = (count: number, field: (alias: string) => string, prefix = 'a'): string =>
  `mutation { ${times(count, (i) => field(`${prefix}${i}`)).join(' ')} }`;

export const limits: readonly Guarantee[] = [
  {
    id: 'L1',
    must: `Limits MUST be counted in the same atomic step that compares the code: all of them, or none`,
    attack: {
      'a hundred guesses of one address at once, over three processes': async ({ processes }) => {
        const all = processes({ storeTimeout });
        const [{ auth, askForCode }] = all;
        const { code, challenge } = await askForCode(identity, home);
        const guesses = times(100, (i) =>
          inTurn(all)(i).auth.login({ identity: user(i), code: miss }, caller),
        );
        expect(await tally(guesses)).toEqual({ [wrong]: 10, [limited]: 90 });
        expect(await guessAt(auth)(code, challenge)).toBe(limited);
        expect(await guessAt(auth)(code, challenge, home)).toBe('ok');
      },
      'a hundred requests of one address at once, over three processes': async ({ processes }) => {
        const all = processes({ storeTimeout });
        const [{ auth }] = all;
        // A Redis that does not know a script yet is sent it behind the other requests, which have the places by then.
        await Promise.all(all.map((each) => each.auth.check()));
        const requests = times(100, (i) => inTurn(all)(i).auth.requestLoginCode(user(i), caller));
        expect(await tally(requests)).toEqual({ ok: 10, [limited]: 90 });
        expect(await reasonOf(auth.requestLoginCode(identity, { ip: home }))).toBe('ok');
      },
      'guesses of a blocked address, to spend what the identity has': async ({ service }) => {
        const failuresPerIdentity = { limit: 12, window: 86_400 };
        const failuresPerIp = { limit: 2, window: 300 };
        const { auth, askForCode } = service({ limits: { ...noLimits, failuresPerIp, failuresPerIdentity } });
        const guesses = times(50, () => auth.login({ identity, code: miss }, caller));
        expect(await tally(guesses)).toEqual({ [wrong]: 2, [limited]: 48 });
        expect((await askForCode(identity, home)).code).toHaveLength(6);
      },
      'requests in the pause between two codes, to spend what the address has': async ({ service }) => {
        const { auth } = service({ limits: { requestsPerIp: { limit: 3, window: 600 } } });
        const requests = times(50, () => auth.requestLoginCode(identity, caller));
        expect(await tally(requests)).toEqual({ ok: 1, [limited]: 49 });
        const others = times(3, (i) => auth.requestLoginCode(user(i), caller));
        expect(await tally(others)).toEqual({ ok: 2, [limited]: 1 });
      },
      'requests of a blocked /64, to spend what its /48 has': async ({ service }) => {
        const { auth } = service({ limits: { requestsPerIp: { limit: 1, window: 600 } } });
        const from = (subnet: number) => ({ ip: `2001:db8:1:${subnet}::1` });
        const requests = times(50, (i) => auth.requestLoginCode(user(i), from(0)));
        expect(await tally(requests)).toEqual({ ok: 1, [limited]: 49 });
        const others = times(11, (i) => auth.requestLoginCode(user(i), from(i + 1)));
        expect(await tally(others)).toEqual({ ok: 9, [limited]: 2 });
      },
    },
  },
  {
    id: 'L2',
    must: `A block MUST end after its time, however often the blocked caller asks`,
    attack: {
      'knocking at a block with right and wrong codes': async ({ service }) => {
        const { auth, clock, askForCode } = service();
        const guess = guessAt(auth);
        const fill = () => Promise.all(times(10, (i) => guess(miss, undefined, caller.ip, user(i))));
        expect(new Set(await fill())).toEqual(new Set([wrong]));
        clock.advance(150);
        const { code, challenge } = await askForCode(identity, home);
        const knock = async () => [await guess(code, challenge), await guess(miss)];
        for (let second = 150; second < 297; second += 7) {
          expect(await knock()).toEqual([limited, limited]);
          clock.advance(7);
        }
        clock.advance(2);
        expect(await knock()).toEqual([limited, limited]);
        clock.advance(0.999);
        expect(await knock()).toEqual([limited, limited]);
        clock.advance(0.001);
        expect(await guess(code, challenge)).toBe('ok');
        // What was knocked is not counted afterwards either.
        expect(new Set(await fill())).toEqual(new Set([wrong]));
        expect(await guess(miss)).toBe(limited);
      },
      'knocking at the pause between two codes, and at the limit of requests': async ({ service }) => {
        const { auth, clock } = service({ limits: { requestsPerIp: { limit: 2, window: 600 } } });
        const ask = (email = identity) => reasonOf(auth.requestLoginCode(email, caller));
        expect(await ask()).toBe('ok');
        for (let second = 0; second < 60; second += 5) {
          expect(await ask()).toBe(limited);
          clock.advance(5);
        }
        expect(await ask()).toBe('ok');
        for (let second = 60; second < 600; second += 20) {
          expect(await ask(user(second))).toBe(limited);
          clock.advance(20);
        }
        expect(await ask(user(0))).toBe('ok');
      },
    },
  },
  {
    id: 'L3',
    must: `One HTTP request MUST get at most one login and one mail, with aliases and batches too`,
    attack: {
      'fifty aliases': async ({ serve }) => {
        const { auth, http, mailbox, events, askForCode } = await serve();
        const { code } = await askForCode(identity);
        const aliases = many(48, (alias) => login(alias, miss));
        await http.query(aliases.replace('{ a0', `{ ${login('first', miss)} ${login('second', code)} a0`));
        expect(comparedIn(events)).toHaveLength(1);
        const { data } = await http.query(`mutation { ${login('next', code)} }`);
        expect(data.next.expiresIn).toBe(300);
        await http.query(many(50, request));
        await auth.close();
        expect(mailbox).toHaveLength(2);
      },
      'an array of ten operations with five aliases each': async ({ serve }) => {
        const { auth, http, mailbox, events } = await serve({ batching: true });
        const post = async (field: (alias: string) => string) => {
          const batch = times(10, (i) => ({ query: many(5, field, `b${i}x`) }));
          return (await (await http.post(batch)).json()) as GraphQLAnswer[];
        };
        const guesses = codesOf(await post((alias) => login(alias, miss)));
        expect(guesses.filter((code) => code === wrong)).toHaveLength(1);
        expect(comparedIn(events)).toHaveLength(1);
        await post(request);
        await auth.close();
        expect(mailbox).toHaveLength(1);
        const both = `mutation { ${login('one', miss)} }`;
        expect(codesOf([await http.query(both), await http.query(both)])).toEqual([wrong, wrong]);
      },
    },
  },
  {
    id: 'L4',
    must: `In any 24 hours there MUST be at most 50 attempts at the short codes of one identity, and at most 10,000 at all short codes together. A login makes one attempt at each short code that it is compared with`,
    attack: {
      'a day of guesses at one identity, from addresses without number': async ({ service }) => {
        const { auth, clock, events, mailbox } = service({ loginCode: { generate: countedCodes() } });
        const address = createAddresses();
        const challenges: string[] = [];
        const attackFor = async (hours: number) => {
          for (let hour = 0; hour < hours; hour += 1) {
            for (let i = 0; i < 3; i += 1)
              challenges.push((await auth.requestLoginCode(identity, address())).challenge);
            for (const challenge of [...challenges.slice(-3), undefined])
              await Promise.all(times(6, () => guessAt(auth)(miss, challenge, address().ip)));
            clock.advance(3600);
          }
        };
        await attackFor(3);
        clock.advance(20 * 3600);
        await attackFor(3);
        expect(worstWindow(comparedIn(events), 86_400)).toBe(50);
        // The owner gets a long code, at once.
        const { challenge, codeLength } = await auth.requestLoginCode(identity, { ip: home });
        await auth.close();
        expect(codeLength).toBe(10);
        expect(await guessAt(auth)(mailbox.at(-1)?.code ?? '', challenge, home)).toBe('ok');
      },
      'ten codes at once, and guesses at all of them later': async ({ service }) => {
        const { auth, events, mailbox } = service({
          limits: { ...noLimits, failuresPerIdentity: { limit: 50, window: 86_400 } },
          loginCode: { generate: countedCodes() },
        });
        const address = createAddresses();
        const asked = times(12, () => auth.requestLoginCode(identity, address()));
        const challenges = (await Promise.all(asked)).map(({ challenge }) => challenge);
        await auth.close();
        const short = mailbox.filter(({ code }) => code.length === 6);
        expect(short).toHaveLength(10);
        for (const challenge of [...challenges, undefined])
          await Promise.all(times(6, () => guessAt(auth)(miss, challenge)));
        expect(comparedIn(events).reduce((sum, { count }) => sum + count, 0)).toBe(50);
        for (const { code } of short) expect(await guessAt(auth)(code)).toBe(wrong);
      },
      'one guess at several codes: it costs several': async ({ service }) => {
        const failuresPerIdentity = { limit: 10, window: 86_400 };
        const { auth, askForCode, mailbox } = service({ limits: { ...noLimits, failuresPerIdentity } });
        const address = createAddresses();
        const { challenge } = await askForCode(identity, address().ip);
        await auth.requestLoginCode(identity, address(), { challenge });
        for (let i = 0; i < 4; i += 1) await guessAt(auth)(miss, challenge);
        await auth.close();
        expect(mailbox.map(({ code }) => code.length)).toEqual([6, 6]);
        // The fifth guess is the ninth and the tenth comparison.
        expect(await guessAt(auth)(mailbox[0]?.code ?? '', challenge)).toBe('ok');
        await guessAt(auth)(miss, challenge);
        for (let i = 0; i < 5; i += 1) await guessAt(auth)(miss);
        expect((await askForCode(identity, address().ip)).code).toHaveLength(10);
      },
      'guesses at all identities together': async ({ service }) => {
        const shortCodeFailures = { limit: 20, window: 86_400 };
        const { auth, clock, events, askForCode, logIn } = service({
          limits: { ...noLimits, shortCodeFailures },
        });
        const hers = await askForCode(identity);
        const asked = [];
        for (let i = 0; i < 6; i += 1) asked.push({ identity: user(i), ...(await askForCode(user(i))) });
        const guesses = asked.flatMap(({ identity: of, challenge }) =>
          times(4, () => guessAt(auth)(miss, challenge, caller.ip, of)),
        );
        await Promise.all(guesses);
        expect(comparedIn(events).reduce((sum, { count }) => sum + count, 0)).toBe(20);
        // The short codes that are out stop working; their owners ask for another.
        expect(await guessAt(auth)(hers.code, hers.challenge)).toBe(wrong);
        clock.advance(60);
        await expect(logIn(identity)).resolves.toBeDefined();
        clock.advance(86_400);
        expect((await askForCode(identity)).code).toHaveLength(6);
      },
      'one guess at three codes, of which two count for all': async ({ service }) => {
        const shortCodeFailures = { limit: 6, window: 86_400 };
        const { auth, events, askForCode } = service({ limits: { ...noLimits, shortCodeFailures } });
        const address = createAddresses();
        for (let i = 0; i < 3; i += 1) await askForCode(identity, address().ip);
        for (let i = 0; i < 4; i += 1) await guessAt(auth)(miss);
        expect(comparedIn(events).map(({ count }) => count)).toEqual([2, 2, 2, 0]);
        expect((await askForCode('eve@example.com')).code).toHaveLength(10);
      },
      'guesses that are 23 hours apart': async ({ service }) => {
        const ten = { limit: 10, window: 86_400 };
        const cases = { failuresPerIdentity: () => identity, shortCodeFailures: user };
        for (const [limit, victim] of Object.entries(cases)) {
          const { auth, clock, askForCode } = service({ limits: { ...noLimits, [limit]: ten } });
          for (let i = 0; i < 2; i += 1) {
            const { code, challenge } = await askForCode(victim(i));
            expect(code).toHaveLength(6);
            for (let j = 0; j < 5; j += 1) await guessAt(auth)(miss, challenge, caller.ip, victim(i));
            clock.advance(i === 0 ? 23 * 3600 : 60);
          }
          expect((await askForCode(victim(2))).code).toHaveLength(10);
        }
      },
      'the numbers, where nobody says otherwise': async () => {
        const day = 86_400;
        expect(readLimits({})).toMatchObject({
          failuresPerIdentity: { limit: 50, window: day },
          shortCodeFailures: { limit: 10_000, window: day },
        });
      },
    },
  },
  {
    id: 'L5',
    must: `Strangers on other networks MUST NOT keep an owner waiting for longer than one code lives, whatever network the owner is on, while the mail queue has room (D4). In any hour they MUST NOT send the owner's mailbox more than 10 mails plus two for each life of a code`,
    attack: {
      'strangers who ask for her address and its tagged spellings, and guess': async ({ service }) => {
        const inbox: (LoginCodeMessage & { readonly at: number; readonly count: number })[] = [];
        const { auth, clock } = service({
          delivery: async (message) => void inbox.push({ ...message, at: clock(), count: 1 }),
        });
        const address = createAddresses();
        const used = new Set<string>();
        const waits: number[] = [];
        let since = clock();
        /** Types the newest code that she has not used. */
        const logIn = async (ip: string): Promise<boolean> => {
          const asked = await auth.requestLoginCode(identity, { ip }).catch(() => null);
          await auth.close();
          const mail = inbox.findLast((each) => each.identity === identity && !used.has(each.code));
          if (asked === null || mail === undefined) return false;
          const { code } = mail;
          if ((await guessAt(auth)(code, asked.challenge, ip)) !== 'ok') return false;
          used.add(code);
          waits.push(clock() - since);
          since = clock();
          return true;
        };
        const strangersAsk = async (turn: number) => {
          for (const email of [identity, `ada+${turn}@example.com`]) {
            await auth.requestLoginCode(email, address()).catch(() => null);
          }
          await guessAt(auth)(miss, undefined, address().ip);
        };
        expect(await logIn(home)).toBe(true);
        const atHome: boolean[] = [];
        for (let turn = 0; turn < 40; turn += 1) {
          clock.advance(100);
          await strangersAsk(turn);
          if (turn % 8 === 0) atHome.push(await logIn(home));
          await logIn(address().ip);
        }
        expect(atHome).toEqual(times(5, () => true));
        expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
        expect(clock() - since).toBeLessThanOrEqual(300_000);
        expect(worstWindow(inbox, 3600)).toBeLessThanOrEqual(10 + (2 * 3600) / 300);
      },
      'one stranger, again and again': async ({ service }) => {
        const { auth, clock, mailbox } = service();
        for (let turn = 0; turn < 60; turn += 1) {
          await reasonOf(auth.requestLoginCode(identity, caller));
          clock.advance(60);
        }
        const { challenge } = await auth.requestLoginCode(identity, { ip: home });
        await auth.close();
        expect(mailbox.length).toBeLessThanOrEqual(10 + (2 * 3600) / 300);
        expect(await guessAt(auth)(mailbox.at(-1)?.code ?? '', challenge, home)).toBe('ok');
      },
    },
  },
  {
    id: 'L6',
    must: `A login that brings a live challenge MUST NOT be held up by other callers without an address, if its own caller has none`,
    attack: {
      'a hundred failures of others without an address': async ({ service }) => {
        const { auth, askForCode } = service({ limits: { failuresPerIp: { limit: 1, window: 300 } } });
        const { code, challenge } = await askForCode(identity, null);
        const guess = (guessed: string, brought?: string) => guessAt(auth)(guessed, brought, null);
        const guesses = times(120, (i) => auth.login({ identity: user(i), code: miss }, nobody));
        expect(await tally(guesses)).toEqual({ [wrong]: 100, [limited]: 20 });
        expect(await guess(code)).toBe(limited);
        for (let i = 0; i < 4; i += 1) expect(await guess(miss, challenge)).toBe(wrong);
        expect(await guess(code, challenge)).toBe('ok');
      },
      'the same, while she has joined a code': async ({ service }) => {
        const limits = { failuresPerIp: { limit: 1, window: 300 } };
        const { auth, mailbox } = service({ limits });
        for (let i = 0; i < 6; i += 1) await auth.requestLoginCode(identity, nobody);
        const { challenge } = await auth.requestLoginCode(identity, nobody);
        await auth.close();
        await Promise.all(times(120, (i) => guessAt(auth)(miss, undefined, null, user(i))));
        const code = mailbox.at(-1)?.code ?? '';
        expect(code).toHaveLength(10);
        expect(await guessAt(auth)(code, undefined, null)).toBe(limited);
        expect(await guessAt(auth)(code, challenge, null)).toBe('ok');
      },
      'a challenge that is dead, to be spared as well': async ({ service }) => {
        const limits = { failuresPerIp: { limit: 1, window: 1000 } };
        const { auth, clock, askForCode } = service({ limits });
        const spent = await askForCode(identity, null);
        for (let i = 0; i < 5; i += 1) await guessAt(auth)(miss, spent.challenge, null);
        const [other, late] = [user(1), user(2)];
        const live = await askForCode(other, null);
        const expired = await askForCode(late, null);
        await Promise.all(times(120, (i) => guessAt(auth)(miss, undefined, null, user(i))));
        const guess = (challenge: string) => guessAt(auth)(miss, challenge, null);
        for (const challenge of [spent.challenge, live.challenge, 'made-up'])
          expect(await guess(challenge)).toBe(limited);
        expect(await guessAt(auth)(live.code, live.challenge, null, other)).toBe('ok');
        clock.advance(300);
        expect(await guessAt(auth)(expired.code, expired.challenge, null, late)).toBe(limited);
      },
    },
  },
];
