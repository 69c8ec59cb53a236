import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuthError, EmailAuthOptions } from '../../src/index.js';
import { readOptions } from '../../src/options/settings.js';
import { createTestAuth, reasonOf, signingKey } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

type Mutable<Type> = Type extends (...args: never) => unknown
  ? Type
  : { -readonly [Key in keyof Type]: Mutable<Type[Key]> };

/** As hosts do who build their options step by step. */
const changeable = <Options extends EmailAuthOptions>(options: Options) => options as Mutable<Options>;

const wrongLogins = async (options: EmailAuthOptions, change: () => void) => {
  const { auth } = createTestAuth(options);
  change();
  const outcomes: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    outcomes.push(await reasonOf(auth.login({ identity, code: '000000' }, caller)));
  }
  return outcomes.filter((outcome) => outcome === 'INVALID_LOGIN_CODE').length;
};

const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isFrozen));

describe('options that change after the start', () => {
  it('change no limit', async () => {
    const options = changeable({ limits: { failuresPerIp: { limit: 2, window: 300 } } });
    const change = () => {
      options.limits.failuresPerIp.limit = 1e9;
      (options.limits as object as { failuresPerIp: false }).failuresPerIp = false;
      (options as EmailAuthOptions as { limits?: object }).limits = {};
    };
    expect(await wrongLogins(options, change)).toBe(2);
  });

  it('change no claim that may be changed, and no audience', async () => {
    const options = changeable({
      updatableClaims: ['org'],
      jwt: { audience: ['api'], header: { site: 'a' } },
    });
    const { auth, logIn } = createTestAuth<{ org: string; role: string }>({
      ...options,
      claims: () => ({ org: 'home', role: 'user' }),
    });
    options.updatableClaims.push('role');
    options.jwt.audience.push('elsewhere');
    options.jwt.header.site = 'b';
    const { accessToken, refreshToken } = await logIn(identity);
    const [header = '', payload = ''] = accessToken
      .split('.')
      .map((part) => String(Buffer.from(part, 'base64url')));
    expect(JSON.parse(header)).toMatchObject({ site: 'a' });
    expect(JSON.parse(payload)).toMatchObject({ aud: ['api'] });
    await expect(auth.updateClaims(refreshToken, { role: 'admin' })).rejects.toThrow(/^updateClaims: "role"/);
  });

  it('change no sentence, and nobody changes it by way of the service', async () => {
    const options = changeable({ messages: { INVALID_LOGIN_CODE: 'No.' } });
    const { auth } = createTestAuth(options);
    options.messages.INVALID_LOGIN_CODE = 'Changed.';
    const { presentation } = auth.forPlugins;
    expect(presentation.messageFor('INVALID_LOGIN_CODE')).toBe('No.');
    expect(isFrozen(presentation)).toBe(true);
  });

  it('do not change how mails are sent, or codes are made', async () => {
    const sent: string[] = [];
    const options = changeable({
      delivery: { send: async ({ code }: { code: string }) => void sent.push(code) },
      loginCode: { resendAfter: 0, generate: () => '123456' },
    });
    const { auth } = createTestAuth(options);
    options.delivery.send = async () => void sent.push('elsewhere');
    options.loginCode.generate = () => '1';
    await auth.requestLoginCode(identity, caller);
    await auth.close();
    expect(sent).toEqual(['123456']);
  });

  it('are all frozen, all but what is not data', () => {
    const { cache, loadSigningKeys, logger, ...settings } = readOptions({
      signingKey,
      delivery: { send: async () => {}, queue: 10 },
      limits: { failuresPerIp: { limit: 2 }, perRequest: { login: 2 } },
      jwt: { audience: ['a'], header: { site: 'a' } },
      updatableClaims: ['org'],
      sessions: { max: 5 },
      messages: { INVALID_LOGIN_CODE: 'No.' },
    });
    expect(Object.entries(settings).filter(([, value]) => !isFrozen(value))).toEqual([]);
  });
});

describe('options that answer something else the next time', () => {
  it('are read once', async () => {
    let reads = 0;
    const failuresPerIp = Object.defineProperties({} as { limit: number; window: number }, {
      limit: {
        enumerable: true,
        get: () => {
          reads += 1;
          return reads === 1 ? 2 : Number.NaN;
        },
      },
      window: { value: 300, enumerable: true },
    });
    expect(await wrongLogins({ limits: { failuresPerIp } }, () => {})).toBe(2);
    expect(reads).toBe(1);
  });

  it('are looked at where they are not enumerable, too', () => {
    const hidden = Object.defineProperty({ signingKey }, 'limits', { value: { failuresPerIp: true } });
    expect(() => readOptions(hidden)).toThrow('limits.failuresPerIp must be an object, not true');
  });
});

describe('what somebody adds to every object', () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'audience');
    Reflect.deleteProperty(Object.prototype, 'max');
    Reflect.deleteProperty(Object.prototype, 'limits');
    Reflect.deleteProperty(Object.prototype, 'failuresPerIp');
    Reflect.deleteProperty(Object.prototype, 'limit');
  });

  it.each([undefined, { leeway: 1 }])('is no option of jwt: %o', (jwt) => {
    Object.defineProperty(Object.prototype, 'audience', { value: 'theirs', configurable: true });
    const options = readOptions({ signingKey, delivery: async () => {}, ...(jwt && { jwt }) });
    expect(options.jwt.audience).toBeUndefined();
  });

  it.each([undefined, 'stored', { mode: 'stored' }] as const)('is no option of sessions: %o', (sessions) => {
    Object.defineProperty(Object.prototype, 'max', { value: 1, configurable: true });
    const options = readOptions({ signingKey, delivery: async () => {}, ...(sessions && { sessions }) });
    expect(options.maxSessions).toBe(100);
  });

  it.each([
    ['limits', { failuresPerIp: false }],
    ['failuresPerIp', false],
    ['limit', 1e9],
  ])('is no option: %s', (name, value) => {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    const { limits } = readOptions({ signingKey, delivery: async () => {} });
    expect(limits.failuresPerIp).toEqual({ limit: 10, window: 300 });
    const half = readOptions({
      signingKey,
      delivery: async () => {},
      limits: { failuresPerIp: { window: 60 } },
    });
    expect(half.limits.failuresPerIp).toEqual({ limit: 10, window: 60 });
  });
});

describe('plain objects of other kinds', () => {
  it.each([
    ['without a prototype', Object.assign(Object.create(null), { lifetime: 60 })],
    ['of another realm', runInNewContext('({ lifetime: 60 })')],
    ['frozen', Object.freeze({ lifetime: 60 })],
  ])('are taken: %s', (_, accessToken) => {
    const options = Object.assign(Object.create(null), { signingKey, delivery: async () => {}, accessToken });
    expect(readOptions(options).accessToken).toEqual({ lifetime: 60, checkSession: true });
  });
});

describe('sessions', () => {
  const read = (sessions?: EmailAuthOptions['sessions']) => {
    const settings = readOptions({
      signingKey,
      delivery: async () => {},
      ...(sessions !== undefined && { sessions }),
    });
    return [settings.sessions, settings.maxSessions, settings.accessToken.checkSession];
  };

  it('are text or an object, each with the defaults of the other', () => {
    expect(read()).toEqual(['stored', 100, true]);
    expect(read('stored')).toEqual(['stored', 100, true]);
    expect(read('stateless')).toEqual(['stateless', 100, false]);
    expect(read({})).toEqual(['stored', 100, true]);
    expect(read({ mode: 'stored' })).toEqual(['stored', 100, true]);
    expect(read({ max: 5 })).toEqual(['stored', 5, true]);
    expect(read({ mode: 'stateless' })).toEqual(['stateless', 100, false]);
  });
});

describe('a clock that breaks later', () => {
  it('lets nobody in', async () => {
    let now: unknown = Date.parse('2026-01-01T00:00:00Z');
    const { auth, logIn } = createTestAuth({ clock: () => now as number });
    const { accessToken, refreshToken } = await logIn(identity);
    expect((await auth.authenticate(accessToken, caller)).failure).toBeNull();
    for (const answer of [Number.NaN, 1_767_225_600, undefined, '0', -1]) {
      now = answer;
      expect((await auth.authenticate(accessToken, caller)).claims).toBeNull();
      await expect(auth.refresh(refreshToken, caller)).rejects.toThrow();
      await expect(auth.login({ identity, code: '000000' }, caller)).rejects.toThrow(/^clock must answer/);
      await expect(auth.requestLoginCode(identity, caller)).rejects.toThrow(/^clock must answer/);
    }
  });
});

describe('what makes codes or reads identities and breaks later', () => {
  it('sends no code that is too short', async () => {
    let code = '123456';
    const { auth, mailbox } = createTestAuth({ loginCode: { generate: () => code } });
    code = '12345';
    await expect(auth.requestLoginCode(identity, caller)).rejects.toThrow(
      'loginCode.generate must answer with 6 to 32 letters and digits',
    );
    await auth.close();
    expect(mailbox).toEqual([]);
  });

  it('tells the screen how long the codes are that it makes', async () => {
    const { auth } = createTestAuth({ loginCode: { generate: () => 'ABCD-EFGH' } });
    expect(await auth.requestLoginCode(identity, caller)).toMatchObject({ codeLength: 8 });
    await auth.close();
  });

  it('makes no one identity of all, where it is asynchronous', async () => {
    const parse = (async (input: string) => input) as unknown as (input: string) => string;
    const { auth } = createTestAuth({ identity: { parse } });
    const login = auth.login({ identity, code: '000000' }, caller).catch((error: AuthError) => error.message);
    expect(await login).toBe('identity.parse must answer with a string or null, at once');
  });
});
