import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Headers, refusalOf, sendRaw, startCookieServer } from '../support/cookie-server.js';
import { noLimits } from '../support/service.js';

/**
 * What a request says, and whether its cookies count. `page`: whether they count where it asks for a page. The server is
 * `api.example.com` behind TLS, and lists `https://app.example.com`.
 */
const rows: readonly {
  readonly what: string;
  readonly headers: Headers;
  readonly method?: 'GET';
  readonly counts: boolean;
  readonly page?: boolean;
}[] = [
  { what: 'its own page', headers: { 'sec-fetch-site': 'same-origin' }, counts: true },
  {
    what: 'its own page behind a development server',
    headers: { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:5173' },
    counts: true,
  },
  { what: 'its own page, GET', method: 'GET', headers: { 'sec-fetch-site': 'same-origin' }, counts: true },
  { what: 'the user herself, GET', method: 'GET', headers: { 'sec-fetch-site': 'none' }, counts: true },
  { what: 'the user herself, POST', headers: { 'sec-fetch-site': 'none' }, counts: false },
  { what: 'an older browser', headers: { origin: 'https://api.example.com' }, counts: true },
  {
    what: 'an origin with its port',
    headers: { origin: 'https://api.example.com', host: 'api.example.com:443' },
    counts: true,
  },
  {
    what: 'an origin in capitals',
    headers: { origin: 'https://API.example.com', host: 'Api.Example.com' },
    counts: true,
  },
  { what: 'another port', headers: { origin: 'https://api.example.com:8443' }, counts: false },
  { what: 'plain http', headers: { origin: 'http://api.example.com' }, counts: false },
  { what: 'a longer host', headers: { origin: 'https://api.example.com.evil.test' }, counts: false },
  {
    what: 'a host with a user',
    headers: { origin: 'https://evil.test', host: 'api.example.com@evil.test' },
    counts: false,
  },
  {
    what: 'a listed page',
    headers: { origin: 'https://app.example.com', 'sec-fetch-site': 'same-site' },
    counts: true,
  },
  { what: 'a listed page of an older browser', headers: { origin: 'https://app.example.com' }, counts: true },
  {
    what: 'a listed page, the site unknown',
    headers: { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' },
    counts: true,
  },
  { what: 'a listed page over http', headers: { origin: 'http://app.example.com' }, counts: false },
  {
    what: 'a sibling',
    headers: { origin: 'https://blog.example.com', 'sec-fetch-site': 'same-site' },
    counts: false,
  },
  {
    what: 'a sibling with the header',
    headers: { origin: 'https://blog.example.com', 'sec-fetch-site': 'same-site', 'x-email-auth': 'cookie' },
    counts: false,
  },
  {
    what: 'a sibling of an older browser',
    headers: { origin: 'https://blog.example.com', 'x-email-auth': 'cookie' },
    counts: false,
  },
  {
    what: 'a sibling, GET, that says no origin',
    method: 'GET',
    headers: { 'sec-fetch-site': 'same-site' },
    counts: false,
  },
  {
    what: 'a stranger',
    headers: { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
    counts: false,
  },
  {
    what: 'a stranger who says nothing of himself',
    headers: { 'sec-fetch-site': 'cross-site' },
    counts: false,
  },
  {
    what: 'a stranger with its origin',
    headers: { origin: 'https://api.example.com', 'sec-fetch-site': 'cross-site' },
    counts: false,
  },
  { what: 'a site that nobody has heard of', headers: { 'sec-fetch-site': 'near' }, counts: false },
  { what: 'two sites', headers: { 'sec-fetch-site': 'same-origin, cross-site' }, counts: false },
  { what: 'a sandbox', headers: { origin: 'null', 'sec-fetch-site': 'cross-site' }, counts: false },
  {
    what: 'a sandbox of its own',
    headers: { origin: 'null', 'sec-fetch-site': 'same-origin' },
    counts: false,
  },
  { what: 'a sandbox with the header', headers: { origin: 'null', 'x-email-auth': 'cookie' }, counts: false },
  { what: 'nobody', headers: {}, counts: false },
  { what: 'nobody, GET', method: 'GET', headers: {}, counts: false },
  { what: 'a program with the header', headers: { 'x-email-auth': 'cookie' }, counts: true },
  { what: 'a program with another header', headers: { 'x-email-auth': 'bearer' }, counts: false },
  {
    what: 'a program, GET, with the header',
    method: 'GET',
    headers: { 'x-email-auth': 'cookie' },
    counts: true,
  },
  {
    what: 'a link anywhere',
    method: 'GET',
    headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    counts: false,
    page: true,
  },
  {
    what: 'the line of addresses',
    method: 'GET',
    headers: { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
    counts: false,
    page: true,
  },
  {
    what: 'a link on its own page',
    method: 'GET',
    headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' },
    counts: false,
    page: true,
  },
  {
    what: 'a form of a stranger',
    headers: { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    counts: false,
  },
  {
    what: 'a form of its own',
    headers: {
      origin: 'https://api.example.com',
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'navigate',
    },
    counts: true,
  },
];

const host = { host: 'api.example.com' };
let server: Awaited<ReturnType<typeof startCookieServer>>;
beforeAll(async () => {
  const cookies = { origins: ['https://app.example.com'] };
  server = await startCookieServer({ limits: noLimits, loginCode: { resendAfter: 0 }, cookies });
  await server.signIn();
});
afterAll(() => server.stop());

describe.each(rows)('a request of $what', ({ headers, method = 'POST', counts, page = counts }) => {
  it(`${counts ? 'counts' : 'does not count'} in GraphQL`, async () => {
    const all = { ...host, ...server.jar.header, ...headers };
    const query = '{ me }';
    const { body } =
      method === 'GET'
        ? await sendRaw(`${server.http.url}?query=${encodeURIComponent(query)}`, { method, headers: all })
        : await server.post({ query }, all);
    expect(body.data.me).toBe(counts ? 'ada@example.com' : null);
  });

  it(`${page ? 'counts' : 'does not count'} for a page`, async () => {
    const all = { ...host, ...server.jar.header, ...headers };
    const url = 'https://api.example.com/';
    for (const request of [new Request(url, { method, headers: all }), { method, headers: all }]) {
      const state = await server.auth.fromRequest(request);
      expect([state.claims?.email ?? null, state.failure]).toEqual(
        page ? ['ada@example.com', null] : [null, 'missing'],
      );
    }
  });

  it.runIf(method === 'POST')(
    `${counts ? 'logs in and out' : 'is refused a login, a refresh and a logout'}`,
    async () => {
      const all = { ...host, ...server.jar.header, ...headers };
      const login = await server.loginMutation();
      const queries = [login, 'mutation { refreshToken { expiresIn } }', 'mutation { logout }'];
      if (counts) {
        const answer = await server.post({ query: login }, all);
        expect(refusalOf(answer)).toEqual([]);
        // The session before it has ended.
        server.jar.take(answer);
        return;
      }
      for (const query of queries) {
        const answer = await server.post({ query }, all);
        expect(refusalOf(answer)).toEqual(['REQUEST_REFUSED', 'origin']);
        expect(answer.setCookie).toEqual([]);
        // It reaches whoever serves pages over plain http, or forgets the header: the page says nothing more.
        expect(answer.body.errors?.[0]?.message).toMatch(
          /cookies\.origins\..* cookies\.insecure\..* x-email-auth: cookie\.$/,
        );
      }
      // Nothing was spent: the code works, and the session lives.
      expect(await server.who()).toBe('ada@example.com');
      expect((await server.ask(login)).body.data.login.expiresIn).toBe(300);
    },
  );
});
