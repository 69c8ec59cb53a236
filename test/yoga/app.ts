import SchemaBuilder from '@pothos/core';
import EmailAuthPlugin, { type WithAuth } from '../../src/index.js';
import { createTestAuth, noLimits, wrongCode } from '../support/service.js';

export const ada = 'ada@example.com';

type Types = WithAuth<{ AuthClaims: { role: string } }>;

/** A service, and a schema with a public field, marked ones, and one that is broken. */
export const openApp = () => {
  const service = createTestAuth<{ role: string }>({
    limits: noLimits,
    claims: (email) => ({ role: email === ada ? 'admin' : 'user' }),
  });
  const builder = new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: service.auth });
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve: (_root, _args, ctx) => `Hello, ${ctx.auth.claims?.email ?? 'stranger'}!` }),
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
      role: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.role }),
      users: t.stringList({ resolve: () => [ada] }),
    }),
  });
  builder.mutationField('breaks', (t) =>
    t.string({
      nullable: true,
      resolve: () => {
        throw new Error('It is broken.');
      },
    }),
  );
  return { ...service, schema: builder.toSchema() };
};

/** What a GraphQL server answers. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** Sends an operation. */
export type Ask = (query: string, variables?: object, token?: string) => Promise<Answer>;

/** Asks a Yoga, without a socket. */
export const askOf =
  (yoga: { fetch(url: string, init: RequestInit): Response | Promise<Response> }): Ask =>
  async (query, variables = {}, token) => {
    const headers = {
      'content-type': 'application/json',
      'x-address': '192.0.2.1',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const body = JSON.stringify({ query, variables });
    return (await yoga.fetch('http://server/graphql', { method: 'POST', headers, body })).json();
  };

const requestCode = 'mutation Request($email: String!) { requestLoginCode(email: $email) { challenge } }';
const pair = '{ accessToken refreshToken }';
const login = `mutation Login($email: String!, $code: String!) { breaks login(email: $email, code: $code) ${pair} }`;
const refresh = `mutation Refresh($token: String!) { breaks refreshToken(token: $token) ${pair} }`;
const logout = 'mutation Logout($token: String!) { breaks logout(token: $token) }';

/**
 * One visit: a code, a wrong one, a login, a look, a refresh, a logout, and another look. Each of it goes wrong in part, so
 * that error trackers have something to send, and each is also written without variables.
 */
export const visit = async ({ auth, mailbox }: ReturnType<typeof openApp>, ask: Ask, email = ada) => {
  await ask(requestCode, { email });
  await auth.close();
  const code = mailbox.at(-1)?.code ?? '';
  const wrong = wrongCode(code);
  const refused = await ask(login, { email, code: wrong });
  await ask(`mutation { breaks login(email: "${email}", code: "${wrong}") { expiresIn } }`);
  const { accessToken, refreshToken } = (await ask(login, { email, code })).data.login;
  const seen = await ask('{ me role hello }', {}, accessToken);
  await ask('mutation { breaks }', {}, accessToken);
  const second = (await ask(refresh, { token: refreshToken })).data.refreshToken;
  await ask('{ me }', {}, second.accessToken);
  await ask(`mutation { breaks logout(token: "${second.refreshToken}") }`);
  await ask(logout, { token: second.refreshToken });
  const gone = await ask('{ me }', {}, second.accessToken);
  const tokens = [accessToken, refreshToken, second.accessToken, second.refreshToken];
  return { refused, seen, gone, secrets: [email, code, wrong, ...tokens] };
};

/** What a visit comes to, whatever other plugins there are. */
export const asEver = {
  refused: { data: null, errors: [{}, { extensions: { code: 'INVALID_LOGIN_CODE' } }] },
  seen: { data: { me: ada, role: 'admin', hello: `Hello, ${ada}!` } },
  gone: { data: { me: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'revoked' } }] },
};
