import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCookieJar } from '../../src/cookie/cookie-jar.js';
import type { CookieOptions } from '../../src/cookie/cookie-options.js';
import { readCookieSettings } from '../../src/cookie/cookie-settings.js';
import { createEmailAuth } from '../../src/index.js';
import { createTestAuth, signingKey } from '../support/service.js';

const create = (cookies: CookieOptions) =>
  createEmailAuth({ signingKey, delivery: async () => {}, transport: 'cookie', cookies });

const tokens = { accessToken: 'a.b.c', expiresIn: 299.2, refreshToken: 'd.e.f', refreshExpiresIn: 1000 };

const linesOf = (cookies: CookieOptions): readonly string[] => {
  const settings = readCookieSettings('either', cookies);
  return settings ? Object.values(createCookieJar(settings).set(tokens)) : [];
};

describe('a cookie', () => {
  it.each<[what: string, options: CookieOptions, access: string, refresh: string]>([
    [
      'by default',
      {},
      '__Host-access=a.b.c; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Lax',
      '__Host-refresh=d.e.f; Max-Age=1000; Path=/; HttpOnly; Secure; SameSite=Lax',
    ],
    [
      'with names of its own',
      { access: 'a', refresh: 'r', sameSite: 'strict' },
      '__Host-a=a.b.c; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Strict',
      '__Host-r=d.e.f; Max-Age=1000; Path=/; HttpOnly; Secure; SameSite=Strict',
    ],
    [
      'for a domain',
      { domain: 'example.com', sameSite: 'none' },
      '__Secure-access=a.b.c; Max-Age=300; Domain=example.com; Path=/; HttpOnly; Secure; SameSite=None',
      '__Secure-refresh=d.e.f; Max-Age=1000; Domain=example.com; Path=/; HttpOnly; Secure; SameSite=None',
    ],
    [
      'for a path',
      { path: '/graphql' },
      '__Secure-access=a.b.c; Max-Age=300; Path=/graphql; HttpOnly; Secure; SameSite=Lax',
      '__Secure-refresh=d.e.f; Max-Age=1000; Path=/graphql; HttpOnly; Secure; SameSite=Lax',
    ],
    [
      'over plain http',
      { insecure: true },
      'access=a.b.c; Max-Age=300; Path=/; HttpOnly; SameSite=Lax',
      'refresh=d.e.f; Max-Age=1000; Path=/; HttpOnly; SameSite=Lax',
    ],
  ])('%s', (_, options, access, refresh) => {
    expect(linesOf(options)).toEqual([access, refresh]);
  });
});

describe('what browsers would drop, or what is not safe', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each<[options: CookieOptions, refusal: string]>([
    [{ insecure: true, sameSite: 'none' }, "cookies.sameSite cannot be 'none' with cookies.insecure"],
    [{ access: 'x', refresh: 'x' }, 'cookies.access and cookies.refresh must differ'],
    [{ refresh: 'access' }, 'cookies.access and cookies.refresh must differ'],
    [{ origins: ['http://localhost:5173'] }, 'cookies.origins: http://localhost:5173 is plain http'],
  ])('is refused at start: %o', (options, refusal) => {
    expect(() => create(options)).toThrow(TypeError);
    expect(() => create(options)).toThrow(refusal);
  });

  it('is refused in production: plain http', () => {
    expect(() => create({ insecure: true })).not.toThrow();
    vi.stubEnv('NODE_ENV', 'production');
    expect(() => create({ insecure: true })).toThrow('cookies.insecure is refused in production');
    expect(() => create({})).not.toThrow();
  });

  it('is a token that is longer than a cookie: nobody gets one', async () => {
    const size = (characters: number) => ({ text: 'x'.repeat(characters) });
    const roomy = createTestAuth({ claims: () => size(2400), transport: 'cookie' });
    const { accessToken } = await roomy.logIn('ada@example.com');
    expect('__Host-refresh'.length + accessToken.length).toBeLessThanOrEqual(4096);
    const tight = createTestAuth({ claims: () => size(2900), transport: 'either' });
    await expect(tight.logIn('ada@example.com')).rejects.toThrow(
      'claims must be few enough for a token of 4082 characters',
    );
    const bearer = createTestAuth({ claims: () => size(2900) });
    expect((await bearer.logIn('ada@example.com')).accessToken.length).toBeGreaterThan(4096);
  });
});
