import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { installPackages } from '../support/debian.js';
import { type GraphQLAnswer, startHttpServer } from '../support/http-server.js';
import { signingKey } from '../support/service.js';
import { serverModule } from './modules.js';
import { blockOf } from './pages.js';
import { type ReadmeServer, startReadmeApp } from './readme-app.js';
import { runBlock } from './run-block.js';
import { logInBy, readTerminal } from './serve-auth.js';
import { standInFor } from './stand-in.js';

await installPackages(['curl'], ['curl']);

const { afterwards, later } = useCleanUps();
const run = promisify(execFile);
const email = 'ada@example.com';
const exported = { 'const yoga =': 'export const yoga =' };

beforeEach(() => {
  vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', signingKey);
  afterwards(() => vi.restoreAllMocks());
});

/** A Yoga of a page around the README's server, whose codes are at the terminal. */
const serve = async (block: Promise<{ readonly yoga: ReadmeServer['yoga'] }>) => {
  const { yoga } = await block;
  return later(await startHttpServer(yoga), ({ stop }) => stop());
};
/** What stands beside such a block. */
const beside = { 'server.ts': serverModule };

describe('docs/browsers.md', () => {
  const open = () => {
    readTerminal();
    return serve(runBlock('docs/browsers.md', 'origins.includes', exported, beside));
  };
  const hello = { query: '{ hello }' };

  it('lets the pages of two origins read answers, and no other', async () => {
    const { post } = await open();
    const allowed = async (origin: string) =>
      (await post(hello, { origin })).headers.get('access-control-allow-origin');
    for (const origin of ['https://app.example.com', 'https://admin.example.com'])
      expect(await allowed(origin)).toBe(origin);
    for (const origin of ['https://evil.example', 'null', 'https://app.example.com.evil.example'])
      expect(await allowed(origin)).toBeNull();
  });

  it('refuses forms, and GET without the header', async () => {
    const { url } = await open();
    const form = (type: string) =>
      fetch(url, { method: 'POST', headers: { 'content-type': type }, body: 'query={hello}' });
    expect((await form('application/x-www-form-urlencoded')).status).toBe(403);
    expect((await form('text/plain')).status).toBe(403);
    const get = (headers = {}) => fetch(`${url}?query={hello}`, { headers });
    expect((await get()).status).toBe(403);
    const answer = (await (await get({ 'x-graphql-yoga-csrf': '1' })).json()) as GraphQLAnswer;
    expect(answer.data).toEqual({ hello: 'Hello!' });
  });
});

describe('docs/audit.md', () => {
  it('names the fields of a schema that anybody can read', async () => {
    readTerminal();
    const replacements = { 'const open': 'export const open' };
    const { open } = await runBlock<{ open: string[] }>(
      'docs/audit.md',
      'auditSchema(schema)',
      replacements,
      beside,
    );
    expect(open).toContain('Query.hello');
    expect(open).not.toContain('Query.me');
    expect(open.filter((field) => field.startsWith('Mutation.')).sort()).toEqual([
      ...['Mutation.login', 'Mutation.logout', 'Mutation.refreshToken', 'Mutation.requestLoginCode'],
    ]);
  });
});

describe('docs/endpoints.md', () => {
  it('answers the command of the page with the claims of a token, until its session has ended', async () => {
    const secret = 'R4nd0m-enough-to-be-a-secret';
    vi.stubEnv('GATEWAY_SECRET', secret);
    const { codeFor } = readTerminal();
    const exports = {
      ...exported,
      "from './server.js'": "from './server.js';\nexport { auth } from './server.js'",
    };
    const block = runBlock<ReadmeServer>('docs/endpoints.md', 'introspection: { clients }', exports, beside);
    const { auth } = await block;
    const { url } = await serve(block);
    const { accessToken } = await logInBy(auth, email, () => codeFor(email));
    const { code } = blockOf('docs/endpoints.md', 'curl');
    expect(code).toContain('https://login.example.com/');
    const command = (path = '') =>
      code
        .replace('https://login.example.com/', new URL('/', url).href)
        .replace('/oauth/introspect', path || '/oauth/introspect');
    const ask = async (token: string, path?: string, by = secret) => {
      const env = { ...process.env, GATEWAY_SECRET: by, TOKEN: token };
      return (await run('sh', ['-ec', command(path)], { env })).stdout;
    };
    expect(JSON.parse(await ask(accessToken))).toMatchObject({
      ...{ active: true, sub: email, exp: expect.any(Number), role: 'admin' },
    });
    expect(JSON.parse(await ask('nonsense'))).toEqual({ active: false });
    expect(await ask(accessToken, undefined, 'wrong')).not.toContain('active');
    expect(await ask(accessToken, '/oauth/revoke')).toBe('');
    expect(JSON.parse(await ask(accessToken))).toEqual({ active: false });
  });
});

describe('docs/keys.md', () => {
  it('verifies a token of the README with the keys that its server publishes', async () => {
    const issuer = 'https://login.example.com';
    const named = { 'signingKey:': `jwt: { issuer: '${issuer}', audience: 'shop' },\n  signingKey:` };
    const app = later(await startReadmeApp(named), ({ stop }) => stop());
    const sent = standInFor(issuer, app.url);
    const { whoAsks } = await runBlock<{ whoAsks: (token: string) => Promise<object> }>(
      'docs/keys.md',
      'whoAsks',
    );
    const { accessToken, refreshToken } = await app.logIn(email);
    expect(await whoAsks(accessToken)).toMatchObject({ sub: email, role: 'admin' });
    expect(sent).toHaveLength(1);
    await expect(whoAsks(refreshToken)).rejects.toThrow();
    const elsewhere = createEmailAuth({ jwt: { issuer, audience: 'another' } });
    const { codeFor } = readTerminal();
    const other = await logInBy(elsewhere, email, () => codeFor(email));
    await expect(whoAsks(other.accessToken)).rejects.toThrow();
  });
});
