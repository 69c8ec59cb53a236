import { generateKeyPairSync } from 'node:crypto';
import { signingKey } from '../support/service.js';

/** Values that an option must not have. */
interface WrongOption {
  readonly id: string;
  /** How the refusal MUST begin. */
  readonly must: string;
  readonly option: string;
  readonly wrong: readonly unknown[];
}

const send = async () => {};

const throws = () => {
  throw new Error('secret');
};

const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
const inTwoSpellings = [other.export({ format: 'pem', type: 'pkcs8' }), other.export({ format: 'jwk' })];

export const wrongOptions: readonly WrongOption[] = [
  {
    id: 'option-1',
    option: 'limits.failuresPerIp.window',
    wrong: [undefined],
    must: 'limits.failuresPerIp.window is undefined: give a number, or leave it out',
  },
  {
    id: 'option-2',
    option: 'limits.perRequest.login',
    wrong: [undefined],
    must: 'limits.perRequest.login is undefined: give a number, or leave it out',
  },
  { id: 'option-3', option: 'limits', wrong: [false, true, 0], must: 'limits must be an object' },
  {
    id: 'option-4',
    option: 'limits.failuresPerIp',
    wrong: [true, 0, 10, '10', null, [10, 300]],
    must: 'limits.failuresPerIp must be an object',
  },
  {
    id: 'option-5',
    option: 'limits.failuresPerIp',
    wrong: [{ limt: 5 }],
    must: 'limits.failuresPerIp.limt is not an option; did you mean limits.failuresPerIp.limit?',
  },
  {
    id: 'option-6',
    option: 'limits',
    wrong: [{ failurePerIp: false }],
    must: 'limits.failurePerIp is not an option; did you mean limits.failuresPerIp?',
  },
  {
    id: 'option-7',
    option: 'delivery',
    wrong: [{ send, atempts: 1 }],
    must: 'delivery.atempts is not an option; did you mean delivery.attempts?',
  },
  {
    id: 'option-8',
    option: 'delivery',
    wrong: [null, 5, 'smtp://'],
    must: 'delivery must be a function, not',
  },
  {
    id: 'option-9',
    option: 'delivery',
    wrong: [{}, { mode: 'background' }],
    must: 'delivery.send must be a function',
  },
  {
    id: 'option-10',
    option: 'delivery',
    wrong: [Object.assign(async () => {}, { check: 'yes' })],
    must: 'delivery.check must be a function, not a string',
  },
  {
    id: 'option-11',
    option: 'delivery',
    wrong: [{ send: Object.assign(async () => {}, { close: true }) }],
    must: 'delivery.send.close must be a function, not true',
  },
  {
    id: 'option-12',
    option: 'delivery',
    wrong: [Object.defineProperty(async () => {}, 'check', { get: throws })],
    must: 'delivery.check cannot be read: it throws',
  },
  {
    id: 'option-13',
    option: 'logger',
    wrong: [
      Object.defineProperty({ error: () => {} }, 'warn', { get: throws }),
      new Proxy({}, { get: throws }),
    ],
    must: 'logger cannot be read: it throws',
  },
  {
    id: 'option-14',
    option: 'cache',
    wrong: [null, {}, new Map(), 'redis://127.0.0.1', { get: throws }, new Proxy({}, { get: throws })],
    must: 'cache ',
  },
  {
    id: 'option-15',
    option: 'namespace',
    wrong: ['', 'a b', 'a:b', 'a{b}', '{a}', 'a*', 'ä', 'a\n', 'x'.repeat(65), 5, null, ['a']],
    must: 'namespace must be up to 64 letters, digits, dots, hyphens or underscores, not',
  },
  {
    id: 'option-16',
    option: 'sessions',
    wrong: [null, []],
    must: 'sessions must be an object, not',
  },
  {
    id: 'option-17',
    option: 'sessions',
    wrong: ['none', '', true, 100],
    must: "sessions must be 'stored' or 'stateless', not",
  },
  {
    id: 'option-18',
    option: 'sessions',
    wrong: [{ mod: 'stored' }],
    must: 'sessions.mod is not an option; did you mean sessions.mode?',
  },
  {
    id: 'option-19',
    option: 'sessions',
    wrong: [{ mode: 'stateless', max: 10 }],
    must: "sessions.max cannot be given where sessions is 'stateless'",
  },
  {
    id: 'option-20',
    option: 'jwt.audience',
    wrong: [[], Array.from({ length: 101 }, (_, i) => `a${i}`), null, 5, {}, new Set(['a'])],
    must: 'jwt.audience must be a list of 1 to 100 strings, not',
  },
  {
    id: 'option-21',
    option: 'jwt.audience',
    wrong: ['', ' '],
    must: 'jwt.audience must be a string that is not empty, not an empty one',
  },
  {
    id: 'option-22',
    option: 'jwt.audience',
    wrong: [['a', undefined], ['a', ''], ['a', null], ['a', ['b']], Object.assign(['a'], { length: 2 })],
    must: 'jwt.audience[1] must be a string that is not empty, not',
  },
  {
    id: 'option-23',
    option: 'jwt.audience',
    wrong: [['a', 'b', 'a']],
    must: 'jwt.audience[2] is the same as jwt.audience[0]',
  },
  {
    id: 'option-24',
    option: 'updatableClaims',
    wrong: ['org', null, { 0: 'org' }, new Set(['org']), Array.from({ length: 11 }, (_, i) => `c${i}`)],
    must: 'updatableClaims must be a list of 0 to 10 names of claims, not',
  },
  {
    id: 'option-25',
    option: 'updatableClaims',
    wrong: [['org', undefined], ['org', 5], ['org', ''], Object.assign(['org'], { length: 2 })],
    must: 'updatableClaims[1] must be a string that is not empty, not',
  },
  {
    id: 'option-26',
    option: 'updatableClaims',
    wrong: [['org', 'org']],
    must: 'updatableClaims[1] is the same as updatableClaims[0]',
  },
  {
    id: 'option-27',
    option: 'updatableClaims',
    wrong: [['sub'], ['exp'], ['__proto__']],
    must: 'updatableClaims[0] cannot be',
  },
  {
    id: 'option-28',
    option: 'signingKey',
    wrong: [[signingKey, signingKey]],
    must: 'signingKey[1] is the same as signingKey[0]',
  },
  {
    id: 'option-29',
    option: 'signingKey',
    wrong: [
      [signingKey, `\n${signingKey.replaceAll('\n', '|')}`],
      [signingKey, ` ${signingKey}`],
    ],
    must: 'signingKey[1] is the same key as signingKey[0]',
  },
  {
    id: 'option-30',
    option: 'signingKey',
    wrong: [[signingKey, ...inTwoSpellings]],
    must: 'signingKey[2] is the same key as signingKey[1]',
  },
  {
    id: 'option-31',
    option: 'signingKey',
    wrong: [
      [signingKey, undefined],
      [signingKey, null],
      [signingKey, [signingKey]],
      [signingKey, {}],
    ],
    must: 'signingKey[1] must be a private key',
  },
  {
    id: 'option-32',
    option: 'messages',
    wrong: [{ INVALID_LOGINCODE: 'No.' }],
    must: 'messages.INVALID_LOGINCODE is not an option; did you mean messages.INVALID_LOGIN_CODE?',
  },
  {
    id: 'option-33',
    option: 'identity.argument',
    wrong: ['', 'code', 'challenge', '__email', 'e-mail', 'e mail', '1st', 5, null, 'émail'],
    must: 'identity.argument must be a GraphQL name other than code and challenge, not',
  },
  { id: 'option-34', option: 'clock', wrong: [null, 5, Date, 'now', new Date(), {}], must: 'clock must ' },
  {
    id: 'option-35',
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
    must: 'clock must answer with milliseconds since 1970, as Date.now does; its answer is something else',
  },
  {
    id: 'option-36',
    option: 'clock',
    wrong: [throws],
    must: 'clock must answer with milliseconds since 1970, as Date.now does; it throws',
  },
  {
    id: 'option-37',
    option: 'loginCode.generate',
    wrong: [
      ...['1234', '12345', '', '-----------', '12-34', 'ABCDE', 'x'.repeat(33), '123 45', '12345é'],
      ...[123_456, 123_456n, null, undefined, ['123456'], Object('123456')],
    ]
      .map((code) => () => code)
      .concat([async () => '123456', async () => throws()] as never[]),
    must: 'loginCode.generate must answer with 6 to 32 letters and digits',
  },
  {
    id: 'option-38',
    option: 'loginCode.generate',
    wrong: [throws],
    must: 'loginCode.generate must answer with a code; it throws',
  },
  {
    id: 'option-39',
    option: 'loginCode',
    wrong: [{ length: 8, generate: () => '123456' }],
    must: 'loginCode.length must be what loginCode.generate makes, which is 6, and not 8: leave it out',
  },
  {
    id: 'option-40',
    option: 'refreshToken',
    wrong: [{ lifetime: 60, reuseGrace: 60 }],
    must: 'refreshToken.reuseGrace must be less than refreshToken.lifetime: no theft would ever be noticed',
  },
  {
    id: 'option-41',
    option: 'jwt.notBefore',
    wrong: [-0.001, 31_622_400.001, Number.NaN, '0', null, [0], {}],
    must: 'jwt.notBefore must be a number of seconds from 0 to 31622400, not',
  },
  {
    id: 'option-42',
    option: 'jwt.header',
    wrong: [{ alg: 'x' }, { x: 1, alg: null }],
    must: 'jwt.header.alg cannot be set',
  },
  {
    id: 'option-43',
    option: 'jwt.header',
    wrong: [{ kid: 'x' }, { x: 1, kid: null }],
    must: 'jwt.header.kid cannot be set',
  },
  {
    id: 'option-44',
    option: 'jwt.header',
    wrong: [{ typ: 'x' }, { x: 1, typ: null }],
    must: 'jwt.header.typ cannot be set',
  },
  {
    id: 'option-45',
    option: 'jwt.header',
    wrong: [{ crit: 'x' }, { x: 1, crit: null }],
    must: 'jwt.header.crit cannot be set',
  },
  {
    id: 'option-46',
    option: 'jwt.header',
    wrong: [{ b64: 'x' }, { x: 1, b64: null }],
    must: 'jwt.header.b64 cannot be set',
  },
  {
    id: 'option-47',
    option: 'jwt.header',
    wrong: [JSON.parse('{"__proto__":"x"}'), { ['__proto__']: 1 }],
    must: 'jwt.header.__proto__ cannot be set',
  },
  {
    id: 'option-48',
    option: 'mail',
    wrong: [{ logo: 'https://example.com/logo.png' }],
    must: 'mail.logo needs mail.appName: the name stands where images are not shown',
  },
  {
    id: 'option-49',
    option: 'mail.logo',
    wrong: [
      ...[
        '',
        'logo.png',
        'http://example.com/x.png',
        'data:image/png;base64,AA',
        'javascript:1',
        '//example.com/x',
      ],
      ...[
        'https://user:secret@example.com/x',
        'https://example.com/"onerror="x',
        'https://example.com/ x',
        5,
        null,
      ],
    ],
    must: 'mail.logo must be an https address, such as https://example.com/logo.png, not',
  },
  {
    id: 'option-50',
    option: 'mail.locales',
    wrong: [[], 'en', null, new Set(['en']), Array.from({ length: 26 }, () => 'en')],
    must: 'mail.locales must be a list of 1 to 25 languages, not',
  },
  {
    id: 'option-51',
    option: 'mail.locales',
    wrong: [['sk'], ['EN'], ['de-AT'], [5], ['__proto__']],
    must: "mail.locales[0] must be 'en' or 'de' or 'fr'",
  },
  {
    id: 'option-52',
    option: 'mail.locales',
    wrong: [['en', 'en']],
    must: 'mail.locales[1] is the same as mail.locales[0]',
  },
  {
    id: 'option-53',
    option: 'mail',
    wrong: [{ locales: ['de', 'fr'] }],
    must: "mail.locale must be one of mail.locales: add 'en', or give another mail.locale",
  },
  {
    id: 'option-54',
    option: 'mail',
    wrong: [{ appname: 'x' }],
    must: 'mail.appname is not an option; did you mean mail.appName?',
  },
  {
    id: 'option-55',
    option: 'jwt',
    wrong: [{ profile: 'rfc9068' }, { profile: 'rfc9068', audience: 'shop', clientId: 'app' }],
    must: "jwt.issuer must be set where jwt.profile is 'rfc9068'",
  },
  {
    id: 'option-56',
    option: 'jwt',
    wrong: [{ profile: 'rfc9068', issuer: 'https://login.example.com', clientId: 'app' }],
    must: "jwt.audience must be set where jwt.profile is 'rfc9068'",
  },
  {
    id: 'option-57',
    option: 'jwt',
    wrong: [{ profile: 'rfc9068', issuer: 'https://login.example.com', audience: 'shop' }],
    must: "jwt.clientId must be set where jwt.profile is 'rfc9068'",
  },
  {
    id: 'option-58',
    option: 'cookies',
    wrong: [{ access: 'x' }, { insecure: true }],
    must: "cookies needs transport: 'cookie' or 'either'",
  },
  {
    id: 'option-59',
    option: 'cookies.access',
    wrong: ['__Host-access', '__secure-access', '__HTTP-x', '__Host-Http-x'],
    must: 'cookies.access must be without a prefix: the library adds the strongest that browsers take',
  },
  {
    id: 'option-60',
    option: 'cookies.origins',
    wrong: [
      ...[['*'], ['null'], ['https://example.com/'], ['https://EXAMPLE.com'], ['example.com']],
      ...[['https://example.com:443'], ['ftp://example.com'], ['https://a@example.com'], [5], ['']],
    ],
    must: 'cookies.origins[0] must be an origin such as https://app.example.com, without anything behind it, not',
  },
  {
    id: 'option-61',
    option: 'reviewAccounts',
    wrong: [
      {},
      'review@example.com',
      Array.from({ length: 21 }, () => ({ identity: 'a@b.example', code: 'x', until: '2030-01-01' })),
    ],
    must: 'reviewAccounts must be a list of 0 to 20 review accounts',
  },
  {
    id: 'option-62',
    option: 'reviewAccounts',
    wrong: ['2030-01-31T12:00', '31.1.2030', 1_900_000_000_000, new Date(Number.NaN), undefined].map(
      (until) => [{ identity: 'review@example.com', code: 'J7K2M9QX4T', until }],
    ),
    must: 'reviewAccounts[0].until must be a Date, or a text such as 2030-01-31 or 2030-01-31T12:00Z',
  },
  {
    id: 'option-63',
    option: 'reviewAccounts',
    wrong: [[{ identity: 'nobody', code: 'J7K2M9QX4T', until: '2020-01-31' }]],
    must: 'reviewAccounts[0].identity must be one that can log in',
  },
  {
    id: 'option-64',
    option: 'reviewAccounts',
    wrong: [
      [
        { identity: 'review@example.com', code: 'J7K2M9QX4T', until: '2020-01-31' },
        { identity: 'Review@EXAMPLE.com', code: 'J7K2M9QX4R', until: '2020-01-31' },
      ],
    ],
    must: 'reviewAccounts[1].identity is the same as one before it',
  },
  {
    id: 'option-65',
    option: 'refreshToken',
    wrong: [{ idle: 60, rotate: false }],
    must: 'refreshToken.idle needs refreshToken.rotate',
  },
  {
    id: 'option-66',
    option: 'refreshToken',
    wrong: [
      { idle: 60, lifetime: 60 },
      { idle: 3600, lifetime: 60 },
    ],
    must: 'refreshToken.idle must be less than refreshToken.lifetime',
  },
];
