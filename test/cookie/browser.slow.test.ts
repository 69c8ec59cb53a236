import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useServer } from 'graphql-ws/use/ws';
import { createYoga } from 'graphql-yoga';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createApp } from '../../examples/basic.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startChromium, whyNoChromium } from '../support/chromium.js';
import { createTestAuth, noLimits } from '../support/service.js';

type AppClaims = { role: 'admin' | 'user' };
const ada = 'ada@example.com';
const eve = 'eve@example.com';

/** Chromium takes the names below localhost for this machine, and each `X.localhost` for a site. */
const hosts = { api: 'api.app.localhost', sibling: 'blog.app.localhost', evil: 'evil.localhost' };

const start = async (cookies: NonNullable<EmailAuthOptions['cookies']>) => {
  let schema: ReturnType<typeof createApp>['schema'] | undefined;
  const options: EmailAuthOptions<AppClaims> = {
    ...{ transport: 'cookie', cookies, limits: noLimits, loginCode: { resendAfter: 0 } },
  };
  const service = createTestAuth<AppClaims>(options, (all) => {
    const app = createApp(all);
    schema = app.schema;
    return app.auth;
  });
  if (!schema) throw new Error('no schema');
  const { auth } = service;
  // With the CORS of Yoga's default, and without protection against forms.
  const yoga = createYoga({ schema, plugins: [useEmailAuth(auth)], graphiql: false, logging: false });
  let posts = 0;
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') posts += 1;
    // A page that Playwright makes up comes from nowhere: browsers let it reach no machine at home.
    if (request.url === '/page') return response.setHeader('content-type', 'text/html').end('<p>');
    if (request.url !== '/who') return yoga(request, response);
    response.end((await auth.fromRequest(request)).claims?.email ?? 'nobody');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { dispose } = useServer(
    {
      schema,
      ...auth.graphqlWs,
      context: ({ connectionParams, extra }) => auth.context({ connectionParams, req: extra.request }),
    },
    new WebSocketServer({ server, path: '/graphql' }),
  );
  const { port } = server.address() as AddressInfo;
  const at = (host: keyof typeof hosts, path: string) => `http://${hosts[host]}:${port}${path}`;
  const loginOf = async (email: string) => {
    const { code, challenge } = await service.askForCode(email);
    return `mutation { login(email: "${email}", code: "${code}", challenge: "${challenge}") { expiresIn } }`;
  };
  const stop = async () => {
    await dispose();
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return { ...service, at, loginOf, stop, posts: () => posts };
};

type Server = Awaited<ReturnType<typeof start>>;

/** Asks from a page, with whatever the browser adds. */
const ask = (page: Page, url: string, query: string, headers: Record<string, string> = {}) =>
  page.evaluate(
    async ([to, body, added]) => {
      try {
        const answer = await fetch(to, {
          ...{ method: 'POST', credentials: 'include', body },
          headers: { 'content-type': 'application/json', ...added },
        });
        return await answer.text();
      } catch {
        return 'not readable';
      }
    },
    [url, JSON.stringify({ query }), headers] as const,
  );

/** Sends what needs no preflight, and whose answer the page cannot read. */
const sendBlindly = (page: Page, url: string, query: string) =>
  page.evaluate(
    async ([to, text]) => {
      const body = new URLSearchParams({ query: text });
      await fetch(to, { method: 'POST', mode: 'no-cors', credentials: 'include', body });
    },
    [url, query] as const,
  );

/** Sends a form from a page, and answers with what the browser then shows. */
const submit = async (page: Page, url: string, query: string): Promise<string> => {
  await page.setContent(
    `<form method="post" action="${url}"><textarea name="query">${query}</textarea><button>Win</button></form>`,
  );
  await Promise.all([page.waitForURL(url), page.click('button')]);
  return (await page.textContent('body')) ?? '';
};

/** Opens a WebSocket from a page, and asks who it is taken for. */
const askOnSocket = (page: Page, url: string) =>
  page.evaluate(
    (to) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(to, 'graphql-transport-ws');
        socket.onopen = () =>
          socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-email-auth': 'cookie' } }));
        socket.onclose = ({ code, reason }) => resolve(`closed: ${code} ${reason}`);
        socket.onmessage = ({ data }) => {
          const { type, payload } = JSON.parse(String(data));
          if (type === 'connection_ack')
            socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ me }' } }));
          if (type === 'next') resolve(JSON.stringify(payload));
        };
      }),
    url,
  );

const missing = await whyNoChromium();

describe.skipIf(missing)(`cookies in Chromium${missing ? ` (${missing})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  describe.each<[what: string, cookies: NonNullable<EmailAuthOptions['cookies']>]>([
    ['by default', {}],
    // Then the browser sends them from everywhere, and only the rule of the own site is left.
    ['for the whole domain, from everywhere', { sameSite: 'none', domain: 'app.localhost' }],
    ['over plain http', { insecure: true }],
  ])('%s', (_, cookies) => {
    let server: Server;
    let context: BrowserContext;
    beforeEach(async () => {
      server = await start(cookies);
      context = await browser.newContext();
    });
    afterEach(async () => {
      await context?.close();
      await server?.stop();
    });
    const open = async (host: keyof typeof hosts): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(server.at(host, '/page'));
      return page;
    };
    const graphql = () => server.at('api', '/graphql');
    const signIn = async (): Promise<Page> => {
      const page = await open('api');
      await ask(page, graphql(), await server.loginOf(ada));
      return page;
    };

    it('log the own page in, and no script sees them', async () => {
      const page = await signIn();
      expect(JSON.parse(await ask(page, graphql(), '{ me }'))).toEqual({ data: { me: ada } });
      expect(await page.evaluate(() => document.cookie)).toBe('');
      const [access, refresh] = (await context.cookies(graphql())).toSorted((a, b) =>
        a.name < b.name ? -1 : 1,
      );
      const prefix = cookies.insecure ? '' : cookies.domain ? '__Secure-' : '__Host-';
      const sameSite = cookies.sameSite === 'none' ? 'None' : 'Lax';
      for (const [cookie, name] of [
        [access, 'access'],
        [refresh, 'refresh'],
      ] as const) {
        expect(cookie).toMatchObject({
          name: prefix + name,
          httpOnly: true,
          secure: !cookies.insecure,
          sameSite,
        });
      }
      await ask(page, graphql(), 'mutation { refreshToken { expiresIn } }');
      expect(await ask(page, graphql(), '{ me }')).toContain(ada);
      expect(await ask(page, graphql(), 'mutation { logout }')).toContain('true');
      expect(await context.cookies(graphql())).toEqual([]);
    });

    it('do nothing for a form of another site, or of a sibling host', async () => {
      const own = await signIn();
      const before = await context.cookies(graphql());
      for (const host of ['evil', 'sibling'] as const) {
        for (const query of ['{ me }', 'mutation { logoutEverywhere }', 'mutation { logout }']) {
          expect(await submit(await open(host), graphql(), query)).toMatch(/UNAUTHENTICATED|REQUEST_REFUSED/);
        }
        const login = await server.loginOf(eve);
        expect(await submit(await open(host), graphql(), login)).toContain('"reason":"origin"');
      }
      expect(await context.cookies(graphql())).toEqual(before);
      expect(await ask(own, graphql(), '{ me }')).toContain(ada);
    });

    it('do nothing for a script of another site, or of a sibling host, with the header', async () => {
      const own = await signIn();
      const cookiesBefore = await context.cookies(graphql());
      const before = server.posts();
      const queries = [
        '{ me }',
        'mutation { logoutEverywhere }',
        'mutation { logout }',
        await server.loginOf(eve),
      ];
      for (const host of ['evil', 'sibling'] as const) {
        const page = await open(host);
        for (const query of queries) {
          expect(await ask(page, graphql(), query, { 'x-email-auth': 'cookie' })).toBe('not readable');
          await sendBlindly(page, graphql(), query);
        }
      }
      // The browser keeps back what it has to ask for first, and sends the rest.
      expect(server.posts() - before).toBe(2 * queries.length);
      expect(await context.cookies(graphql())).toEqual(cookiesBefore);
      expect(await server.auth.sessions(ada)).toHaveLength(1);
      expect(await server.auth.sessions(eve)).toEqual([]);
      expect(await ask(own, graphql(), '{ me }')).toContain(ada);
    });

    it('do nothing for a WebSocket of another site, or of a sibling host', async () => {
      const own = await signIn();
      const url = graphql().replace('http', 'ws');
      for (const host of ['evil', 'sibling'] as const) {
        expect(await askOnSocket(await open(host), url)).toContain('UNAUTHENTICATED');
      }
      // Over plain http, the origin of the own page counts only where it may.
      expect(await askOnSocket(own, url)).toContain(cookies.insecure ? ada : 'UNAUTHENTICATED');
    });

    it('count for a page that is opened by a link anywhere, and not for GraphQL', async () => {
      await signIn();
      const page = await open('evil');
      const follow = async (url: string) => {
        await page.goto(server.at('evil', '/page'));
        await page.setContent(`<a href="${url}">Look</a>`);
        await Promise.all([page.waitForURL(url), page.click('a')]);
        return page.textContent('body');
      };
      expect(await follow(server.at('api', '/who'))).toBe(ada);
      expect(await follow(`${graphql()}?query=%7Bme%7D`)).toContain('UNAUTHENTICATED');
    });
  });
});
