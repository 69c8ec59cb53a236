import { mailLocales } from '../../src/mail/languages/index.js';

/** What one option takes, said a second time: the tests hold the checks against it. */
export interface OptionKind {
  /** What its error says that it must be. */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** The outermost values that are taken. */
  readonly edges: readonly unknown[];
  /** The innermost values that are not. */
  readonly beyond: readonly unknown[];
}

/** Two labels at least, and no IPv4 address as browsers read them (URL Standard, "ends in a number"). */
const isDomainName = (value: unknown): boolean => {
  if (typeof value !== 'string' || value.length > 253) return false;
  const labels = value.toLowerCase().split('.');
  const isLabel = (label: string) =>
    /^[a-z\d-]{1,63}$/.test(label) && !label.startsWith('-') && !label.endsWith('-');
  return labels.length > 1 && labels.every(isLabel) && !/^(\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '');
};

const whole = (min: number, max: number): OptionKind => ({
  expected: `a whole number from ${min} to ${max}`,
  accepts: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  edges: [min, max],
  beyond: [min - 1, max + 1, min + 0.5],
});

const wholeSeconds = (min: number, max: number): OptionKind => ({
  ...whole(min, max),
  expected: `a whole number of seconds from ${min} to ${max}`,
});

const seconds = (min: number, max: number): OptionKind => ({
  expected: `a number of seconds from ${min} to ${max}`,
  accepts: (value) => typeof value === 'number' && value >= min && value <= max,
  edges: [min, max],
  beyond: [min - 0.001, max + 0.001],
});

const choice = (...words: readonly string[]): OptionKind => ({
  expected: words.map((word) => `'${word}'`).join(' or '),
  accepts: (value) => words.includes(value as string),
  edges: words,
  beyond: ['', ` ${words[0]}`, words[0]?.toUpperCase()],
});

const flag: OptionKind = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
  edges: [],
  beyond: ['true', 0, 1],
};

const call: OptionKind = {
  expected: 'a function',
  accepts: (value) => typeof value === 'function',
  edges: [],
  beyond: ['() => {}', { call: () => {} }],
};

const sentence: OptionKind = {
  expected: 'a string that is not empty',
  accepts: (value) => typeof value === 'string' && value.trim() !== '',
  edges: ['x'],
  beyond: ['', ' \t\n'],
};

const cookieName: OptionKind = {
  expected: 'up to 64 letters, digits or marks that a cookie name may have',
  accepts: (value) => typeof value === 'string' && /^[\w.-]{1,64}$/.test(value),
  edges: ['a', 'app-access', 'x'.repeat(64), '!#$%&*+.^`|~'],
  beyond: ['', 'a b', 'a;b', 'a=b', 'a,b', 'é', 'a\n', '"a"', 'x'.repeat(65)],
};

const limits = [
  'failuresPerIp',
  'requestsPerIp',
  'mailsPerIdentity',
  'shortCodesPerIdentity',
  'failuresPerIdentity',
  'shortCodeFailures',
];

const codes = [
  'BAD_USER_INPUT',
  'INVALID_LOGIN_CODE',
  'TOO_MANY_REQUESTS',
  'UNAUTHENTICATED',
  'INVALID_REFRESH_TOKEN',
  'DELIVERY_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
];

const year = 366 * 86_400;

/** Options of one value each, by their paths. */
export const optionKinds: Readonly<Record<string, OptionKind>> = {
  storeTimeout: seconds(0.01, 60),
  singleProcess: flag,
  httpStatus: flag,
  claims: call,
  onEvent: call,
  'accessToken.lifetime': wholeSeconds(1, 86_400),
  'accessToken.checkSession': flag,
  'refreshToken.lifetime': wholeSeconds(1, year),
  'refreshToken.rotate': flag,
  'refreshToken.reuseGrace': seconds(0, 300),
  'sessions.mode': choice('stored', 'stateless'),
  'sessions.max': whole(1, 1000),
  'jwt.issuer': sentence,
  'jwt.clientId': sentence,
  'jwt.leeway': seconds(0, 300),
  'jwt.algorithm': choice(
    ...['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'],
    ...['HS256', 'HS384', 'HS512', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
  ),
  transport: choice('bearer', 'cookie', 'either'),
  'cookies.access': cookieName,
  'cookies.refresh': cookieName,
  'cookies.domain': {
    expected: 'a domain such as example.com, without a dot in front',
    accepts: isDomainName,
    edges: ['example.com', 'EXAMPLE.com', 'a.b.c.example', 'xn--bcher-kva.example', '1.4e2'],
    beyond: [
      '',
      'localhost',
      '.example.com',
      'example.com.',
      '127.0.0.1',
      '127.0.0x1',
      '::1',
      'a-.com',
      'a_b.com',
      'a..com',
      'a.com; x',
    ],
  },
  'cookies.path': {
    expected: 'a path that begins with /',
    accepts: (value) => typeof value === 'string' && /^\/[\w/.-]{0,255}$/.test(value),
    edges: ['/', '/graphql', '/a/b.c'],
    beyond: ['', 'graphql', '/a;b', '/a b', '/ä', '/a\n', `/${'x'.repeat(256)}`],
  },
  'cookies.sameSite': choice('lax', 'strict', 'none'),
  'cookies.insecure': flag,
  'loginCode.length': whole(6, 12),
  'loginCode.lifetime': wholeSeconds(1, 600),
  'loginCode.attempts': whole(1, 10),
  'loginCode.resendAfter': wholeSeconds(0, 3600),
  'loginCode.binding': choice('optional', 'required'),
  'delivery.mode': choice('background', 'await'),
  'delivery.concurrency': whole(1, 1000),
  'delivery.queue': whole(1, 1_000_000),
  'delivery.attempts': whole(1, 10),
  'delivery.timeout': seconds(0.01, 600),
  'mail.appName': {
    expected: 'a name of 1 to 64 characters in one line',
    accepts: (value) =>
      typeof value === 'string' &&
      value.trim() !== '' &&
      value.length <= 64 &&
      !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u.test(value),
    edges: ['x', 'x'.repeat(64), 'Bücher 書', 'A\u200Db', '👩\u200D💻', '<b>'],
    beyond: ['', ' ', 'x'.repeat(65), 'a\nb', 'a\u2028b', 'a\u202Eb', '\uD800', '\0'],
  },
  'mail.locale': choice(...mailLocales),
  'mail.color': {
    expected: 'a colour such as #0a66c2',
    accepts: (value) => typeof value === 'string' && /^#[\da-f]{6}$/i.test(value),
    edges: ['#000000', '#FFffFF'],
    beyond: ['#fff', '#00000g', 'red', '#0000000', '#000000\n', ' #000000', '#000000;background:url(x)'],
  },
  'mail.support': {
    expected: 'an e-mail address or an https address',
    accepts: (value) =>
      typeof value === 'string' && /^([\w.+-]+@[\w.-]+|https:\/\/[\w.-]+(\/[\w./?=&-]*)?)$/.test(value),
    edges: ['help@example.com', 'https://example.com/help?a=1'],
    beyond: [
      'example.com',
      'http://example.com',
      'a@b@c',
      'a b@example.com',
      '<a@example.com>',
      'javascript:1',
      'a@example.com\n',
    ],
  },
  'mail.origin': {
    expected: 'an https origin without a path, such as https://app.example.com',
    accepts: (value) => typeof value === 'string' && /^https:\/\/[a-z\d.-]+(:(?!443$)\d+)?$/.test(value),
    edges: ['https://example.com', 'https://app.example.com:8443', 'https://[::1]', 'http://localhost:3000'],
    beyond: [
      'example.com',
      'http://example.com',
      'http://localhost.example.com',
      'https://example.com/',
      'https://EXAMPLE.com',
      'https://example.com:443',
      'https://a@example.com',
    ],
  },
  'mail.template': call,
  'identity.parse': call,
  'identity.mailbox': call,
  'limits.perRequest.login': whole(1, 1000),
  'limits.perRequest.requestLoginCode': whole(1, 1000),
  ...Object.fromEntries(
    limits.flatMap((name) => [
      [`limits.${name}.limit`, whole(1, 1_000_000_000)],
      [`limits.${name}.window`, wholeSeconds(1, year)],
    ]),
  ),
  ...Object.fromEntries(codes.map((code) => [`messages.${code}`, sentence])),
};

/** Options that are records of others. */
export const recordPaths: readonly string[] = [
  ...new Set(
    Object.keys(optionKinds)
      .filter((path) => path.includes('.'))
      .flatMap((path) => {
        const [first = '', second = '', third] = path.split('.');
        return third === undefined ? [first] : [first, `${first}.${second}`];
      }),
  ),
];

const send = async (): Promise<void> => {};

/** Options with one value in them, at a path: `limits.failuresPerIp.limit`. */
export const optionAt = (path: string, value: unknown): object => {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return { [first]: value };
  const inner = optionAt(rest.join('.'), value);
  // Without these, a delivery and cookies are wrong in another way.
  if (first === 'delivery') return { delivery: { send, ...inner } };
  if (first === 'cookies') return { cookies: inner, transport: 'either' };
  return { [first]: inner };
};
