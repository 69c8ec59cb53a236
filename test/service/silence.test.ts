import Keyv from 'keyv';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AuthEvent, DeliveryError, type EmailAuthOptions, type Logger } from '../../src/index.js';
import { FakeLogger } from '../support/fake-logger.js';
import { createTestAuth, noLimits, reasonOf } from '../support/service.js';

const caller = { ip: '192.0.2.1' };
const secretAddress = 'ada@example.com';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A service whose events nobody hears; `more` may give it a listener. */
const open = (options: Partial<EmailAuthOptions> = {}) => {
  const logger = new FakeLogger();
  const { onEvent: _, ...rest } = { onEvent: undefined, ...options };
  // An option that is undefined counts as absent.
  const service = createTestAuth({
    logger,
    limits: noLimits,
    onEvent: undefined as never,
    ...rest,
    ...options,
  });
  const ask = async (identity = secretAddress) => {
    await service.auth.requestLoginCode(identity, caller).catch(() => {});
    await service.auth.close();
  };
  return { ...service, lines: logger.lines, ask };
};

const away = () =>
  Promise.reject(Object.assign(new Error(`no route for ${secretAddress}`), { code: 'EPIPE' }));

/** A cache that is away: every access rejects. */
const deadCache = (): Keyv => {
  const cache = new Keyv();
  Object.assign(cache.store, { get: away });
  return cache;
};

const troubles: readonly (readonly [what: string, options: EmailAuthOptions, line: RegExp])[] = [
  [
    'mail that fails for everybody',
    {
      delivery: { send: () => Promise.reject(new DeliveryError('no', { scope: 'everybody' })), attempts: 1 },
    },
    /^error: Login codes cannot be sent: DeliveryError\./,
  ],
  [
    'mail that fails for no known reason',
    { delivery: { send: away, attempts: 1 } },
    /^error: A login code could not be sent: Error \(EPIPE\)\./,
  ],
  ['a cache that is away', { cache: deadCache() }, /^error: The cache failed: EPIPE, at the step issue\./],
  [
    'claims that throws',
    { claims: away },
    /^error: The option claims failed: Error \(EPIPE\)\..* catch it in claims: it may hold an address\./,
  ],
  [
    'claims that reads what is not there',
    { claims: () => ({ role: (null as never as { role: string }).role }) },
    /^error: The option claims failed: TypeError\./,
  ],
  [
    'claims that never answers',
    {
      claims: () => new Promise<never>(() => {}),
      delivery: { send: async () => {}, timeout: 0.05, attempts: 1 },
    },
    /^error: The option claims failed: DeadlineExceeded\./,
  ],
  [
    'claims that answers with text',
    { claims: () => 'admin' as never },
    /^error: claims must answer with a plain object .* not with a string\./,
  ],
  [
    'claims that answers with a row of a database',
    { claims: async (email) => ({ id: 7, email }) as never },
    /^error: claims must not answer with "email": that claim is the library's own\./,
  ],
];

describe('a service whose events nobody hears', () => {
  it.each(troubles)('tells the operator of %s', async (_, options, line) => {
    const { ask, lines } = open(options);
    await ask();
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(lines.join()).not.toMatch(/ada|example\.com/);
  });

  it.each(troubles)('says it of %s once a minute, by its own clock', async (_, options, line) => {
    const { ask, lines, clock } = open(options);
    const isSaid = () => lines.filter((text) => line.test(text)).length;
    for (let i = 0; i < 3; i += 1) await ask(`ada-${i}@example.com`);
    expect(isSaid()).toBe(1);
    // Past the pause of the breaker each time.
    clock.advance(30);
    await ask('grace@example.com');
    expect(isSaid()).toBe(1);
    clock.advance(30);
    await ask('mary@example.com');
    expect(isSaid()).toBe(2);
  });

  it('says each kind by itself', async () => {
    let answer: () => unknown = away;
    const { ask, lines, auth } = open({
      claims: () => answer() as never,
      delivery: { send: away, attempts: 1 },
    });
    for (const next of [away, () => 7, () => ({}), () => null, away, () => 7]) {
      answer = next;
      await ask();
    }
    await auth.close();
    expect(lines.map((line) => line.slice(0, 30))).toEqual(
      [
        'error: The option claims failed',
        'error: claims must answer with',
        'error: A login code could not b',
        'warn: No code was sent, for the',
      ].map((line) => line.slice(0, 30)),
    );
  });

  it('is not silent for a day because its clock was a day ahead', async () => {
    const { ask, lines, clock } = open({ claims: away });
    await ask();
    clock.advance(-86_400);
    await ask();
    expect(lines).toHaveLength(2);
  });

  it('says nothing of what is in order', async () => {
    const { logIn, auth, lines } = open();
    const { refreshToken } = await logIn(secretAddress);
    await auth.refresh(refreshToken, caller);
    await auth.check();
    expect(lines).toEqual([]);
  });

  it.each([
    ['code.withheld', { claims: () => null }],
    [
      'a recipient that is refused',
      {
        delivery: {
          send: () => Promise.reject(new DeliveryError('no', { scope: 'recipient', permanent: true })),
          attempts: 1,
        },
      },
    ],
  ] as readonly (readonly [string, EmailAuthOptions])[])(
    'tells of %s outside production only: strangers can cause it',
    async (_, options) => {
      const { ask, lines } = open(options);
      await ask();
      expect(lines).toEqual([expect.stringMatching(/^warn: /)]);
      vi.stubEnv('NODE_ENV', 'production');
      const inProduction = open(options);
      await inProduction.ask();
      expect(inProduction.lines).toEqual([]);
    },
  );
});

describe('where the sentences go', () => {
  const said = () => {
    const lines: string[] = [];
    for (const method of ['warn', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(line));
    }
    return lines;
  };
  const failing = { claims: away } as const;
  const ask = async (options: EmailAuthOptions) => {
    const { auth, events } = createTestAuth(options);
    await auth.requestLoginCode(secretAddress, caller);
    await auth.close();
    return events.map(({ type }) => type);
  };

  it('to the terminal, where there is neither a listener nor a logger', async () => {
    const lines = said();
    await ask({ ...failing, onEvent: undefined as never });
    expect(lines).toEqual([expect.stringMatching(/^\[pothos-plugin-email-auth\] The option claims failed/)]);
  });

  it('nowhere, where there is a listener alone', async () => {
    const lines = said();
    expect(await ask(failing)).toContain('code.delivery_failed');
    expect(lines).toEqual([]);
  });

  it('to the logger as well as the listener, where there are both', async () => {
    const lines = said();
    const logger = new FakeLogger();
    expect(await ask({ ...failing, logger })).toContain('code.delivery_failed');
    expect(logger.lines).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it('to the logger alone, where there is no listener, and so do the warnings at start', async () => {
    const lines = said();
    vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', '');
    const logger = new FakeLogger();
    const options = { ...failing, logger, signingKey: undefined, onEvent: undefined as never };
    const { auth } = createTestAuth(options);
    await auth.requestLoginCode(secretAddress, { ip: null });
    await auth.close();
    expect(logger.lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'warn: No signingKey:',
      "warn: The caller's",
      'error: The option',
    ]);
    expect(lines).toEqual([]);
  });

  const broken: readonly (readonly [string, () => unknown])[] = [
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'answers with something that cannot be awaited',
      () =>
        Object.defineProperty({}, 'then', {
          get: () => {
            throw new Error('no');
          },
        }),
    ],
  ];
  it.each(broken)('a logger that %s changes nothing', async (_, method) => {
    const heard: AuthEvent[] = [];
    const logger = { warn: method, error: method } as Logger;
    const { auth, askForCode } = createTestAuth({ logger, onEvent: (event) => heard.push(event) });
    const { code, challenge } = await askForCode(secretAddress, null);
    expect(await reasonOf(auth.login({ identity: secretAddress, code, challenge }, caller))).toBe('ok');
    expect(await ask({ ...failing, logger })).toContain('code.delivery_failed');
  });

  it('to the logger, although the listener throws', async () => {
    const logger = new FakeLogger();
    const onEvent = () => {
      throw new Error('no');
    };
    await ask({ ...failing, logger, onEvent });
    expect(logger.lines).toHaveLength(1);
  });

  it.each([[null], ['console'], [{}], [{ warn: () => {} }], [{ warn: () => {}, error: 'no' }]])(
    'never to %j: it is refused',
    (logger) => {
      expect(() => createTestAuth({ logger: logger as never })).toThrow(
        new TypeError('logger must be an object with the methods warn and error, such as console'),
      );
    },
  );
});
