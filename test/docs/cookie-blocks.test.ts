import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { createBrowserFetch } from '../support/browser-fetch.js';
import { useCleanUps } from '../support/clean-ups.js';
import type { GraphQLAnswer } from '../support/http-server.js';
import { signingKey } from '../support/service.js';
import { runBlock } from './run-block.js';
import { readTerminal, serveAuth } from './serve-auth.js';

const { afterwards, later } = useCleanUps();
const email = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

beforeEach(() => {
  vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', signingKey);
  afterwards(() => vi.restoreAllMocks());
});

/** The service of a block, behind a server, and a code that it has mailed. */
const open = async (service: Promise<{ readonly auth: EmailAuth }>) => {
  const { codeFor } = readTerminal();
  const { auth } = await service;
  const http = later(await serveAuth(auth), ({ stop }) => stop());
  await auth.requestLoginCode(email, caller);
  await auth.close();
  return { ...http, code: codeFor(email) ?? '' };
};

const assigned = `import { createEmailAuth } from 'pothos-plugin-email-auth';\nexport const auth = createEmailAuth({\n  transport`;

describe('docs/cookies.md', () => {
  it('logs a page in, refreshes and logs out, and no script sees a token', async () => {
    const exported = { 'const auth': 'export const auth' };
    const { url, code } = await open(
      runBlock('docs/cookies.md', "createEmailAuth({ transport: 'cookie' })", exported),
    );
    const answers: GraphQLAnswer[] = [];
    const jars: (readonly [string, string])[][] = [];
    const browser = createBrowserFetch(fetch);
    // The page is at the origin of the server.
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      const response = await browser.fetch(new URL(path, url), init);
      answers.push((await response.clone().json()) as GraphQLAnswer);
      jars.push([...browser.cookies].map(([name, { value }]) => [name, value] as const));
      return response;
    });
    await runBlock('docs/cookies.md', 'const mutate', { 'code: "123456"': `code: "${code}"` });
    expect(answers).toEqual([
      { data: { login: { expiresIn: 300 } } },
      { data: { refreshToken: { expiresIn: 300 } } },
      { data: { logout: true } },
    ]);
    const [first = [], second = [], third = []] = jars;
    expect(first.map(([name]) => name)).toEqual(['__Host-access', '__Host-refresh']);
    for (const [index, [, value]] of second.entries()) expect(value).not.toBe(first[index]?.[1]);
    expect(third.map(([, value]) => value)).toEqual(['', '']);
  });

  it('has cookies for pages of another origin, for hosts below a domain, and for plain http', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    const { post, code } = await open(
      runBlock('docs/cookies.md', 'insecure:', { 'createEmailAuth({\n  transport': assigned }),
    );
    const query = `mutation { login(email: "${email}", code: "${code}") { expiresIn } }`;
    const from = (origin: string) => ({ origin, 'x-email-auth': 'cookie' });
    const stranger = await post({ query }, from('https://evil.example'));
    expect(stranger.headers.getSetCookie()).toEqual([]);
    expect(((await stranger.json()) as GraphQLAnswer).errors?.[0]?.extensions).toEqual({
      code: 'REQUEST_REFUSED',
      reason: 'origin',
    });
    const page = await post({ query }, from('https://app.example.com'));
    const set = page.headers.getSetCookie();
    expect(set).toHaveLength(2);
    for (const line of set) {
      expect(line).toContain('Domain=example.com');
      expect(line).not.toContain('Secure');
    }
    expect(page.headers.get('access-control-allow-credentials')).toBe('true');
    const cookie = set.map((line) => line.split(';')[0]).join('; ');
    const me = async (origin: string) =>
      ((await (await post({ query: '{ me }' }, { ...from(origin), cookie })).json()) as GraphQLAnswer).data;
    expect(await me('https://app.example.com')).toEqual({ me: email });
    expect(await me('https://evil.example')).toEqual({ me: null });
  });

  it('keeps cookies for https where it is no development', async () => {
    vi.stubEnv('NODE_ENV', 'test');
    const { post, code } = await open(
      runBlock('docs/cookies.md', 'insecure:', { 'createEmailAuth({\n  transport': assigned }),
    );
    const query = `mutation { login(email: "${email}", code: "${code}") { expiresIn } }`;
    const page = await post({ query }, { origin: 'https://app.example.com', 'x-email-auth': 'cookie' });
    for (const line of page.headers.getSetCookie()) expect(line).toMatch(/^__Secure-.*; Secure/);
  });
});
