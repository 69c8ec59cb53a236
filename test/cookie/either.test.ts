import type { GraphQLObjectType } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { type Headers, own, refusalOf, startCookieServer } from '../support/cookie-server.js';
import { noLimits, signingKey } from '../support/service.js';

const asks: Headers = { ...own, 'x-email-auth': 'cookie' };
const pair = 'accessToken refreshToken';
const nulls = { accessToken: null, refreshToken: null };
const both = { accessToken: expect.any(String), refreshToken: expect.any(String) };

let server: Awaited<ReturnType<typeof startCookieServer>>;
const start = async () => {
  server = await startCookieServer({ transport: 'either', limits: noLimits, loginCode: { resendAfter: 0 } });
  return server;
};
afterEach(() => server.stop());

describe('the schema', () => {
  it.each(['bearer', 'cookie', 'either'] as const)('says how tokens travel: %s', async (transport) => {
    await start();
    const { schema } = createApp({ transport, signingKey, delivery: async () => {} });
    const fields = (type: 'AuthTokens' | 'Mutation') =>
      (schema.getType(type) as GraphQLObjectType).getFields();
    const { refreshToken, logout } = fields('Mutation');
    const taken = [refreshToken, logout].map((field) =>
      field?.args.map(({ name, type }) => `${name}: ${type}`),
    );
    const answered = Object.values(fields('AuthTokens')).map(({ name, type }) => `${name}: ${type}`);
    const times = ['expiresIn: Int!', 'refreshExpiresIn: Int!'];
    const either = transport === 'either';
    const tokens = ['accessToken', 'refreshToken'].map((name) => `${name}: String${either ? '' : '!'}`);
    const isCookie = transport === 'cookie';
    expect(answered.toSorted()).toEqual((isCookie ? times : [...times, ...tokens]).toSorted());
    const argument = isCookie ? [] : [`token: String${either ? '' : '!'}`];
    expect(taken).toEqual([argument, argument]);
  });
});

describe('a client of either kind', () => {
  it('that asks for cookies gets cookies, and no tokens', async () => {
    const { ask, loginMutation, who } = await start();
    const answer = await ask(await loginMutation(pair), asks);
    expect(answer.body.data.login).toEqual(nulls);
    expect(answer.setCookie).toHaveLength(2);
    expect(await who()).toBe('ada@example.com');
  });

  it('that does not ask gets tokens, and no cookies: an app, which says nothing of where it is', async () => {
    const { ask, loginMutation } = await start();
    const login = await ask(await loginMutation(pair), {});
    expect(login.body.data.login).toEqual(both);
    expect(login.setCookie).toEqual([]);
    const { refreshToken } = login.body.data.login;
    const refreshed = await ask(`mutation { refreshToken(token: "${refreshToken}") { ${pair} } }`, {});
    expect(refreshed.body.data.refreshToken).toEqual(both);
    expect(refreshed.setCookie).toEqual([]);
    const out = await ask(
      `mutation { logout(token: "${refreshed.body.data.refreshToken.refreshToken}") }`,
      {},
    );
    expect([out.body.data, out.setCookie]).toEqual([{ logout: true }, []]);
  });

  it('that has come with a cookie is answered in cookies, whether it asks or not', async () => {
    const { ask, loginMutation, jar } = await start();
    await ask(await loginMutation(pair), asks);
    const before = jar.cookies.get('__Host-refresh');
    const answer = await ask(`mutation { refreshToken { ${pair} } }`);
    expect(answer.body.data.refreshToken).toEqual(nulls);
    expect(jar.cookies.get('__Host-refresh')).not.toBe(before);
    expect((await ask('mutation { logout }')).body.data).toEqual({ logout: true });
    expect(jar.cookies.size).toBe(0);
  });

  it('moves a session from tokens into cookies', async () => {
    const { ask, logIn, who } = await start();
    const { refreshToken } = await logIn('ada@example.com');
    const answer = await ask(`mutation { refreshToken(token: "${refreshToken}") { ${pair} } }`, asks);
    expect(answer.body.data.refreshToken).toEqual(nulls);
    expect(await who()).toBe('ada@example.com');
  });

  it('has no token, and no cookie that counts', async () => {
    const { ask } = await start();
    for (const query of ['mutation { refreshToken { expiresIn } }', 'mutation { logout }']) {
      expect(refusalOf(await ask(query, {}))).toEqual(['REQUEST_REFUSED', 'origin']);
    }
    expect(refusalOf(await ask('mutation { refreshToken { expiresIn } }'))).toEqual([
      'INVALID_REFRESH_TOKEN',
      'invalid',
    ]);
    expect(refusalOf(await ask('mutation { refreshToken(token: "") { expiresIn } }', {}))).toEqual([
      'INVALID_REFRESH_TOKEN',
      'invalid',
    ]);
  });
});

describe('a bearer token', () => {
  it('goes before a cookie, valid or not', async () => {
    const { ask, loginMutation, logIn, who } = await start();
    await ask(await loginMutation(), asks);
    const { accessToken } = await logIn('grace@example.com');
    const by = (authorization: string) => ({ ...own, authorization });
    expect(await who(by(`Bearer ${accessToken}`))).toBe('grace@example.com');
    for (const header of ['Bearer nonsense', 'Bearer', 'nonsense', 'Digest x']) {
      expect(refusalOf(await ask('{ me }', by(header)))).toEqual(['UNAUTHENTICATED', 'malformed']);
    }
    // The password of a proxy is of no token.
    expect(await who(by('Basic c3RhZ2luZzpzZWNyZXQ='))).toBe('ada@example.com');
  });
});
