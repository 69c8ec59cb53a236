import SchemaBuilder from '@pothos/core';
import { execute, parse } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import EmailAuthPlugin, {
  AuthError,
  createEmailAuth,
  type EmailAuth,
  type WithAuth,
} from '../../src/index.js';
import { createTestAuth, type TestAuthOptions } from '../../src/testing/index.js';
import { createSigningKey, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
type Role = { role: 'admin' | 'user' };

const schemaOf = (auth: EmailAuth<Role>) => {
  const builder = new SchemaBuilder<WithAuth<{ AuthClaims: Role }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: auth,
  });
  builder.queryType({
    fields: (t) => ({
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
      report: t.string({ authenticated: true, allow: ({ role }) => role === 'admin', resolve: () => 'done' }),
    }),
  });
  return builder.toSchema();
};

const open = (options: TestAuthOptions<Role> = {}) => {
  const made = createTestAuth<Role>({ claims: () => ({ role: 'user' }), ...options });
  const schema = schemaOf(made.auth);
  const ask = async (query: string, contextValue: object) =>
    execute({ schema, document: parse(query), contextValue });
  return { ...made, ask };
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('createTestAuth', () => {
  it('makes contexts of people who are logged in, and of nobody', async () => {
    const { contextFor, ask } = open();
    expect(await ask('{ me }', await contextFor(identity))).toEqual({ data: { me: identity } });
    const { data, errors } = await ask('{ me }', await contextFor(null));
    expect([data, errors?.[0]?.extensions]).toMatchObject([
      { me: null },
      { code: 'UNAUTHENTICATED', reason: 'missing' },
    ]);
  });

  it('keeps the notices of new networks', async () => {
    const { auth, mailbox } = open({ mail: { notifyNewNetwork: true } });
    for (const ip of ['192.0.2.1', '203.0.113.1']) {
      await auth.requestLoginCode(identity, { ip });
      const { code } = await mailbox.next(identity);
      await auth.login({ identity, code }, { ip });
    }
    await auth.close();
    expect(mailbox.notices).toMatchObject([{ identity, network: '203.0.113.0/24', subject: 'New login' }]);
    expect(mailbox.unread).toEqual([]);
  });

  it('gives somebody other claims, from then on', async () => {
    const { contextFor, tokensFor, auth, ask } = open({ claims: () => null });
    const admin = await contextFor(identity, { role: 'admin' });
    expect(await ask('{ report }', admin)).toEqual({ data: { report: 'done' } });
    const { refreshToken } = await tokensFor(identity);
    expect((await auth.refresh(refreshToken, caller)).claims.role).toBe('admin');
    const user = await contextFor(identity, { role: 'user' });
    expect((await ask('{ report }', user)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('knows the context key of the schema', async () => {
    const { auth, contextFor } = createTestAuth();
    const builder = new SchemaBuilder<WithAuth<{ AuthContextKey: 'viewer' }>>({
      plugins: [EmailAuthPlugin],
      emailAuth: { auth, contextKey: 'viewer' },
    });
    builder.queryType({
      fields: (t) => ({
        me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.viewer.claims.email }),
      }),
    });
    // The schema chooses the key when it is built.
    const schema = builder.toSchema();
    const contextValue = await contextFor(identity);
    const answer = await execute({ schema, document: parse('{ me }'), contextValue });
    expect(answer).toEqual({ data: { me: identity } });
  });

  it('hands out mails one by one, whether they have come or are on their way', async () => {
    const { auth, mailbox } = open();
    const coming = mailbox.next(' ADA@example.com');
    const { challenge } = await auth.requestLoginCode(identity, caller);
    const { code } = await coming;
    await auth.login({ identity, code, challenge }, caller);
    for (const name of ['one', 'two', 'one']) await auth.requestLoginCode(`${name}@example.com`, caller);
    const [first, second] = [await mailbox.next('one@example.com'), await mailbox.next('one@example.com')];
    expect(first.id).not.toBe(second.id);
    await auth.close();
    expect(mailbox.unread.map((mail) => mail.identity)).toEqual(['two@example.com']);
  });

  it('says why no mail comes', async () => {
    const { auth, mailbox } = open({ claims: () => null });
    const waiting = mailbox.next(identity);
    waiting.catch(() => {});
    await auth.requestLoginCode(identity, caller);
    await expect(waiting).rejects.toThrow('the option claims has not let this identity in');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const nobody = mailbox.next('nobody@example.com');
      nobody.catch(() => {});
      await vi.advanceTimersByTimeAsync(5000);
      await expect(nobody).rejects.toThrow('nobody has asked for a code within 5 s');
    } finally {
      vi.useRealTimers();
    }
  });

  const away = new Error('The database is away.');
  const wrong: readonly (readonly [
    what: string,
    options: TestAuthOptions<Role>,
    why: string,
    cause: unknown,
  ])[] = [
    ['claims that throws', { claims: () => Promise.reject(away) }, 'the option claims failed', away],
    [
      'claims that answers nonsense',
      { claims: () => 'admin' as never },
      'claims must answer with a plain object of claims, or with null for nobody, not with a string',
      undefined,
    ],
    [
      'a template that throws',
      {
        mail: {
          template: () => {
            throw away;
          },
        },
      },
      'the option mail.template failed: Error',
      undefined,
    ],
  ];

  it.each(wrong)(
    'says what went wrong where no mail comes, or no tokens: %s',
    async (_, options, why, cause) => {
      const { auth, mailbox, tokensFor, contextFor } = open(options);
      const waiting = mailbox.next(identity);
      waiting.catch(() => {});
      await auth.requestLoginCode(identity, caller);
      await expect(waiting).rejects.toEqual(new Error(`No mail came: ${why}.`, { cause }));
      for (const made of [tokensFor(identity), contextFor(identity)])
        await expect(made).rejects.toEqual(new Error(`No tokens were made: ${why}.`, { cause }));
    },
  );

  it('says what went wrong before somebody waited', async () => {
    const { auth, mailbox } = open({ claims: () => Promise.reject(away) });
    await auth.requestLoginCode(identity, caller);
    await auth.close();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const waiting = mailbox.next(identity);
      waiting.catch(() => {});
      await vi.advanceTimersByTimeAsync(5000);
      await expect(waiting).rejects.toThrow('the option claims failed');
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells who is not let in as the service does', async () => {
    const { tokensFor, contextFor } = open({
      claims: (email) => (email === identity ? { role: 'user' } : null),
    });
    await tokensFor(identity);
    await expect(tokensFor('eve@example.com')).rejects.toBeInstanceOf(AuthError);
    expect(await reasonOf(tokensFor('eve@example.com'))).toBe('INVALID_LOGIN_CODE');
    expect(await reasonOf(contextFor('no address'))).toBe('BAD_USER_INPUT');
  });

  it('has no limits and no pauses, unless they are the subject', async () => {
    const { auth, mailbox } = open();
    for (let i = 0; i < 30; i += 1) {
      expect(await auth.requestLoginCode(identity, caller)).toMatchObject({ codeLength: 6 });
      expect(await reasonOf(auth.login({ identity, code: '000000' }, caller))).toBe('INVALID_LOGIN_CODE');
    }
    await auth.close();
    expect(mailbox.unread).toHaveLength(30);
    const limited = open({ limits: { requestsPerIp: { limit: 1, window: 60 } } });
    await limited.auth.requestLoginCode(identity, caller);
    expect(await reasonOf(limited.auth.requestLoginCode(identity, caller))).toBe('TOO_MANY_REQUESTS');
    limited.clock.advance(60);
    expect(await reasonOf(limited.auth.requestLoginCode(identity, caller))).toBe('ok');
  });

  it('has a clock that moves when it is told to', async () => {
    const { clock, contextFor, ask } = open();
    const contextValue = await contextFor(identity);
    expect(Math.abs(clock() - Date.now())).toBeLessThan(60_000);
    clock.advance(299);
    expect(await ask('{ me }', contextValue)).toEqual({ data: { me: identity } });
    clock.advance(1);
    const { errors } = await ask('{ me }', contextValue);
    expect(errors?.[0]?.extensions.reason).toBe('expired');
  });

  it('asks the guard about callers, and not about its own short cut', async () => {
    const asked: string[] = [];
    const { auth, tokensFor, mailbox, events } = open({
      guard: ({ identity: whom }) => void asked.push(whom),
      loginCode: { binding: 'required' },
    });
    const told: string[] = [];
    await tokensFor('ada@example.com');
    expect([asked, mailbox.unread]).toEqual([[], []]);
    await auth.requestLoginCode('eve@example.com', caller);
    expect(asked).toEqual(['eve@example.com']);
    expect(events.map(({ type }) => type)).toContain('login.succeeded');
    expect(told).toEqual([]);
  });

  it('takes the key, the events and the logger of the test', async () => {
    const told: string[] = [];
    const { auth, events } = open({
      signingKey: createSigningKey(),
      onEvent: ({ type }) => void told.push(type),
      logger: { warn: (text) => void told.push(text), error: () => {} },
    });
    await auth.requestLoginCode(identity, { ip: null });
    await auth.close();
    expect(told).toEqual([expect.stringContaining('address is not known'), 'code.requested', 'code.sent']);
    expect(events.map(({ type }) => type)).toEqual(['code.requested', 'code.sent']);
    const [one, other] = await Promise.all([createTestAuth().auth.jwks(), createTestAuth().auth.jwks()]);
    expect(one).toEqual(other);
    expect(await auth.jwks()).not.toEqual(one);
  });

  it('says nothing to the terminal', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { auth } = open();
    await auth.requestLoginCode(identity, { ip: null });
    await auth.close();
    expect(write).not.toHaveBeenCalled();
  });

  it.each(['production', 'Production', ' PRODUCTION '])('is refused where NODE_ENV is %j', (env) => {
    vi.stubEnv('NODE_ENV', env);
    expect(() => createTestAuth()).toThrow(/^createTestAuth has no limits, so it is for tests alone/);
  });

  it('refuses what createEmailAuth refuses', () => {
    expect(() => createTestAuth({ limit: {} } as object)).toThrow(
      /^options\.limit is not an option|limit is not/,
    );
  });

  it('makes a service like any other', async () => {
    const { auth } = createTestAuth();
    expect(Object.keys(auth).sort()).toEqual(
      Object.keys(createEmailAuth({ signingKey: createSigningKey() })).sort(),
    );
  });
});
