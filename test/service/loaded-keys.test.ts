import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AuthError, EmailAuthOptions } from '../../src/index.js';
import { createSigningKey, createTestAuth, reasonOf } from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const key = createSigningKey();

type Load = Extract<EmailAuthOptions['signingKey'], () => unknown>;

const open = (load: Load, options: EmailAuthOptions = {}) => {
  const signingKey = vi.fn(load);
  return { ...createTestAuth({ signingKey, ...options }), signingKey };
};

const failing: Load = () => {
  throw Object.assign(new Error('the vault at vault.internal refuses s3cr3t'), { code: 'ECONNREFUSED' });
};

/** Every way in that needs a key. */
const waysIn = ({ auth }: ReturnType<typeof open>) => ({
  requestLoginCode: () => auth.requestLoginCode(identity, caller),
  login: () => auth.login({ identity, code: '123456' }, caller),
  refresh: () => auth.refresh('a.b.c', caller),
  updateClaims: () => auth.updateClaims('a.b.c', {}, caller),
  logout: () => auth.logout('a.b.c'),
  logoutEverywhere: () => auth.logoutEverywhere(identity),
  sessions: () => auth.sessions(identity),
  endSession: () => auth.endSession(identity, 'A'.repeat(22)),
  jwks: () => auth.jwks(),
  check: () => auth.check(),
});

afterEach(() => void vi.useRealTimers());

describe('a function that loads the keys', () => {
  it('is asked once, when a key is first needed, however many ask at once', async () => {
    const made = open(async () => key);
    expect((await made.auth.authenticate(null, caller)).failure).toBe('missing');
    expect(made.signingKey).not.toHaveBeenCalled();
    await Promise.all([made.auth.jwks(), made.auth.check(), made.auth.sessions(identity), made.auth.jwks()]);
    const { accessToken } = await made.logIn(identity);
    expect((await made.auth.authenticate(accessToken, caller)).failure).toBeNull();
    expect(made.signingKey).toHaveBeenCalledTimes(1);
  });

  it('is not asked by a build in production, which has no secrets', () => {
    vi.stubEnv('NODE_ENV', 'production');
    const { signingKey } = open(() => Promise.reject(new Error('no secrets here')));
    expect(signingKey).not.toHaveBeenCalled();
  });

  it('is asked by check()', async () => {
    const { auth, signingKey } = open(() => key);
    await auth.check();
    expect(signingKey).toHaveBeenCalledTimes(1);
  });

  it('may answer with a list, and with what jwt.algorithm says', async () => {
    const { auth, logIn } = open(async () => [createSigningKey(), key], { jwt: { algorithm: 'Ed25519' } });
    expect((await auth.jwks()).keys).toHaveLength(2);
    const { accessToken } = await logIn(identity);
    expect(JSON.parse(Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString()).alg).toBe(
      'Ed25519',
    );
  });

  it('finds what a service with the same key has made', async () => {
    const { auth, clock, logIn } = createTestAuth({ signingKey: key });
    const { accessToken } = await logIn(identity);
    const other = open(async () => key, { clock });
    expect((await other.auth.authenticate(accessToken, caller)).failure).toBe('revoked');
    expect((await auth.authenticate(accessToken, caller)).failure).toBeNull();
  });
});

describe('keys that cannot be loaded', () => {
  it.each(Object.keys(waysIn(open(() => key))))(
    'are an outage for %s, with a cause for the operator',
    async (name) => {
      const made = open(failing);
      const error: AuthError = await waysIn(made)
        [name as 'jwks']()
        .then(
          () => expect.fail('it was let pass'),
          (thrown) => thrown,
        );
      expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
      expect(error.cause).toMatchObject({ part: 'keys', code: 'ECONNREFUSED' });
      expect(Object.hasOwn(error.cause as Error, 'cause')).toBe(false);
      expect(String(error.cause)).toMatch(
        /^Error: A signing key failed: ECONNREFUSED\. Nobody answers there\./,
      );
      expect(made.events).toMatchObject([
        { type: 'store.unavailable', step: 'keys', code: 'ECONNREFUSED', error: 'Error (ECONNREFUSED)' },
      ]);
      expect(JSON.stringify(made.events)).not.toContain('vault');
    },
  );

  it('make no token valid, and none invalid', async () => {
    const { accessToken } = await createTestAuth({ signingKey: key }).logIn(identity);
    const state = await open(failing).auth.authenticate(accessToken, caller);
    expect(state).toMatchObject({ claims: null, failure: 'unavailable' });
  });

  it('are asked for again at the next use, once for all who wait', async () => {
    let fails = true;
    const made = open(async () => (fails ? failing() : key));
    const outcomes = await Promise.all([1, 2, 3].map(() => reasonOf(made.auth.jwks())));
    expect(outcomes).toEqual(Array(3).fill('SERVICE_UNAVAILABLE'));
    expect(made.signingKey).toHaveBeenCalledTimes(1);
    expect(made.events).toHaveLength(1);
    fails = false;
    expect(await reasonOf(made.auth.jwks())).toBe('ok');
    expect(await reasonOf(made.auth.jwks())).toBe('ok');
    expect(made.signingKey).toHaveBeenCalledTimes(2);
  });

  it('are given up after 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const made = open(() => new Promise(() => {}));
    const outcome = made.auth.check().catch((error: AuthError) => error.cause);
    await vi.advanceTimersByTimeAsync(9999);
    expect(made.events).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({ part: 'keys', code: 'ETIMEDOUT' });
  });

  it.each<[string, unknown, string, EmailAuthOptions['jwt']?]>([
    ['no key', undefined, 'signingKey() must be a private key; this is neither'],
    ['a path', '/run/secrets/key', 'signingKey() must be a private key; this is the path of a file'],
    ['an empty list', [], 'signingKey() must hold at least one key'],
    [
      'a key that is none among others',
      [key, 'hunter2'],
      'signingKey()[1] must be a private key; this is neither',
    ],
    ['the same key twice', [key, key], 'signingKey()[1] is the same key as signingKey()[0]'],
    [
      'a key for another algorithm',
      key,
      'jwt.algorithm is RS256, and no signingKey is for that',
      { algorithm: 'RS256' },
    ],
    ['a function', () => key, 'signingKey() must be a private key; this is a function'],
  ])('are a sentence for the operator: %s', async (_, answer, sentence, jwt = {}) => {
    const logger = { warn: vi.fn(), error: vi.fn() };
    // Boundary: this is what a host may do that does not compile.
    const { auth, events } = open((() => answer) as Load, { logger, jwt });
    await expect(auth.check()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      cause: { part: 'keys', code: 'INVALID_KEY' },
    });
    expect(events).toMatchObject([{ step: 'keys', code: 'INVALID_KEY', mistake: expect.any(String) }]);
    expect(logger.error.mock.calls.flat().join()).toContain(sentence);
    expect(logger.error.mock.calls.flat().join()).toContain('Everything that needs a key is refused.');
    expect(logger.error.mock.calls.flat().join()).not.toContain('hunter2');
  });
});
