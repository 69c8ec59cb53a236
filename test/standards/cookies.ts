import { parseSetCookie } from 'cookie';
import { expect } from 'vitest';
import { type Answer, own, startCookieServer } from '../support/cookie-server.js';
import { createTestAuth } from '../support/service.js';
import type { Requirement } from './requirement.js';

type Server = Awaited<ReturnType<typeof startCookieServer>>;

const withServer = async (
  options: Parameters<typeof startCookieServer>[0],
  run: (server: Server) => Promise<void>,
): Promise<void> => {
  const server = await startCookieServer(options);
  try {
    await run(server);
  } finally {
    await server.stop();
  }
};

const parsed = ({ setCookie }: Answer) => setCookie.map((line) => parseSetCookie(line));
const strict = { httpOnly: true, secure: true, path: '/', sameSite: 'lax' };

const attributes = async () => {
  await withServer({}, async ({ signIn, post, jar }) => {
    const [access, refresh, ...others] = parsed(await signIn());
    expect(access).toEqual({ ...strict, name: '__Host-access', value: expect.any(String), maxAge: 300 });
    expect(refresh).toMatchObject({ ...strict, name: '__Host-refresh', maxAge: 1_209_600 });
    expect([refresh?.domain, ...others]).toEqual([undefined]);
    const query = 'mutation { a: refreshToken { expiresIn } b: refreshToken { expiresIn } }';
    const batch = await post([{ query }, { query }], { ...jar.header, ...own });
    expect(parsed(batch).map(({ name }) => name)).toEqual(['__Host-access', '__Host-refresh']);
  });
  await withServer({ cookies: { domain: 'example.com' } }, async ({ signIn }) => {
    const names = parsed(await signIn()).map(({ name, secure }) => [name, secure]);
    expect(names).toEqual([
      ['__Secure-access', true],
      ['__Secure-refresh', true],
    ]);
  });
};

const length = async () => {
  const logIn = (size: number) =>
    createTestAuth({ transport: 'cookie', claims: () => ({ text: 'x'.repeat(size) }) }).logIn(
      'a@example.com',
    );
  let [fits, tooMuch] = [0, 4096];
  while (tooMuch - fits > 1) {
    const size = Math.floor((fits + tooMuch) / 2);
    const made = await logIn(size).catch((error: unknown) => error);
    if (made instanceof TypeError) tooMuch = size;
    else fits = size;
  }
  const { accessToken, refreshToken } = await logIn(fits);
  const lengths = [`__Host-access${accessToken}`, `__Host-refresh${refreshToken}`].map((text) => text.length);
  expect(Math.max(...lengths)).toBeGreaterThan(4000);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(4096);
};

const noStore = async () => {
  await withServer({ transport: 'either' }, async ({ post, ask, jar, loginMutation, clock }) => {
    const tokens = await post({ query: await loginMutation('accessToken') });
    expect(tokens.headers['cache-control']).toBe('no-store');
    clock.advance(60);
    const cookies = await ask(await loginMutation(), { ...own, 'x-email-auth': 'cookie' });
    expect(cookies.headers['cache-control']).toBe('private, no-store');
    const field = await post({ query: '{ hello }' }, { ...jar.header, ...own });
    expect(field.headers['cache-control']).toBe('private, no-store');
  });
};

export const cookies: readonly Requirement[] = [
  {
    id: 'standard-cookie-attributes',
    must: 'A cookie with a token MUST have `HttpOnly`, `Secure`, `SameSite=Lax` and the strongest prefix by default, MUST end with its token, and MUST be set once an answer',
    run: attributes,
  },
  {
    id: 'standard-cookie-length',
    must: 'The name and the value of a cookie MUST have 4096 bytes at most: a token that is too long MUST NOT be made',
    run: length,
  },
  {
    id: 'standard-no-store',
    must: 'An answer with a token, and every answer to a request with a cookie of ours, MUST say `Cache-Control: no-store`',
    run: noStore,
  },
];
