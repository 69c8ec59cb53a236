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

const whole = (min: number, max: number): OptionKind => ({
  expected: `a whole number from ${min} to ${max}`,
  accepts: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  edges: [min, max],
  beyond: [min - 1, max + 1, min + 0.5],
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
  'accessToken.lifetime': whole(1, 86_400),
  'accessToken.checkSession': flag,
  'refreshToken.lifetime': whole(1, year),
  'refreshToken.rotate': flag,
  'refreshToken.reuseGrace': seconds(0, 300),
  'sessions.mode': choice('stored', 'stateless'),
  'sessions.max': whole(1, 1000),
  'jwt.issuer': sentence,
  'jwt.leeway': seconds(0, 300),
  'jwt.algorithm': choice('EdDSA', 'Ed25519'),
  'loginCode.length': whole(6, 12),
  'loginCode.lifetime': whole(1, 600),
  'loginCode.attempts': whole(1, 10),
  'loginCode.resendAfter': whole(0, 3600),
  'loginCode.binding': choice('optional', 'required'),
  'delivery.mode': choice('background', 'await'),
  'delivery.concurrency': whole(1, 1000),
  'delivery.queue': whole(1, 1_000_000),
  'delivery.attempts': whole(1, 10),
  'delivery.timeout': seconds(0.01, 600),
  'identity.parse': call,
  'identity.mailbox': call,
  'limits.perRequest.login': whole(1, 1000),
  'limits.perRequest.requestLoginCode': whole(1, 1000),
  ...Object.fromEntries(
    limits.flatMap((name) => [
      [`limits.${name}.limit`, whole(1, 1_000_000_000)],
      [`limits.${name}.window`, whole(1, year)],
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
  // Without `send`, a delivery is wrong in another way.
  return { [first]: first === 'delivery' ? { send, ...inner } : inner };
};
