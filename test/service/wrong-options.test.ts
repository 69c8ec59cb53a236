import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { optionAt, optionKinds, recordPaths } from '../support/option-kinds.js';
import { signingKey } from '../support/service.js';

const send = async () => {};

/** As callers do who have no types. */
const create = (options: object) => createEmailAuth({ signingKey, delivery: send, ...options });

/** What it says of options that it refuses. */
const refusalOf = (options: object): string => {
  try {
    create(options);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  return 'taken';
};

const randomDigit = () => randomInt(10);

class Instance {
  lifetime = 60;
  limit = 1e9;
}

const throws = () => {
  throw new Error('secret');
};

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Wrong in most places. */
const strangers: readonly unknown[] = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 1.5, 0, 300, 5n],
  ...['', '300', 'true', true, false, null, Symbol('x'), () => {}, throws],
  ...[[], [300], ['stored'], [undefined], {}, { limit: 5 }, { length: 1, 0: 'x' }],
  ...[new Date(), new Map([['lifetime', 60]]), new Set(), new Instance(), /x/, new Error('x')],
  ...[Object(300), Object('stored'), Object(true), Promise.resolve(300), new Uint8Array(1)],
];

describe('an option of one value', () => {
  it.each(Object.entries(optionKinds))('%s takes nothing else', (path, { expected, accepts, ...kind }) => {
    for (const value of [...strangers, ...kind.beyond].filter((each) => !accepts(each))) {
      expect(refusalOf(optionAt(path, value))).toMatch(new RegExp(`^${path} must be ${expected}, not `));
    }
    expect(kind.beyond.some(accepts)).toBe(false);
  });

  it.each(Object.entries(optionKinds))('%s takes its edges', (path, { edges }) => {
    for (const value of edges) expect(refusalOf(optionAt(path, value))).not.toContain(`${path} must be`);
  });
});

describe('a record of options', () => {
  const wrong: readonly (readonly [what: string, value: unknown])[] = [
    ['null', null],
    ['a list', []],
    ['a number', 5],
    ['text', 'text'],
    ['true', true],
    ['a Date', new Date()],
    ['a Map', new Map([['lifetime', 60]])],
    ['an instance of a class', new Instance()],
    ['an object that inherits its options', Object.create({ lifetime: 60, limit: 1e9 })],
    ['an object with its prototype in a literal', { __proto__: { lifetime: 60, limit: 1e9 } }],
    ['an object that inherits from one without a prototype', Object.create(Object.create(null))],
    ['an object with a symbol as a key', { [Symbol('lifetime')]: 60 }],
    ['an object with an own __proto__', JSON.parse('{"__proto__":{"lifetime":60}}')],
    ['an object with an own constructor', { constructor: { lifetime: 60 } }],
    ['an unknown key that is undefined', { lifetme: undefined }],
    ['a getter that throws', Object.defineProperty({}, 'lifetime', { get: throws, enumerable: true })],
    ['a proxy that throws', new Proxy({}, { ownKeys: throws })],
    ['a proxy that is revoked', revoked()],
  ];

  it.each(wrong)('is not %s', (_, value) => {
    for (const path of recordPaths) {
      const message = refusalOf(optionAt(path, value));
      expect(message, path).toMatch(new RegExp(`^${path}[. ]`));
      expect(message, path).not.toContain('secret');
    }
  });

  it.each(wrong)('nor are the options themselves %s', (_, value) => {
    expect(() => createEmailAuth(value as object)).toThrow(TypeError);
    expect(() => createEmailAuth(value as object)).toThrow(
      /^(options (must|cannot)|lifetme|lifetime|constructor|__proto__)/,
    );
  });
});

const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
const inTwoSpellings = [other.export({ format: 'pem', type: 'pkcs8' }), other.export({ format: 'jwk' })];

interface Row {
  readonly option: string;
  readonly wrong: readonly unknown[];
  readonly message: string;
}

const rows: readonly Row[] = [
  {
    option: 'limits.failuresPerIp.window',
    wrong: [undefined],
    message: 'limits.failuresPerIp.window is undefined: give a number, or leave it out',
  },
  {
    option: 'limits.perRequest.login',
    wrong: [undefined],
    message: 'limits.perRequest.login is undefined: give a number, or leave it out',
  },
  { option: 'limits', wrong: [false, true, 0], message: 'limits must be an object' },
  {
    option: 'limits.failuresPerIp',
    wrong: [true, 0, 10, '10', null, [10, 300]],
    message: 'limits.failuresPerIp must be an object',
  },
  {
    option: 'limits.failuresPerIp',
    wrong: [{ limt: 5 }],
    message: 'limits.failuresPerIp.limt is not an option; did you mean limits.failuresPerIp.limit?',
  },
  {
    option: 'limits',
    wrong: [{ failurePerIp: false }],
    message: 'limits.failurePerIp is not an option; did you mean limits.failuresPerIp?',
  },
  {
    option: 'delivery',
    wrong: [{ send, atempts: 1 }],
    message: 'delivery.atempts is not an option; did you mean delivery.attempts?',
  },
  { option: 'delivery', wrong: [null, 5, 'smtp://'], message: 'delivery must be a function, not' },
  { option: 'delivery', wrong: [{}, { mode: 'background' }], message: 'delivery.send must be a function' },
  {
    option: 'delivery',
    wrong: [Object.assign(async () => {}, { check: 'yes' })],
    message: 'delivery.check must be a function, not a string',
  },
  {
    option: 'delivery',
    wrong: [{ send: Object.assign(async () => {}, { close: true }) }],
    message: 'delivery.send.close must be a function, not true',
  },
  {
    option: 'delivery',
    wrong: [Object.defineProperty(async () => {}, 'check', { get: throws })],
    message: 'delivery.check cannot be read: it throws',
  },
  {
    option: 'logger',
    wrong: [
      Object.defineProperty({ error: () => {} }, 'warn', { get: throws }),
      new Proxy({}, { get: throws }),
    ],
    message: 'logger cannot be read: it throws',
  },
  {
    option: 'cache',
    wrong: [null, {}, new Map(), 'redis://127.0.0.1', { get: throws }, new Proxy({}, { get: throws })],
    message: 'cache ',
  },
  {
    option: 'namespace',
    wrong: ['', 'a b', 'a:b', 'a{b}', '{a}', 'a*', 'ä', 'a\n', 'x'.repeat(65), 5, null, ['a']],
    message: 'namespace must be up to 64 letters, digits, dots, hyphens or underscores, not',
  },
  {
    option: 'sessions',
    wrong: [null, []],
    message: 'sessions must be an object, not',
  },
  {
    option: 'sessions',
    wrong: ['none', '', true, 100],
    message: "sessions must be 'stored' or 'stateless', not",
  },
  {
    option: 'sessions',
    wrong: [{ mod: 'stored' }],
    message: 'sessions.mod is not an option; did you mean sessions.mode?',
  },
  {
    option: 'sessions',
    wrong: [{ mode: 'stateless', max: 10 }],
    message: "sessions.max cannot be given where sessions is 'stateless'",
  },
  {
    option: 'jwt.audience',
    wrong: [[], Array.from({ length: 101 }, (_, i) => `a${i}`), null, 5, {}, new Set(['a'])],
    message: 'jwt.audience must be a list of 1 to 100 strings, not',
  },
  { option: 'jwt.audience', wrong: ['', ' '], message: 'jwt.audience must be a string that is not empty' },
  {
    option: 'jwt.audience',
    wrong: [['a', undefined], ['a', ''], ['a', null], ['a', ['b']], Object.assign(['a'], { length: 2 })],
    message: 'jwt.audience[1] must be a string that is not empty, not',
  },
  {
    option: 'jwt.audience',
    wrong: [['a', 'b', 'a']],
    message: 'jwt.audience[2] is the same as jwt.audience[0]',
  },
  {
    option: 'updatableClaims',
    wrong: ['org', null, { 0: 'org' }, new Set(['org']), Array.from({ length: 11 }, (_, i) => `c${i}`)],
    message: 'updatableClaims must be a list of 0 to 10 names of claims, not',
  },
  {
    option: 'updatableClaims',
    wrong: [['org', undefined], ['org', 5], ['org', ''], Object.assign(['org'], { length: 2 })],
    message: 'updatableClaims[1] must be a string that is not empty, not',
  },
  {
    option: 'updatableClaims',
    wrong: [['org', 'org']],
    message: 'updatableClaims[1] is the same as updatableClaims[0]',
  },
  {
    option: 'updatableClaims',
    wrong: [['sub'], ['exp'], ['__proto__']],
    message: 'updatableClaims[0] cannot be',
  },
  {
    option: 'signingKey',
    wrong: [[signingKey, signingKey]],
    message: 'signingKey[1] is the same as signingKey[0]',
  },
  {
    option: 'signingKey',
    wrong: [
      [signingKey, `\n${signingKey.replaceAll('\n', '|')}`],
      [signingKey, ` ${signingKey}`],
    ],
    message: 'signingKey[1] is the same key as signingKey[0]',
  },
  {
    option: 'signingKey',
    wrong: [[signingKey, ...inTwoSpellings]],
    message: 'signingKey[2] is the same key as signingKey[1]',
  },
  {
    option: 'signingKey',
    wrong: [
      [signingKey, undefined],
      [signingKey, null],
      [signingKey, [signingKey]],
      [signingKey, {}],
    ],
    message: 'signingKey[1] must be a private key',
  },
  {
    option: 'messages',
    wrong: [{ INVALID_LOGINCODE: 'No.' }],
    message: 'messages.INVALID_LOGINCODE is not an option; did you mean messages.INVALID_LOGIN_CODE?',
  },
  {
    option: 'identity.argument',
    wrong: ['', 'code', 'challenge', '__email', 'e-mail', 'e mail', '1st', 5, null, 'émail'],
    message: 'identity.argument must be a GraphQL name other than code and challenge, not',
  },
  { option: 'clock', wrong: [null, 5, Date, 'now', new Date(), {}], message: 'clock must ' },
  {
    option: 'clock',
    wrong: [
      () => Math.floor(Date.now() / 1000),
      () => Date.now() / 1000,
      () => Date.now() * 1000,
      () => process.hrtime.bigint(),
      () => performance.now(),
      () => new Date(),
      () => String(Date.now()),
      () => Number.NaN,
      () => Number.POSITIVE_INFINITY,
      () => -Date.now(),
      () => 0,
      () => undefined,
      () => null,
      async () => Date.now(),
      async () => throws(),
    ],
    message: 'clock must answer with milliseconds since 1970, as Date.now does; its answer is something else',
  },
  {
    option: 'clock',
    wrong: [throws],
    message: 'clock must answer with milliseconds since 1970, as Date.now does; it throws',
  },
  {
    option: 'loginCode.generate',
    wrong: [
      ...['1234', '12345', '', '-----------', '12-34', 'ABCDE', 'x'.repeat(33), '123 45', '12345é'],
      ...[123_456, 123_456n, null, undefined, ['123456'], Object('123456')],
    ]
      .map((code) => () => code)
      .concat([async () => '123456', async () => throws()] as never[]),
    message: 'loginCode.generate must answer with 6 to 32 letters and digits',
  },
  {
    option: 'loginCode.generate',
    wrong: [throws],
    message: 'loginCode.generate must answer with a code; it throws',
  },
  {
    option: 'loginCode',
    wrong: [{ length: 8, generate: () => '123456' }],
    message: 'loginCode.length must be what loginCode.generate makes, which is 6, and not 8: leave it out',
  },
  {
    option: 'refreshToken',
    wrong: [{ lifetime: 60, reuseGrace: 60 }],
    message:
      'refreshToken.reuseGrace must be less than refreshToken.lifetime: no theft would ever be noticed',
  },
];

describe('what is refused at start', () => {
  it.each(rows)('$option: $message', ({ option, wrong, message }) => {
    for (const value of wrong) {
      const refusal = refusalOf(optionAt(option, value));
      expect(refusal.slice(0, message.length)).toBe(message);
      expect(refusal).not.toMatch(/secret|PRIVATE KEY/);
    }
  });

  it('an access token that is asked to outlive its session', () => {
    expect(refusalOf({ accessToken: { lifetime: 61 }, refreshToken: { lifetime: 60 } })).toBe(
      'accessToken.lifetime must be at most refreshToken.lifetime: an access token ends with its session',
    );
    // Nobody has asked for more here.
    expect(refusalOf({ refreshToken: { lifetime: 60 } })).toBe('taken');
  });

  it('codes that can be guessed, in production', () => {
    let count = 100_000;
    const guessable: readonly (() => string)[] = [
      () => '123456',
      () => String(count++),
      () => (count++ % 2 === 0 ? '123456' : '654321'),
      () => Array.from({ length: 6 }, () => (randomDigit() < 5 ? '0' : '1')).join(''),
      () => `ABC-${randomDigit()}${randomDigit()}${randomDigit()}`,
      () => String(randomDigit()).repeat(6),
    ];
    for (const generate of guessable) expect(refusalOf({ loginCode: { generate } })).toBe('taken');
    vi.stubEnv('NODE_ENV', 'production');
    try {
      for (const generate of guessable) {
        expect(refusalOf({ loginCode: { generate } })).toMatch(
          /^loginCode\.generate makes codes that can be guessed/,
        );
      }
      const good: readonly (() => string)[] = [
        () => String(randomInt(1e6)).padStart(6, '0'),
        // Without those that begin with a zero.
        () => String(randomInt(1e5, 1e6)),
        () => randomBytes(5).toString('hex'),
        () => `${randomInt(100, 1000)}-${randomInt(100, 1000)}`,
      ];
      for (const generate of good) expect(refusalOf({ loginCode: { generate } })).toBe('taken');
      // Short where the zeros in front are missing: one in ten.
      expect(refusalOf({ loginCode: { generate: () => String(randomInt(1e6)) } })).toMatch(
        /^loginCode\.generate must answer with 6 to 32/,
      );
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
