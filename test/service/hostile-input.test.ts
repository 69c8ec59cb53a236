import { describe, expect, it } from 'vitest';
import { AuthError } from '../../src/index.js';
import { createTestAuth, noLimits } from '../support/service.js';

const hostile: readonly [what: string, value: unknown][] = [
  ['a name of Object.prototype', '__proto__'],
  ['an address of one', 'constructor@example.com'],
  ['a lone surrogate', '\uD800'],
  ['NUL', 'a\0@example.com'],
  ['a million characters', 'x'.repeat(1_000_000)],
  ['null', null],
  ['undefined', undefined],
  ['a number', 1],
  ['an object', {}],
  ['an array', ['ada@example.com']],
];

describe('identities of a parser that takes anything', () => {
  it('are refused with half a surrogate pair in them: two of those would be one in the cache', async () => {
    const { auth } = createTestAuth({ identity: { parse: (input) => input } });
    const refused = { code: 'BAD_USER_INPUT' };
    await expect(auth.requestLoginCode('ada\ud800', { ip: null })).rejects.toMatchObject(refused);
    await expect(auth.sessions('ada\udfff')).rejects.toMatchObject(refused);
    await expect(auth.requestLoginCode('ada\u{1f600}', { ip: null })).resolves.toBeDefined();
  });
});

describe('authenticate', () => {
  it('answers a caller who is not there, too', async () => {
    const { auth } = createTestAuth();
    expect(await auth.authenticate('x', undefined as never)).toMatchObject({ ip: null, claims: null });
  });
});

describe('hostile input', () => {
  it.each(hostile)('is answered or refused with an AuthError, whatever its type: %s', async (_, value) => {
    const { auth } = createTestAuth({ limits: noLimits });
    // Boundary: callers without types may pass anything.
    const text = value as string;
    const caller = { ip: text };
    const login = { identity: 'ada@example.com', code: text, challenge: text };
    const outcomes = await Promise.allSettled([
      auth.requestLoginCode(text, caller),
      auth.login(login, caller),
      auth.login({ identity: text, code: '123456' }, caller),
      auth.refresh(text, caller),
      auth.logout(text),
      auth.logoutEverywhere(text),
      auth.sessions(text),
      auth.authenticate(text, caller),
    ]);
    await auth.close();
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    expect(refusals.filter((reason) => !(reason instanceof AuthError))).toEqual([]);
    expect(outcomes[7]).toMatchObject({ status: 'fulfilled', value: { claims: null } });
  });

  it('cannot stand in for a challenge where one is required', async () => {
    const { auth, askForCode } = createTestAuth({ limits: noLimits, loginCode: { binding: 'required' } });
    const { code } = await askForCode('ada@example.com');
    for (const challenge of ['', {}, 1, true, ['x']]) {
      const input = { identity: 'ada@example.com', code, challenge: challenge as string };
      await expect(auth.login(input, { ip: null })).rejects.toMatchObject({ code: 'INVALID_LOGIN_CODE' });
    }
  });

  it.each([
    [
      'a delivery that throws at once',
      {
        delivery: () => {
          throw new Error('no');
        },
      },
    ],
    ['a delivery that is not async', { delivery: () => undefined as never }],
    [
      'claims that throw nothing',
      {
        claims: () => {
          throw undefined;
        },
      },
    ],
  ])('from the options does not reach the caller: %s', async (_, options) => {
    const { auth } = createTestAuth({ limits: noLimits, ...options });
    const caller = {
      ip: '192.0.2.1',
      waitUntil: () => {
        throw new Error('no');
      },
    };
    await expect(auth.requestLoginCode('ada@example.com', caller)).resolves.toBeDefined();
    await expect(auth.close()).resolves.toBeUndefined();
  });
});
