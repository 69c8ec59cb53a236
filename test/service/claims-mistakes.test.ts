import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AuthError, type AuthEvent } from '../../src/index.js';
import { createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const secret = 'hunter2@secret.example';

class Row {
  constructor(
    readonly email: string,
    readonly role = 'admin',
  ) {}
}

class Lazy {
  get email(): string {
    return secret;
  }
}

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const notPlain = /^claims must answer with a plain object of claims, or with null for nobody, not with/;
const unreadable = /^claims must answer with an object that can be read/;

const mistakes: readonly (readonly [what: string, answer: () => unknown, sentence: RegExp])[] = [
  ['text', () => 'admin', notPlain],
  ['true', () => true, notPlain],
  ['a number', () => 7, notPlain],
  ['a bigint', () => 7n, notPlain],
  ['a symbol', () => Symbol(secret), notPlain],
  ['a function', () => () => ({}), notPlain],
  ['an array', () => [{ role: 'admin' }], notPlain],
  ['an empty array', () => [], notPlain],
  ['a Map', () => new Map([['role', secret]]), notPlain],
  ['a Date', () => new Date(0), notPlain],
  ['a row of a database', () => new Row(secret), notPlain],
  ['a row that knows the address by a getter of its class', () => new Lazy(), notPlain],
  [
    'an object that inherits from one without a prototype',
    () => Object.create(Object.create(null)),
    notPlain,
  ],
  ['a row as a plain object', () => ({ id: 1, email: secret }), /^claims must not answer with "email"/],
  ['the whole token', () => ({ sub: secret }), /^claims must not answer with "sub"/],
  [
    'a reserved name that is not enumerable',
    () => Object.defineProperty({}, 'sid', { value: secret }),
    /"sid"/,
  ],
];

const answers = [
  ...mistakes.flatMap(([what, answer, sentence]) => [
    [what, answer, sentence] as const,
    [`a promise of ${what}`, async () => answer(), sentence] as const,
  ]),
  // A promise of one rejects: no promise can look whether it is to wait for it.
  ['a revoked proxy', revoked, unreadable] as const,
];

/** A service that lets her in until it is told to answer something else. */
const open = () => {
  let answer: () => unknown = () => ({ role: 'admin' });
  const service = createTestAuth({ claims: () => answer() as object });
  const told = (type: AuthEvent['type']) =>
    service.events.filter((event) => event.type === type && 'mistake' in event);
  return {
    ...service,
    told,
    answerWith: (next: () => unknown) => {
      answer = next;
    },
  };
};

const thrownBy = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error('it did not throw')),
    (error: Error) => error,
  );

const expectMistake = (error: Error, sentence: RegExp): void => {
  expect(error).toBeInstanceOf(TypeError);
  expect(error).not.toBeInstanceOf(AuthError);
  expect(error.message).toMatch(sentence);
  expect(error.message).not.toContain('secret');
  expect(error.cause).toBeUndefined();
};

describe.each(answers)('claims that answers with %s', (_, answer, sentence) => {
  it('sends no mail, once, and the operator is told why', async () => {
    const { auth, mailbox, told, events, answerWith } = open();
    answerWith(answer);
    expect(await reasonOf(auth.requestLoginCode(identity, caller))).toBe('ok');
    await auth.close();
    expect(mailbox).toEqual([]);
    expect(told('code.delivery_failed')).toMatchObject([
      { step: 'claims', error: 'TypeError', mistake: expect.stringMatching(sentence), willRetry: false },
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('is no refusal and no outage at login, and the code is not lost', async () => {
    const { auth, askForCode, told, answerWith } = open();
    const { code, challenge } = await askForCode(identity);
    const login = () => auth.login({ identity, code, challenge }, caller);
    answerWith(answer);
    expectMistake(await thrownBy(login()), sentence);
    expect(told('store.unavailable')).toMatchObject([
      { step: 'claims', error: 'TypeError', mistake: expect.stringMatching(sentence) },
    ]);
    expect(await auth.sessions(identity)).toEqual([]);
    answerWith(() => ({ role: 'admin' }));
    await login();
  });

  it('is no refusal and no outage at refresh, and costs no generation', async () => {
    const { auth, logIn, told, answerWith } = open();
    const { refreshToken } = await logIn(identity);
    answerWith(answer);
    expectMistake(await thrownBy(auth.refresh(refreshToken, caller)), sentence);
    expect(told('store.unavailable')).toHaveLength(1);
    answerWith(() => ({ role: 'admin' }));
    await auth.refresh(refreshToken, caller);
  });
});

describe('claims that no token can hold', () => {
  it.each<[string, object]>([
    ['too many', { groups: 'x'.repeat(20_000) }],
    ['a function, inside', { org: { name: () => secret } }],
  ])('%s: the operator is told, and the code is not lost', async (_, answer) => {
    const { auth, askForCode, events, answerWith } = open();
    const { code, challenge } = await askForCode(identity);
    const login = () => auth.login({ identity, code, challenge }, caller);
    answerWith(() => answer);
    expect(await thrownBy(login())).not.toBeInstanceOf(AuthError);
    expect(events.filter(({ type }) => type === 'store.unavailable').length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain('secret');
    answerWith(() => ({ role: 'admin' }));
    await login();
  });
});

describe('claims', () => {
  it.each([
    ['an object without a prototype', Object.assign(Object.create(null), { role: 'admin' })],
    ['an object of another realm', runInNewContext("({ role: 'admin', org: { name: 'x' } })")],
    ['an object that refers to itself twice', { a: Object.freeze({ b: 1 }) }],
  ])('may answer with %s', async (_, answer) => {
    const { logIn } = createTestAuth({ claims: () => answer as object });
    expect((await logIn(identity)).claims).toMatchObject({ sub: identity });
  });

  it.each([[null], [undefined], [false], [0], [''], [Number.NaN]])('says nobody with %s', async (answer) => {
    const { auth, mailbox, events } = createTestAuth({ claims: () => answer as never });
    await auth.requestLoginCode(identity, caller);
    await auth.close();
    expect(mailbox).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'code.withheld' });
  });

  const thrown: readonly (readonly [string, () => never])[] = [
    [
      'an error of its database',
      () => {
        throw Object.assign(new Error(secret), { code: 'ECONNREFUSED' });
      },
    ],
    // A failed fetch is a TypeError as well, so by type alone nobody can tell.
    ['a TypeError', () => (undefined as never as { role: never }).role],
  ];
  it.each(thrown)('that throws %s is an outage, and the operator is told', async (_, fail) => {
    const { auth, events, askForCode, answerWith } = open();
    const { code, challenge } = await askForCode(identity);
    answerWith(fail);
    const error = await thrownBy(auth.login({ identity, code, challenge }, caller));
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
    expect(error.cause).toBeUndefined();
    const event = events.find(({ type }) => type === 'store.unavailable');
    expect(event).toMatchObject({
      step: 'claims',
      error: expect.stringMatching(/^(TypeError|Error \(ECONN.*)$/),
    });
    expect(event).not.toHaveProperty('mistake');
  });

  it('names an error by nothing that is the address', async () => {
    const { auth, events, answerWith } = open();
    answerWith(() => {
      throw Object.assign(new Error('no'), { code: 491701234567 });
    });
    await auth.requestLoginCode('a@491701234567.test', caller);
    await auth.close();
    const phone = createTestAuth({
      identity: { parse: (text) => text },
      claims: (number) => Promise.reject(Object.assign(new Error('no'), { code: Number(number) })),
    });
    await phone.auth.requestLoginCode('491701234567', caller);
    await phone.auth.close();
    const names = phone.events.flatMap((event) => ('error' in event ? [event.error] : []));
    expect(new Set(names)).toEqual(new Set(['Error', 'AuthError (SERVICE_UNAVAILABLE)']));
    expect(events.some((event) => 'error' in event)).toBe(true);
  });
});
