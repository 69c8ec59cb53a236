import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { listenAnywhere } from '../hosts/run-host-block.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createJar, type Headers, own, sendRaw } from '../support/cookie-server.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
const { codeFor } = useTerminal();

/** What these pages import: the server of docs/sign-in.md, which keeps its tokens in cookies. */
const files = { 'server.ts': blockOf('docs/sign-in.md', "transport: 'cookie', cookies: { insecure }").code };

/** What a browser sends when somebody opens a page by a link on it, or on another site. */
const opens: Headers = {
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};
const opensFromElsewhere: Headers = { ...opens, 'sec-fetch-site': 'cross-site' };

/** The site of the page, and a browser. */
const openSite = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-site-'));
  afterwards(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'app.js');
  writeFileSync(script, '// the script\n');
  let auth: EmailAuth | undefined;
  const [server] = await listenAnywhere(async () => {
    ({ auth } = await runAmong<{ auth: EmailAuth }>(
      blockOf('docs/server-side-rendering.md', 'createServer('),
      {
        files,
        exports: ['auth'],
        replacements: { "'app.js'": JSON.stringify(script) },
      },
    ));
  });
  if (!server || !auth) throw new Error('It does not listen.');
  afterwards(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const jar = createJar();
  const ask = async (query: string, headers: Headers = own) => {
    const answer = await sendRaw(`${url}/graphql`, {
      headers: { 'content-type': 'application/json', ...jar.header, ...headers },
      body: JSON.stringify({ query }),
    });
    jar.take(answer);
    return answer;
  };
  const signIn = async (email: string) => {
    const { body } = await ask(
      `mutation { requestLoginCode(email: ${JSON.stringify(email)}) { challenge } }`,
    );
    await auth?.close();
    const { challenge } = body.data.requestLoginCode;
    const given = `email: ${JSON.stringify(email)}, code: "${codeFor(email)}", challenge: "${challenge}"`;
    return ask(`mutation { login(${given}) { expiresIn } }`);
  };
  const get = (path: string, headers = opens) =>
    sendRaw(`${url}${path}`, { method: 'GET', headers: { ...jar.header, ...headers } });
  return { auth, jar, ask, signIn, get };
};

describe('the site of docs/server-side-rendering.md', () => {
  it('greets a stranger, whoever has signed in, and a stranger again', async () => {
    const { signIn, get, ask } = await openSite();
    expect((await get('/')).text).toContain('<h1>Hello, stranger!</h1>');
    await signIn('ada@example.com');
    const page = await get('/');
    expect(page.text).toContain('<h1>Hello, ada@example.com!</h1>');
    expect(page.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'content-type': 'text/html; charset=utf-8',
    });
    expect((await ask('{ me }')).body).toEqual({ data: { me: 'ada@example.com' } });
    await ask('mutation { logout }');
    expect((await get('/')).text).toContain('Hello, stranger!');
  });

  it('knows who comes by a link of another site, which counts nowhere in GraphQL', async () => {
    const { signIn, get } = await openSite();
    await signIn('ada@example.com');
    expect((await get('/', opensFromElsewhere)).text).toContain('ada@example.com');
    expect((await get('/graphql?query=%7Bme%7D', opensFromElsewhere)).text).toContain('UNAUTHENTICATED');
    const scripts = { ...opensFromElsewhere, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
    expect((await get('/', scripts)).text).toContain('stranger');
    // Browsers that do not say it.
    expect((await get('/', {})).text).toContain('stranger');
  });

  it('writes an address as text, and serves its script', async () => {
    const { signIn, get } = await openSite();
    await signIn('a&b@example.com');
    expect((await get('/')).text).toContain('Hello, a&#38;b@example.com!');
    const script = await get('/app.js');
    expect([script.text, script.headers['content-type']]).toEqual(['// the script\n', 'text/javascript']);
  });
});

describe('the loader of docs/server-side-rendering.md', () => {
  it('knows whose request it is', async () => {
    const { auth, loader } = await runAmong<{
      readonly auth: EmailAuth;
      loader(given: { request: Request }): Promise<{ email: string | null }>;
    }>(blockOf('docs/server-side-rendering.md', 'export const loader'), { files, exports: ['auth'] });
    const load = (headers: Headers) =>
      loader({ request: new Request('https://app.example.com/', { headers }) });
    expect(await load(opens)).toEqual({ email: null });
    const tokens = await auth.requestLoginCode('ada@example.com', { ip: null });
    await auth.close();
    const code = codeFor('ada@example.com');
    const { accessToken } = await auth.login(
      { identity: 'ada@example.com', code, challenge: tokens.challenge },
      { ip: null },
    );
    expect(await load({ ...opens, cookie: `__Host-access=${accessToken}` })).toEqual({
      email: 'ada@example.com',
    });
    expect(await load({ ...opens, cookie: `__Host-access=${accessToken}x` })).toEqual({ email: null });
    expect(await load({ cookie: `__Host-access=${accessToken}` })).toEqual({ email: null });
  });
});
