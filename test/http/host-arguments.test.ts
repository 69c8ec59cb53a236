import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import { createYoga } from 'graphql-yoga';
import { afterEach, describe, expect, it } from 'vitest';
import EmailAuthPlugin, {
  AuthError,
  type EmailAuthPluginOptions,
  type LoginAttempt,
  RequestRefusedError,
  type WithAuth,
} from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Args {
  readonly captcha?: string | null;
  readonly locale?: string | null;
  readonly consent?: { readonly version: number } | null;
}
type Types = WithAuth<{ AuthArgs: Args }>;
type TheBuilder = PothosSchemaTypes.SchemaBuilder<PothosSchemaTypes.ExtendDefaultTypes<Types>>;
type Mutations = EmailAuthPluginOptions<PothosSchemaTypes.ExtendDefaultTypes<Types>>['mutations'];

const withCaptcha: Mutations = {
  requestLoginCode: {
    args: (t) => ({
      captcha: t.arg.string({ description: 'What the widget says.' }),
      locale: t.arg.string(),
    }),
  },
};

/** A server whose guard notes what it is told, and refuses who brings no captcha. */
const open = async (
  mutations: Mutations = withCaptcha,
  more: { readonly inputs?: (builder: TheBuilder) => void } = {},
) => {
  const attempts: LoginAttempt<Args>[] = [];
  const guard = (attempt: LoginAttempt<Args>) => {
    attempts.push(attempt);
    if (attempt.args.captcha === 'wrong') throw new AuthError('REQUEST_REFUSED', { reason: 'captcha' });
  };
  const { auth, mailbox } = createTestAuth({ limits: noLimits, loginCode: { resendAfter: 0 }, guard });
  const builder = new SchemaBuilder<Types>({
    plugins: [ErrorsPlugin, EmailAuthPlugin],
    emailAuth: { auth, mutations },
  });
  more.inputs?.(builder);
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  const schema = builder.toSchema();
  const http = await startHttpServer(
    createYoga({ schema, plugins: [useEmailAuth(auth)], logging: false, batching: true }),
  );
  stops.push(http.stop);
  return { ...http, schema, attempts, auth, mailbox };
};

const email = 'ada@example.com';
const ask = `mutation ($captcha: String) { requestLoginCode(email: "${email}", captcha: $captcha, locale: "de") { codeLength } }`;

describe('arguments of the host', () => {
  it('arrive where they are wanted, with the headers of the request', async () => {
    const { query, attempts, auth, mailbox } = await open();
    const headers = {
      'x-device': 'phone',
      'accept-language': 'fr',
      authorization: 'Bearer x',
      cookie: 'id=1',
    };
    expect(await query(ask, { captcha: 'solved' }, headers)).toEqual({
      data: { requestLoginCode: { codeLength: 6 } },
    });
    const [attempt] = attempts;
    expect(attempt).toMatchObject({ action: 'requestLoginCode', identity: email, ip: '127.0.0.1' });
    expect(attempt?.args).toEqual({ captcha: 'solved', locale: 'de' });
    const names = ['X-Device', 'accept-language', 'authorization', 'cookie'];
    expect(names.map((name) => attempt?.headers.get(name))).toEqual(['phone', 'fr', null, null]);
    await auth.close();
    expect(mailbox[0]?.request.args).toEqual({ captcha: 'solved', locale: 'de' });
  });

  it('may be left out, or null', async () => {
    const { query, attempts } = await open();
    await query(`mutation { requestLoginCode(email: "${email}") { codeLength } }`);
    await query(ask, { captcha: null });
    expect(attempts.map(({ args }) => args)).toEqual([{}, { captcha: null, locale: 'de' }]);
  });

  it('are never what every object inherits', async () => {
    const named = { requestLoginCode: { args: (t) => ({ toString: t.arg.string() }) } } as Mutations;
    const { query, attempts } = await open(named);
    await query(`mutation { requestLoginCode(email: "${email}") { codeLength } }`);
    expect(attempts.map(({ args }) => Object.keys(args))).toEqual([[]]);
  });

  it('belong to one mutation each, and to one operation of a batch', async () => {
    const { post, attempts } = await open();
    const login = `mutation { login(email: "${email}", code: "1") { expiresIn } }`;
    await post([
      { query: ask, variables: { captcha: 'one' } },
      { query: ask, variables: { captcha: 'two' } },
    ]);
    await post({ query: login });
    expect(attempts.map(({ action, args }) => [action, args.captcha])).toEqual([
      ['requestLoginCode', 'one'],
      ['requestLoginCode', 'two'],
      ['login', undefined],
    ]);
  });

  it('are refused with the word of the guard', async () => {
    const { query, attempts, mailbox, auth } = await open();
    const { errors, data } = await query(ask, { captcha: 'wrong' });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: 'This request was refused.', extensions: { code: 'REQUEST_REFUSED', reason: 'captcha' } },
    ]);
    await auth.close();
    expect([attempts.length, mailbox.length]).toEqual([1, 0]);
  });

  it('can be members of a result union when they are refused', async () => {
    const { query } = await open(
      { requestLoginCode: { ...withCaptcha?.requestLoginCode, errors: { types: [RequestRefusedError] } } },
      {
        inputs: (builder) =>
          builder.objectType(RequestRefusedError, {
            name: 'RequestRefused',
            fields: (t) => ({ reason: t.exposeString('reason') }),
          }),
      },
    );
    const source = ask.replace('{ codeLength }', '{ __typename ... on RequestRefused { reason } }');
    expect(await query(source, { captcha: 'wrong' })).toEqual({
      data: { requestLoginCode: { __typename: 'RequestRefused', reason: 'captcha' } },
    });
  });

  it('that are too long are an error that names them', async () => {
    const { query, attempts } = await open();
    const { errors } = await query(ask, { captcha: 'x'.repeat(10_001) });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'captcha' } }]);
    expect(attempts).toEqual([]);
  });

  it('must not take the names of ours, and other mutations take none', async () => {
    // @ts-expect-error `AuthArgs` has none of this name
    const taken: Mutations = { login: { args: (t) => ({ code: t.arg.string() }) } };
    await expect(open(taken)).rejects.toThrow(
      'emailAuth.mutations: the argument "code" is the mutation\'s own: choose another name',
    );
    await expect(open({ logout: { args: () => ({}) } } as Mutations)).rejects.toThrow(
      'emailAuth.mutations.logout.args cannot be set: the plugin sets it',
    );
    await expect(open({ login: { args: {} } } as unknown as Mutations)).rejects.toThrow(
      'emailAuth.mutations.login.args must be a function',
    );
  });
});
