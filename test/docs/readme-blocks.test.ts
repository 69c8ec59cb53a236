import { parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { createStorage } from '../support/client-server.js';
import { blockOf } from './pages.js';
import { startReadmeApp } from './readme-app.js';
import { runBlock } from './run-block.js';
import { standInFor } from './stand-in.js';

const { later } = useCleanUps();
const email = 'ada@example.com';
const seconds = expect.any(Number);
const text = expect.any(String);
type App = Awaited<ReturnType<typeof startReadmeApp>>;

describe("the operations of the README, on the README's server", () => {
  let app: App;
  beforeAll(async () => {
    app = await startReadmeApp();
  });
  afterAll(() => app.stop());

  /** The operations of a block, one after the other, each with what stands for the words of the page. */
  const ask = (code: string) => {
    const operations = parse(code).definitions.map(print);
    return async (words: Readonly<Record<string, string>> = {}, token?: string) => {
      let operation = operations.shift() ?? '';
      for (const [from, to] of Object.entries(words)) {
        expect(operation).toContain(from);
        operation = operation.replace(from, to);
      }
      return app.query(operation, {}, token ? { authorization: `Bearer ${token}` } : {});
    };
  };

  it('a code by mail, and the login with it', async () => {
    const next = ask(blockOf('README.md', '{ challenge } }').code);
    const mailed = app.mail.nextCode();
    const { challenge } = (await next()).data.requestLoginCode;
    const login = await next({ '123456': await mailed, '…': challenge });
    expect(login).toEqual({ data: { login: { accessToken: text, refreshToken: text } } });
  });

  it('all five mutations, with what each of them answers', async () => {
    const next = ask(blockOf('README.md', 'logoutEverywhere').code);
    // Its address has just been asked for.
    const other = { [email]: 'bob@example.com' };
    const mailed = app.mail.nextCode();
    const { requestLoginCode } = (await next(other)).data;
    expect(requestLoginCode).toEqual({ challenge: text, expiresIn: 300, resendAfter: 60, codeLength: 6 });
    const tokens = { accessToken: text, expiresIn: 300, refreshToken: text, refreshExpiresIn: seconds };
    const words = { '123456': await mailed, '…': requestLoginCode.challenge };
    const { login } = (await next({ ...other, ...words })).data;
    expect(login).toEqual(tokens);
    expect(login.refreshExpiresIn).toBe(1_209_600);
    const { refreshToken } = (await next({ '…': login.refreshToken })).data;
    expect(refreshToken).toEqual(tokens);
    expect(refreshToken.refreshToken).not.toBe(login.refreshToken);
    const me = async (token: string) =>
      (await app.query('{ me }', {}, { authorization: `Bearer ${token}` })).data;
    expect(await me(refreshToken.accessToken)).toEqual({ me: 'bob@example.com' });
    expect(await next({ '…': refreshToken.refreshToken })).toEqual({ data: { logout: true } });
    expect(await me(refreshToken.accessToken)).toEqual({ me: null });
    const again = await app.logIn('carl@example.com');
    expect(await next({}, again.accessToken)).toEqual({ data: { logoutEverywhere: true } });
    expect(await me(again.accessToken)).toEqual({ me: null });
  });
});

describe('the field of the README', () => {
  it('is for callers who are logged in', async () => {
    const { code } = blockOf('README.md', "builder.queryField('me'");
    const inServer =
      '    me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),\n';
    const schema = 'export const schema =';
    const app = later(await startReadmeApp({ [inServer]: '', [schema]: `${code}\n${schema}` }), ({ stop }) =>
      stop(),
    );
    const refused = await app.query('{ me }');
    expect(refused.data).toEqual({ me: null });
    expect(refused.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'missing' });
    const { accessToken } = await app.logIn(email);
    const headers = { authorization: `Bearer ${accessToken}` };
    expect(await app.query('{ me }', {}, headers)).toEqual({ data: { me: email } });
  });
});

describe('the client of the README', () => {
  it('logs in with the code of the mail, asks with its token, and logs out', async () => {
    const app = later(await startReadmeApp(), ({ stop }) => stop());
    const mailed = app.mail.nextCode();
    vi.stubGlobal('localStorage', createStorage());
    vi.stubGlobal('mailed', mailed);
    const sent = standInFor('https://api.example.com', app.url);
    const { client, answer } = await runBlock<{ client: { state: object }; answer: Response }>(
      'README.md',
      'createAuthClient(',
      {
        "'123456'": 'await mailed',
        'const client': 'export const client',
        'await client.fetch': 'export const answer = await client.fetch',
      },
    );
    expect(await answer.json()).toEqual({ data: { me: email } });
    expect(client.state).toMatchObject({ status: 'signedOut' });
    const authorization = sent.map((headers) => headers.get('authorization')).find((used) => used !== null);
    const refused = await app.query('{ me }', {}, { authorization: authorization ?? '' });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ reason: 'revoked' });
  });
});
