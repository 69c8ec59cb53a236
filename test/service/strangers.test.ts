import { beforeEach, expect, it, vi } from 'vitest';
import type { EmailAuthOptions, LoginCodeRequest } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { createSigningKey, createTestAuth, reasonOf, signingKey } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';

const identity = 'ada@example.com';
const home = '203.0.113.1';
const strangersMails = 5;
const lifetime = 300;

describeBothStores('strangers who ask for codes of somebody else', (openCache) => {
  let used = 0;
  beforeEach(() => {
    used = 0;
  });
  /** An address of which nobody has heard. */
  const newAddress = () => {
    used += 1;
    return `198.51.${used >> 8}.${used & 255}`;
  };
  const open = (options: EmailAuthOptions = {}) => {
    const service = createTestAuth({ cache: openCache(), ...options });
    const ask = (email = identity, ip: string | null = newAddress()) =>
      service.auth.requestLoginCode(email, { ip });
    const askOften = async (times: number, email = identity) => {
      for (let i = 0; i < times; i += 1) await ask(email);
      await service.auth.close();
    };
    const guess = (code: string, challenge?: string, ip: string | null = newAddress()) =>
      reasonOf(service.auth.login({ identity, code, challenge }, { ip }));
    const lastMail = () => service.mailbox.at(-1) ?? { identity: '', code: '' };
    return { ...service, ask, askOften, guess, lastMail };
  };

  it('cannot keep her waiting on a network that is new: a login every five minutes, one stranger a minute', async () => {
    const { auth, clock, ask, guess, lastMail } = open();
    const minutes = howMuch({ quick: 120, slow: 1440 });
    let loggedIn = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      await reasonOf(ask(identity, '198.18.0.1'));
      if (minute % 5 === 0) {
        const { challenge, expiresIn } = await ask();
        await auth.close();
        const outcome = await guess(lastMail().code, challenge);
        loggedIn += Number(outcome === 'ok');
        expect(expiresIn).toBeLessThanOrEqual(lifetime);
      }
      clock.advance(60);
    }
    expect(loggedIn).toBe(minutes / 5);
  });

  it('fill no inbox: past their share one long code is mailed in the life of a code', async () => {
    const { clock, mailbox, askOften } = open();
    for (let second = 0; second < 3600; second += 20) {
      await askOften(5);
      clock.advance(20);
    }
    expect(mailbox).toHaveLength(strangersMails + 3600 / lifetime);
    expect(mailbox.slice(0, strangersMails).every(({ code }) => /^\d{6}$/.test(code))).toBe(true);
    expect(mailbox.slice(strangersMails).every(({ code }) => /^[0-9A-Z]{10}$/.test(code))).toBe(true);
  });

  it('fill no inbox where a mail of the share fails after the long one: that one is joined all the same', async () => {
    const fail: ((error: Error) => void)[] = [];
    const codes: string[] = [];
    const { auth, ask } = open({
      delivery: {
        attempts: 1,
        send: ({ code }) => {
          codes.push(code);
          return new Promise((resolve, reject) => (code.length > 6 ? resolve() : fail.push(reject)));
        },
      },
    });
    for (let i = 0; i < strangersMails; i += 1) await ask();
    expect((await ask()).codeLength).toBe(10);
    await vi.waitFor(() => expect(codes).toHaveLength(strangersMails + 1), { timeout: 20_000 });
    for (const reject of fail) reject(new Error('no'));
    await auth.close();
    for (let i = 0; i < 5; i += 1) await ask();
    await auth.close();
    expect(codes).toHaveLength(strangersMails + 1);
  });

  it('are at home with nobody by hanging up, though she once did when she logged in', async () => {
    const { auth, ask, askOften, guess, lastMail } = open({ limits: { requestsPerIp: false } });
    const { challenge } = await ask();
    await auth.close();
    expect(await guess(lastMail().code, challenge, '0.0.0.0')).toBe('ok');
    await askOften(strangersMails);
    expect((await ask(identity, '0.0.0.0')).codeLength).toBe(10);
    await auth.close();
  });

  it('fill no inbox with tags either', async () => {
    const { auth, clock, mailbox, ask } = open();
    const tags = howMuch({ quick: 3, slow: 20 });
    for (let second = 0; second < 3600; second += 30) {
      for (let tag = 0; tag < tags; tag += 1) await reasonOf(ask(`ada+${second}-${tag}@example.com`));
      await ask();
      await auth.close();
      clock.advance(30);
    }
    expect(mailbox.length).toBeLessThanOrEqual(10 + (2 * 3600) / lifetime);
    const untagged = mailbox.filter((mail) => mail.identity === identity);
    expect(untagged.length).toBeGreaterThanOrEqual(3600 / lifetime);
  });

  it('do not make one mailbox of phone numbers', async () => {
    const { auth, mailbox } = open({ identity: { argument: 'phone', parse: (input) => input } });
    for (let i = 0; i < 20; i += 1) await auth.requestLoginCode(`+4930${i}`, { ip: newAddress() });
    await auth.close();
    expect(mailbox.filter(({ code }) => code.length === 6)).toHaveLength(20);
  });

  it('answer as for the code that was mailed last, and mail nothing', async () => {
    const { auth, clock, mailbox, events, ask, askOften } = open();
    await askOften(strangersMails);
    const mailed = await ask();
    clock.advance(100.5);
    const joined = await ask();
    await auth.close();
    expect(mailed).toEqual({ challenge: mailed.challenge, expiresIn: 300, resendAfter: 60, codeLength: 10 });
    expect(joined).toEqual({ challenge: joined.challenge, expiresIn: 199, resendAfter: 60, codeLength: 10 });
    expect(joined.challenge).not.toBe(mailed.challenge);
    expect(mailbox).toHaveLength(strangersMails + 1);
    const asked = events.filter((event) => event.type === 'code.requested');
    expect(asked.at(-2)).toMatchObject({ long: true, joined: false });
    expect(asked.at(-1)).toMatchObject({ long: true, joined: true });
  });

  it('learn nothing about the address from it', async () => {
    const { auth, ask } = open({ claims: (email) => (email === identity ? {} : null) });
    const answers: Record<string, object[]> = { known: [], unknown: [] };
    for (let i = 0; i < 12; i += 1) {
      for (const [name, email] of [
        ['known', identity],
        ['unknown', 'eve@example.com'],
      ] as const) {
        const answer: LoginCodeRequest = await ask(email);
        answers[name]?.push({ ...answer, challenge: answer.challenge.length });
      }
      await auth.close();
    }
    expect(answers.unknown).toEqual(answers.known);
  });

  it('burn no tries but their own at a code that many have joined', async () => {
    const { auth, ask, askOften, guess, lastMail } = open({ limits: { failuresPerIp: false } });
    await askOften(strangersMails + 1);
    const mine = await ask();
    const theirs = await ask();
    await auth.close();
    for (let i = 0; i < 20; i += 1) {
      await guess('WRONGWRONG');
      await guess('WRONGWRONG', theirs.challenge);
    }
    for (let i = 0; i < 4; i += 1) await guess('WRONGWRONG', mine.challenge);
    const { code } = lastMail();
    expect(await guess(code, theirs.challenge)).toBe('INVALID_LOGIN_CODE');
    expect(await guess(code)).toBe('INVALID_LOGIN_CODE');
    expect(await guess(code, mine.challenge)).toBe('ok');
  });

  it('have 5 tries with a challenge, however they spell it', async () => {
    const { ask, askOften, guess, lastMail } = open({
      limits: { failuresPerIp: false },
      loginCode: { binding: 'required' },
    });
    await askOften(strangersMails + 1);
    const { challenge } = await ask();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spellings = [...alphabet].map((last) => challenge.slice(0, -1) + last);
    const bytes = Buffer.from(challenge, 'base64url').toString('hex');
    const same = spellings.filter((text) => Buffer.from(text, 'base64url').toString('hex') === bytes);
    expect(same.length).toBeGreaterThan(1);
    for (const spelling of [...same, `${challenge}=`, `${challenge}==`]) {
      if (spelling !== challenge) expect(await guess(lastMail().code, spelling)).toBe('INVALID_LOGIN_CODE');
    }
    expect(await guess(lastMail().code, challenge)).toBe('ok');
  });

  it('cannot use a challenge for somebody else, nor after two lives of a code, nor one they have made', async () => {
    const { auth, clock, ask, askOften, guess, lastMail } = open({ loginCode: { binding: 'required' } });
    await askOften(strangersMails + 1);
    await askOften(strangersMails + 1, 'eve@example.com');
    const { challenge: ofEve } = await ask('eve@example.com');
    const { challenge } = await ask();
    await askOften(0);
    clock.advance(lifetime);
    await ask();
    await auth.close();
    const { code } = lastMail();
    expect(await guess(code, ofEve)).toBe('INVALID_LOGIN_CODE');
    const forged = Buffer.from(challenge, 'base64url');
    // The time that is in it, moved by a little.
    forged.writeUInt8((forged[21] ?? 0) ^ 1, 21);
    expect(await guess(code, forged.toString('base64url'))).toBe('INVALID_LOGIN_CODE');
    clock.advance(lifetime - 0.001);
    await ask();
    await auth.close();
    expect(await guess(lastMail().code, challenge)).toBe('ok');
    clock.advance(lifetime);
    await ask();
    await auth.close();
    expect(await guess(lastMail().code, challenge)).toBe('INVALID_LOGIN_CODE');
  });

  it('cannot bring her a short code to be shared', async () => {
    const { ask, askOften, guess, mailbox } = open();
    await askOften(strangersMails + 1);
    const { challenge } = await ask();
    const short = mailbox[0]?.code ?? '';
    expect(await guess(short, challenge)).toBe('INVALID_LOGIN_CODE');
  });

  it('cannot hold her up with a change of keys', async () => {
    const cache = openCache();
    const old = open({ cache });
    await old.askOften(strangersMails + 1);
    const { challenge } = await old.ask();
    const newer = createSigningKey();
    const { auth } = createTestAuth({ cache, clock: old.clock, signingKey: [newer, signingKey] });
    const input = { identity, code: old.lastMail().code, challenge };
    expect(await reasonOf(auth.login(input, { ip: home }))).toBe('ok');
  });

  it('leave her own mails to her, and join hers past them', async () => {
    const { auth, clock, mailbox, ask, askOften, logIn } = open();
    await logIn(identity, home);
    await askOften(20);
    const before = mailbox.length;
    for (let i = 0; i < 5; i += 1) {
      clock.advance(60);
      expect(await ask(identity, home)).toMatchObject({ expiresIn: lifetime });
      await auth.close();
    }
    expect(mailbox).toHaveLength(before + 5);
    clock.advance(60);
    // She has asked for ten in this hour: now she is served like everybody.
    expect(await ask(identity, home)).toMatchObject({ codeLength: 10 });
  });

  it.each([
    ['another mail at once where the last one did not get out', {}, false],
    ['no further mails to a mailbox that refuses them', { responseCode: 550, command: 'RCPT TO' }, true],
  ])('get %s', async (_, details, joined) => {
    let fails = false;
    const delivery = async () => {
      if (fails) throw Object.assign(new Error('no'), details);
    };
    const { auth, events, ask, askOften } = open({ delivery: { send: delivery, attempts: 1 } });
    await askOften(strangersMails);
    fails = true;
    await ask();
    await auth.close();
    fails = false;
    await ask();
    await auth.close();
    const requested = events.filter((event) => event.type === 'code.requested');
    expect(requested.at(-1)).toMatchObject({ joined });
  });

  it('turn no limit off where mails are not counted', async () => {
    const { mailbox, askOften } = open({ limits: { mailsPerIdentity: false } });
    await askOften(20);
    expect(mailbox.map(({ code }) => code.length)).toEqual([...Array(10).fill(6), ...Array(10).fill(10)]);
  });
});

describeBothStores('callers without an address', (openCache) => {
  const nobody = { ip: null };
  // Ten by default.
  const limit = howMuch({ quick: 2, slow: 10 });
  const open = () =>
    createTestAuth({ cache: openCache(), limits: { failuresPerIp: { limit, window: 300 } } });

  it('are many: each of 50 is mailed a code and logs in', async () => {
    const { auth, mailbox } = open();
    for (let i = 0; i < 50; i += 1) {
      const email = `user-${i}@example.com`;
      const { challenge } = await auth.requestLoginCode(email, nobody);
      await auth.close();
      const code = mailbox.at(-1)?.code ?? '';
      await expect(auth.login({ identity: email, code, challenge }, nobody)).resolves.toBeDefined();
    }
  });

  it('share a limit that is a hundred times that of an address', async () => {
    const { auth } = open();
    const wrong = (i: number) =>
      reasonOf(auth.login({ identity: `user-${i}@example.com`, code: '000000' }, nobody));
    for (let i = 0; i < 100 * limit; i += 1) expect(await wrong(i)).toBe('INVALID_LOGIN_CODE');
    expect(await wrong(100 * limit)).toBe('TOO_MANY_REQUESTS');
  });

  it('cannot hold up one who brings the challenge of a code, or of one that she has joined', async () => {
    const { auth, mailbox } = open();
    const { challenge } = await auth.requestLoginCode(identity, nobody);
    await auth.close();
    const code = mailbox.at(-1)?.code ?? '';
    for (let i = 0; i <= 100 * limit; i += 1)
      await reasonOf(auth.login({ identity: `user-${i}@example.com`, code: '000000' }, nobody));
    expect(await reasonOf(auth.login({ identity, code }, nobody))).toBe('TOO_MANY_REQUESTS');
    await expect(auth.login({ identity, code, challenge }, nobody)).resolves.toBeDefined();

    for (let i = 0; i < 10; i += 1) await auth.requestLoginCode(identity, nobody);
    const joined = await auth.requestLoginCode(identity, nobody);
    await auth.close();
    const input = { identity, code: mailbox.at(-1)?.code ?? '', challenge: joined.challenge };
    expect(input.code).toHaveLength(10);
    await expect(auth.login(input, nobody)).resolves.toBeDefined();
  });

  it('make no usual network of those who have hung up', async () => {
    const { auth, clock, logIn } = open();
    await logIn(identity, '0.0.0.0');
    clock.advance(60);
    for (let i = 0; i < 5; i += 1) await auth.requestLoginCode(identity, { ip: `198.51.100.${i}` });
    expect(await auth.requestLoginCode(identity, { ip: '0.0.0.0' })).toMatchObject({ codeLength: 10 });
  });

  it('cannot keep each other waiting for another code', async () => {
    const { auth, clock, mailbox } = open();
    for (let i = 0; i < howMuch({ quick: 30, slow: 100 }); i += 1) {
      await auth.requestLoginCode(identity, nobody);
      const { challenge } = await auth.requestLoginCode(identity, nobody);
      await auth.close();
      const code = mailbox.at(-1)?.code ?? '';
      await expect(auth.login({ identity, code, challenge }, nobody)).resolves.toBeDefined();
      clock.advance(lifetime);
    }
  });
});
