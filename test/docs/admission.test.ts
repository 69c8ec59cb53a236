import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { ClaimsOption, EmailAuthOptions, GuardOption } from '../../src/index.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';
import { runBlock } from './run-block.js';

const ip = '192.0.2.1';
const open = (options: EmailAuthOptions) =>
  createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0 }, ...options });

interface Domains {
  readonly noDisposable: GuardOption;
  readonly onlyOurs: GuardOption;
}
const domains = () => runBlock<Domains>('docs/admission.md', 'noDisposable');

describe('the recipe for disposable domains', () => {
  it.each([
    ['ada@mailinator.com', 'disposable'],
    ['Ada@MAILINATOR.com', 'disposable'],
    ['ada+shop@eu.mailinator.com', 'disposable'],
    ['ada@ｍailinator.com', 'disposable'],
    ['ada@example.com', 'ok'],
    ['mailinator.com@example.com', 'ok'],
    ['ada@safe-mailinator.com', 'ok'],
    ['ada@mailinator.com.example', 'ok'],
  ])('answers %s with %s', async (address, outcome) => {
    const { noDisposable } = await domains();
    const { auth } = open({ guard: noDisposable });
    expect(await reasonOf(auth.requestLoginCode(address, { ip }))).toBe(outcome);
  });

  it('says the same of a known and an unknown address', async () => {
    const { noDisposable } = await domains();
    const claims = vi.fn((email: string) => (email.startsWith('known') ? {} : null));
    const { auth } = open({ guard: noDisposable, claims });
    for (const name of ['known', 'unknown'])
      expect(await reasonOf(auth.requestLoginCode(`${name}@mailinator.com`, { ip }))).toBe('disposable');
    await auth.close();
    expect(claims).not.toHaveBeenCalled();
  });
});

describe('the recipe for domains of your own', () => {
  it.each([
    ['ada@example.com', 'ok'],
    ['ada@EXAMPLE.com', 'ok'],
    ['ada@bücher.example', 'ok'],
    ['ada@BÜCHER.example', 'ok'],
    ['ada@xn--bcher-kva.example', 'ok'],
    ['ada@bu\u0308cher.example', 'ok'],
    ['ada@evil-example.com', 'domain'],
    ['ada@sub.example.com', 'domain'],
    ['ada@example.com.evil.test', 'domain'],
    ['example.com@evil.test', 'domain'],
    // A Cyrillic a.
    ['ada@ex\u0430mple.com', 'domain'],
  ])('answers %s with %s', async (address, outcome) => {
    const { onlyOurs } = await domains();
    const { auth } = open({ guard: onlyOurs });
    expect(await reasonOf(auth.requestLoginCode(address, { ip }))).toBe(outcome);
  });
});

interface Args {
  readonly invitation?: string;
  readonly terms?: number;
}
interface Admission {
  readonly guard: GuardOption;
  readonly claims: ClaimsOption<object>;
}

/** The recipe over a database in memory, with one user. */
const openAdmission = async () => {
  const users = new Map<string, object>([['known@example.com', {}]]);
  const invitations = new Set<string>();
  const consents: object[] = [];
  let failing = false;
  const failNext = () => {
    failing = true;
  };
  vi.stubGlobal('db', {
    findUser: async (email: string) => users.get(email) ?? null,
    isOpen: async (hash: string) => invitations.has(hash),
    join: async (email: string, hash: string) => {
      if (!invitations.delete(hash)) return null;
      users.set(email, {});
      return {};
    },
    saveConsent: async (...consent: readonly unknown[]) => {
      const fails = failing;
      failing = false;
      if (fails) throw new Error('the database is away');
      consents.push(consent);
    },
  });
  const { auth, mailbox } = open(await runBlock<Admission>('docs/admission.md', 'invitation'));
  const request = async (email: string, args: Args) => {
    const answer = await auth.requestLoginCode(email, { ip, args });
    await auth.close();
    return answer;
  };
  const guess = (email: string, challenge: string, args: Args) => {
    const code = mailbox.findLast(({ identity }) => identity === email)?.code ?? '000000';
    return reasonOf(auth.login({ identity: email, challenge, code }, { ip, args }));
  };
  const logIn = async (email: string, args: Args) =>
    guess(email, (await request(email, args)).challenge, args);
  const invite = (invitation: string): Args => {
    invitations.add(createHash('sha256').update(invitation).digest('hex'));
    return { invitation, terms: 3 };
  };
  return { mailbox, users, invitations, consents, request, guess, logIn, invite, failNext };
};

describe('the recipe for invitations', () => {
  it('lets one newcomer in, and users without one', async () => {
    const { logIn, request, invite, users, invitations } = await openAdmission();
    expect(await logIn('known@example.com', { terms: 3 })).toBe('ok');
    const invited = invite('a');
    expect(await logIn('known@example.com', invited)).toBe('ok');
    expect(invitations.size).toBe(1);
    expect(await logIn('new@example.com', invited)).toBe('ok');
    expect([[...users.keys()], invitations.size]).toEqual([['known@example.com', 'new@example.com'], 0]);
    // It is used up, and no longer needed.
    expect(await logIn('new@example.com', { terms: 3 })).toBe('ok');
    expect(await reasonOf(request('other@example.com', invited))).toBe('invitation');
  });

  it('answers a known and an unknown address alike, whatever they bring', async () => {
    const { request, guess, mailbox, invite } = await openAdmission();
    for (const args of [{}, invite('open'), { invitation: 'guessed' }]) {
      const outcomes = await Promise.all(
        ['known@example.com', 'unknown@example.com'].map(async (email) => {
          const { challenge, ...answer } = await request(email, args).catch((error) => ({
            challenge: '',
            refused: `${error.code} ${error.reason}`,
          }));
          return { answer, login: await guess('nobody@example.com', challenge, { ...args, terms: 3 }) };
        }),
      );
      expect(outcomes[0]).toEqual(outcomes[1]);
    }
    // Without an invitation, an unknown address gets no mail.
    expect(mailbox.map(({ identity }) => identity).sort()).toEqual([
      ...['known@example.com', 'known@example.com', 'unknown@example.com'],
    ]);
  });

  it('is not spent by a stranger who asks with it', async () => {
    const { request, logIn, invite, invitations } = await openAdmission();
    const invited = invite('a');
    for (const email of ['one@example.com', 'two@example.com']) await request(email, invited);
    expect(invitations.size).toBe(1);
    expect(await logIn('new@example.com', invited)).toBe('ok');
  });

  it('lets one of two newcomers in who log in at the same time', async () => {
    const { request, guess, invite, users } = await openAdmission();
    const invited = invite('a');
    const emails = ['one@example.com', 'two@example.com'];
    const challenges: string[] = [];
    for (const email of emails) challenges.push((await request(email, invited)).challenge);
    const outcomes = await Promise.all(emails.map((email, i) => guess(email, challenges[i] ?? '', invited)));
    expect(outcomes.sort()).toEqual(['INVALID_LOGIN_CODE', 'ok']);
    expect(users.size).toBe(2);
  });

  it('is no obstacle to a newcomer whose login failed after she has joined', async () => {
    const { request, guess, invite, users, failNext } = await openAdmission();
    const invited = invite('a');
    const { challenge } = await request('new@example.com', invited);
    failNext();
    expect(await guess('new@example.com', challenge, invited)).toBe('SERVICE_UNAVAILABLE');
    expect(users.has('new@example.com')).toBe(true);
    expect(await guess('new@example.com', challenge, invited)).toBe('ok');
  });

  it('is needed at the login too', async () => {
    const { request, guess, invite, users } = await openAdmission();
    const { challenge } = await request('new@example.com', invite('a'));
    expect(await guess('new@example.com', challenge, { terms: 3 })).toBe('INVALID_LOGIN_CODE');
    expect(users.has('new@example.com')).toBe(false);
  });
});

describe('the recipe for consent', () => {
  it('refuses a login without it, for every address, and spends no code', async () => {
    const { request, guess, consents } = await openAdmission();
    const { challenge } = await request('known@example.com', {});
    for (const terms of [undefined, 2, 4])
      for (const email of ['known@example.com', 'unknown@example.com'])
        expect(await guess(email, challenge, terms === undefined ? {} : { terms })).toBe('terms');
    expect(consents).toEqual([]);
    expect(await guess('known@example.com', challenge, { terms: 3 })).toBe('ok');
    expect(consents).toEqual([['known@example.com', 3, ip]]);
  });

  it('is nothing that somebody else can give', async () => {
    const { request, guess, consents } = await openAdmission();
    const { challenge } = await request('known@example.com', { terms: 3 });
    expect(await guess('unknown@example.com', challenge, { terms: 3 })).toBe('INVALID_LOGIN_CODE');
    expect(consents).toEqual([]);
  });
});
