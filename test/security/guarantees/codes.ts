import { createHash, createHmac } from 'node:crypto';
import { expect, vi } from 'vitest';
import { generateDigits, generateLongCode } from '../../../src/code/login-code.js';
import type { EmailAuth } from '../../../src/index.js';
import { createSigningKey, noLimits, reasonOf, signingKey, wrongCode } from '../../support/service.js';
import { countedCodes, createAddresses, inTurn, storeTimeout, tally, times } from '../attacker.js';
import type { Attack, Guarantee } from '../guarantee.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const wrong = 'INVALID_LOGIN_CODE';

/** A guess at a code of the identity, and what comes of it. */
const guessAt =
  (auth: EmailAuth) =>
  (code: string, challenge?: string, ip = caller.ip): Promise<string> =>
    reasonOf(auth.login({ identity, code, challenge }, { ip }));

/** A hundred wrong guesses at once, from three processes, and then the right one. */
const guessOften =
  (brings: 'its challenge' | 'no challenge'): Attack =>
  async ({ processes }) => {
    const all = processes({ limits: noLimits, storeTimeout });
    const [{ auth, askForCode }] = all;
    const { code, challenge } = await askForCode(identity);
    const brought = brings === 'its challenge' ? challenge : undefined;
    const guesses = times(100, (i) => guessAt(inTurn(all)(i).auth)(wrongCode(code), brought));
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([wrong]));
    expect(await guessAt(auth)(code, brought)).toBe(wrong);
    // The tries of the others are all there.
    const others = brings === 'its challenge' ? undefined : challenge;
    for (let i = 0; i < 4; i += 1) await guessAt(auth)(wrongCode(code), others);
    expect(await guessAt(auth)(code, others)).toBe('ok');
  };

/** Four wrong guesses, and then the right one, which is the fifth. */
const guessFiveTimes =
  (brings: 'its challenge' | 'no challenge'): Attack =>
  async ({ service }) => {
    const { auth, askForCode } = service({ limits: noLimits });
    const { code, challenge } = await askForCode(identity);
    const guess = (guessed: string) =>
      guessAt(auth)(guessed, brings === 'its challenge' ? challenge : undefined);
    expect(await Promise.all(times(4, () => guess(wrongCode(code))))).toEqual(times(4, () => wrong));
    expect(await guess(code)).toBe('ok');
  };

/** Strangers have spent their mails, so callers join the long code that was mailed last. */
const openJoined: (world: Parameters<Attack>[0]) => Promise<{
  readonly auth: EmailAuth;
  readonly code: string;
  readonly join: () => Promise<string>;
}> = async ({ service }) => {
  const limits = { failuresPerIp: false, requestsPerIp: false } as const;
  const { auth, mailbox } = service({ limits });
  const address = createAddresses();
  const ask = async () => (await auth.requestLoginCode(identity, address())).challenge;
  for (let i = 0; i < 6; i += 1) await ask();
  await auth.close();
  const code = mailbox.at(-1)?.code ?? '';
  expect(code).toHaveLength(10);
  return { auth, code, join: ask };
};

const digits = '0123456789';
const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** How unevenly symbols stand at a place of many codes: chi-square, in standard deviations from its mean. */
const unevenness = (codes: readonly string[], place: number, symbols: string): number => {
  const expected = codes.length / symbols.length;
  const counts = [...symbols].map((symbol) => codes.filter((code) => code[place] === symbol).length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(codes.length);
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = symbols.length - 1;
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
};

/** Draws many codes, and looks for symbols that are more likely than others: past 15 comes once in billions of runs. */
const expectEven = (draw: () => string, length: number, symbols: string): void => {
  const drawn = times(2000, draw);
  for (let place = 0; place < length; place += 1) expect(unevenness(drawn, place, symbols)).toBeLessThan(15);
};

/** Draws many codes, and counts those that came before: too many by 15 standard deviations come once in billions of runs. */
const expectFewRepeats = (draw: () => string, possible: number): void => {
  const drawn = times(20_000, draw);
  const expected = (drawn.length * (drawn.length - 1)) / 2 / possible;
  const repeats = drawn.length - new Set(drawn).size;
  expect(repeats).toBeLessThanOrEqual(1 + expected + 15 * Math.sqrt(expected));
};

/** Different symbols at each place. */
const varietyOf = (codes: readonly string[]): number[] =>
  [...(codes[0] ?? '')].map((_, place) => new Set(codes.map((code) => code[place])).size);

/** How somebody without the signing key would recognise a code in the cache. */
const formsOf = (code: string): string[] => {
  const texts = [
    code,
    identity + code,
    code + identity,
    `${identity}:${code}`,
    JSON.stringify([identity, code]),
  ];
  const bytes = texts.flatMap((text) => [
    Buffer.from(text),
    ...['md5', 'sha1', 'sha256', 'sha512'].map((name) => createHash(name).update(text).digest()),
    ...['', identity].map((key) => createHmac('sha256', key).update(text).digest()),
  ]);
  const encodings = ['hex', 'base64', 'base64url'] as const;
  return [
    code,
    ...bytes.flatMap((each) => encodings.map((encoding) => each.toString(encoding).replace(/=+$/, ''))),
  ];
};

export const codes: readonly Guarantee[] = [
  {
    id: 'C1',
    must: `A code MUST get at most 5 attempts from logins that bring its challenge, 5 from each caller who has joined it, and 5 from all other logins together. A login MUST be compared with the codes that its challenge opens, and with at most two others`,
    attack: {
      'a hundred wrong guesses with the challenge, then the right one': guessOften('its challenge'),
      'a hundred wrong guesses without the challenge, then the right one': guessOften('no challenge'),
      'the right code as the fifth guess with the challenge, which works': guessFiveTimes('its challenge'),
      'the right code as the fifth guess without the challenge, which works': guessFiveTimes('no challenge'),
      'a hundred wrong guesses of one who has joined, then the right one': async (world) => {
        const { auth, code, join } = await openJoined(world);
        const [hers, theirs] = [await join(), await join()];
        const guess = guessAt(auth);
        await Promise.all(times(100, () => guess('WRONGWRONG', theirs)));
        expect(await guess(code, theirs)).toBe(wrong);
        for (let i = 0; i < 4; i += 1) await guess('WRONGWRONG', hers);
        expect(await guess(code, hers)).toBe('ok');
      },
      'five guesses each with four live challenges of other codes, then the right one': async ({
        service,
      }) => {
        const { auth, askForCode } = service({ limits: noLimits });
        const address = createAddresses();
        const others = [];
        for (let i = 0; i < 4; i += 1) others.push((await askForCode(identity, address().ip)).challenge);
        // The newest code: each guess with another challenge is compared with it, too.
        const { code, challenge } = await askForCode(identity, address().ip);
        const guess = guessAt(auth);
        for (const other of others) for (let i = 0; i < 5; i += 1) await guess('AAAAAA', other);
        for (const brought of [undefined, ...others]) expect(await guess(code, brought)).toBe(wrong);
        expect(await guess(code, challenge)).toBe('ok');
      },
      'one who has joined goes on when her tries are spent, to spend those of all others': async (world) => {
        const { auth, code, join } = await openJoined(world);
        const theirs = await join();
        const guess = guessAt(auth);
        for (let i = 0; i < 25; i += 1) await guess('WRONGWRONG', theirs);
        expect(await guess(code, theirs)).toBe(wrong);
        expect(await guess(code)).toBe('ok');
      },
      'one guess at four codes of other challenges': async ({ service }) => {
        const loginCode = { generate: countedCodes() };
        const { auth, askForCode } = service({ limits: noLimits, loginCode });
        const address = createAddresses();
        const asked = [];
        for (let i = 0; i < 5; i += 1) asked.push(await askForCode(identity, address().ip));
        const [oldest, old, third, second, own] = asked.map(({ code }) => code);
        const challenge = asked.at(-1)?.challenge;
        const guess = (code = '', brought = challenge) => guessAt(auth)(code, brought);
        for (const code of [oldest, old]) expect(await guess(code)).toBe(wrong);
        expect(await guess(third, 'none')).toBe(wrong);
        for (const code of [third, second, own]) expect(await guess(code)).toBe('ok');
      },
      'one guess at the code of somebody else, by her address': async ({ service }) => {
        const { auth, askForCode } = service({ limits: noLimits });
        const { code, challenge } = await askForCode(identity);
        const login = { identity: 'eve@example.com', code, challenge };
        expect(await reasonOf(auth.login(login, caller))).toBe(wrong);
        expect(await guessAt(auth)(code, challenge)).toBe('ok');
      },
    },
  },
  {
    id: 'C2',
    must: `Logins without the challenge MUST NOT use up the attempts that are reserved for it`,
    attack: {
      'a hundred guesses of strangers, within all limits': async ({ service }) => {
        const { auth, askForCode } = service();
        const { code, challenge } = await askForCode(identity);
        const address = createAddresses();
        await Promise.all(times(100, () => guessAt(auth)(wrongCode(code), undefined, address().ip)));
        expect(await guessAt(auth)(code)).toBe(wrong);
        for (let i = 0; i < 4; i += 1) await guessAt(auth)(wrongCode(code), challenge);
        expect(await guessAt(auth)(code, challenge)).toBe('ok');
      },
      'challenges that are made up, or of another code': async ({ service }) => {
        const { auth, askForCode } = service({ limits: noLimits });
        const hers = await askForCode(identity);
        const theirs = await askForCode(identity, '198.51.100.7');
        const strange = ['made-up', theirs.challenge, `${hers.challenge}A`, hers.challenge.toLowerCase()];
        await Promise.all(times(100, (i) => guessAt(auth)('AAAAAA', strange[i % strange.length])));
        for (let i = 0; i < 4; i += 1) await guessAt(auth)('AAAAAA', hers.challenge);
        expect(await guessAt(auth)(hers.code, hers.challenge)).toBe('ok');
      },
    },
  },
  {
    id: 'C3',
    must: `A code that was mailed MUST work once, for one of any number of parallel callers`,
    attack: {
      'three hundred callers at once with the right code, over three processes': async ({ processes }) => {
        const all = processes({ limits: noLimits, storeTimeout });
        const [{ auth, askForCode }] = all;
        const { code, challenge } = await askForCode(identity);
        const logins = times(300, (i) =>
          inTurn(all)(i).auth.login({ identity, code, ...(i % 2 === 0 && { challenge }) }, caller),
        );
        expect(await tally(logins)).toEqual({ ok: 1, [wrong]: 299 });
        expect(await auth.sessions(identity)).toHaveLength(1);
      },
      'the same code a moment later, and a minute later': async ({ service }) => {
        const { auth, clock, askForCode } = service({ limits: noLimits });
        const { code, challenge } = await askForCode(identity);
        expect(await guessAt(auth)(code, challenge)).toBe('ok');
        for (const wait of [0, 1, 10, 60]) {
          clock.advance(wait);
          for (const brought of [challenge, undefined])
            expect(await guessAt(auth)(code, brought)).toBe(wrong);
        }
        expect(await auth.sessions(identity)).toHaveLength(1);
      },
      'a code that was made before the signing key changed': async ({ openCache, service, processes }) => {
        const common = { cache: openCache(), limits: noLimits, storeTimeout };
        const { clock, askForCode } = service(common);
        const { code, challenge } = await askForCode(identity);
        const all = processes({ ...common, clock, signingKey: [createSigningKey(), signingKey] });
        const [{ auth }] = all;
        const guess = (i: number) =>
          inTurn(all)(i).auth.login({ identity, code, ...(i % 2 === 0 && { challenge }) }, caller);
        expect(await tally(times(30, guess))).toEqual({ ok: 1, [wrong]: 29 });
        clock.advance(11);
        expect(await tally(times(6, guess))).toEqual({ [wrong]: 6 });
        expect(await auth.sessions(identity)).toHaveLength(1);
      },
    },
  },
  {
    id: 'C4',
    must: `A new code or a login MUST NOT reset a count of failures`,
    attack: {
      'a login and a new code between failures of one address': async ({ service }) => {
        const { auth, askForCode, logIn } = service();
        for (let i = 0; i < 9; i += 1) await guessAt(auth)('000000');
        await logIn('grace@example.com');
        await askForCode(identity);
        expect(await guessAt(auth)('000000')).toBe(wrong);
        expect(await guessAt(auth)('000000')).toBe('TOO_MANY_REQUESTS');
        expect(await guessAt(auth)('000000', undefined, '192.0.2.2')).toBe(wrong);
      },
      'a login and a new code between failures at one identity': async ({ service }) => {
        const failuresPerIdentity = { limit: 20, window: 86_400 };
        const { auth, askForCode, logIn } = service({ limits: { ...noLimits, failuresPerIdentity } });
        const address = createAddresses();
        const fail = async (count: number) => {
          for (let i = 0; i < count; i += 1) await guessAt(auth)('AAAAAA');
        };
        await fail(15);
        await logIn(identity, address().ip);
        expect((await askForCode(identity, address().ip)).code).toHaveLength(6);
        await fail(5);
        expect((await askForCode(identity, address().ip)).code).toHaveLength(10);
      },
      'a login and a new code between the failures of all': async ({ service }) => {
        const shortCodeFailures = { limit: 10, window: 86_400 };
        const { auth, askForCode, logIn } = service({ limits: { ...noLimits, shortCodeFailures } });
        const spend = async (email: string) => {
          const { challenge } = await askForCode(email);
          for (let i = 0; i < 5; i += 1)
            await reasonOf(auth.login({ identity: email, code: 'AAAAAA', challenge }, caller));
        };
        await spend('eve@example.com');
        await logIn(identity);
        expect((await askForCode(identity, '192.0.2.2')).code).toHaveLength(6);
        await spend('mallory@example.com');
        expect((await askForCode(identity, '192.0.2.3')).code).toHaveLength(10);
      },
      'a login with another code, when all tries of the first are spent': async ({ service }) => {
        const { auth, askForCode } = service({ limits: noLimits });
        const first = await askForCode(identity);
        const second = await askForCode(identity, '192.0.2.2');
        const guess = guessAt(auth);
        for (const brought of [first.challenge, undefined])
          for (let i = 0; i < 5; i += 1) await guess('AAAAAA', brought);
        expect(await guess(second.code, second.challenge)).toBe('ok');
        for (const brought of [first.challenge, undefined])
          expect(await guess(first.code, brought)).toBe(wrong);
      },
      'a new code, when the tries that all others share are spent': async ({ service }) => {
        const { auth, askForCode } = service({ limits: noLimits });
        const { code, challenge } = await askForCode(identity);
        const guess = guessAt(auth);
        for (let i = 0; i < 5; i += 1) await guess('AAAAAA');
        await askForCode(identity, '192.0.2.2');
        expect(await guess(code)).toBe(wrong);
        expect(await guess(code, challenge)).toBe('ok');
      },
      'a new code for the challenge whose tries are spent': async ({ service }) => {
        const loginCode = { generate: countedCodes() };
        const { auth, mailbox } = service({ limits: noLimits, loginCode });
        const address = createAddresses();
        const ask = async (challenge?: string) => {
          const answer = await auth.requestLoginCode(identity, address(), { challenge });
          await auth.close();
          return answer.challenge;
        };
        const challenge = await ask();
        for (let i = 0; i < 5; i += 1) await guessAt(auth)('AAAAAA', challenge);
        expect(await ask(challenge)).toBe(challenge);
        const [before, after] = mailbox.map(({ code }) => code);
        expect(await guessAt(auth)(before ?? '', challenge)).toBe(wrong);
        expect(await guessAt(auth)(after ?? '', challenge)).toBe('ok');
      },
    },
  },
  {
    id: 'C5',
    must: `All codes that are mailed MUST be equally likely. Every code MUST be kept as an HMAC only`,
    attack: {
      'looking for symbols that are more likely than others': async () => {
        expectEven(() => generateDigits(6), 6, digits);
        expectEven(generateLongCode, 10, base32);
      },
      'looking for codes that are more likely than others': async () => {
        expectFewRepeats(() => generateDigits(6), 10 ** 6);
        expectFewRepeats(generateLongCode, 32 ** 10);
      },
      'knowing what Math.random says, and the time': async ({ service }) => {
        const limits = { ...noLimits, shortCodesPerIdentity: { limit: 30, window: 60 } };
        const { auth, mailbox } = service({ limits });
        const address = createAddresses();
        const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
        await Promise.all(times(60, () => auth.requestLoginCode(identity, address())));
        await auth.close();
        random.mockRestore();
        const [short, long] = [6, 10].map((size) =>
          mailbox.flatMap(({ code }) => (code.length === size ? code : [])),
        );
        expect([short?.length, long?.length]).toEqual([30, 30]);
        for (const variety of [...varietyOf(short ?? []), ...varietyOf(long ?? [])])
          expect(variety).toBeGreaterThanOrEqual(5);
      },
      'reading the cache': async ({ openCache, service, dump }) => {
        const cache = openCache();
        // No six digits, which a time could contain by chance.
        const code = '918273645546';
        const { auth, askForCode } = service({ cache, loginCode: { generate: () => code } });
        const { challenge } = await askForCode(identity);
        const kept = await dump(cache);
        // A challenge is random enough for a plain hash, so it is how to see that this looks in the right place.
        expect(kept).toContain(createHash('sha256').update(challenge).digest('base64url'));
        for (const form of formsOf(code)) expect(kept).not.toContain(form);
        expect(await guessAt(auth)(code, challenge)).toBe('ok');
        // Nor do spent codes stand in clear.
        for (const form of formsOf(code)) expect(await dump(cache)).not.toContain(form);
      },
    },
  },
];
