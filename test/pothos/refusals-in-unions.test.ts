import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { AuthError, InvalidRefreshTokenError, ServiceUnavailableError } from '../../src/index.js';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth, noLimits } from '../support/service.js';

const orders = [{ plugins: [pluginName, ErrorsPlugin] }, { plugins: [ErrorsPlugin, pluginName] }] as const;

const invalid = '... on InvalidRefreshToken { message reason }';
const unavailable = '... on Unavailable { message retryAfter }';
const ada = 'ada@example.com';
const secret = 'db.internal: no such row for ada@example.com';

/** What the service throws where the cache is away; its cause is for operators. */
const away = () =>
  new AuthError(
    'SERVICE_UNAVAILABLE',
    { retryAfter: 7 },
    { cause: new Error(secret, { cause: new Error(secret) }) },
  );

const open = (plugins: (typeof orders)[number]['plugins']) => {
  const { auth, logIn } = createTestAuth({
    limits: noLimits,
    updatableClaims: ['org'],
    messages: { INVALID_REFRESH_TOKEN: 'Please sign in again.' },
  });
  const builder = new SchemaBuilder<WithAuth>({ plugins: [...plugins], emailAuth: auth });
  builder.objectType(InvalidRefreshTokenError, {
    name: 'InvalidRefreshToken',
    fields: (t) => ({ message: t.exposeString('message'), reason: t.exposeString('reason') }),
  });
  builder.objectType(ServiceUnavailableError, {
    name: 'Unavailable',
    fields: (t) => ({ message: t.exposeString('message'), retryAfter: t.exposeInt('retryAfter') }),
  });
  builder.objectType(Error, { name: 'Failure', fields: (t) => ({ message: t.exposeString('message') }) });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  const types = [InvalidRefreshTokenError, ServiceUnavailableError];
  builder.mutationFields((t) => ({
    changeOrg: t.string({
      authenticated: true,
      errors: { types },
      args: { token: t.arg.string({ required: true }) },
      resolve: async (_root, { token }, { auth: { ip } }) =>
        (await auth.updateClaims(token, { org: 'other' }, { ip })).refreshToken,
    }),
    open: t.string({ errors: { types }, resolve: () => Promise.reject(away()) }),
    atOnce: t.string({
      errors: { types },
      resolve: () => {
        throw away();
      },
    }),
    any: t.string({ errors: { types: [Error] }, resolve: () => Promise.reject(away()) }),
    other: t.string({
      nullable: true,
      errors: { types: [InvalidRefreshTokenError] },
      resolve: () => Promise.reject(away()),
    }),
    mistake: t.string({
      nullable: true,
      errors: { types },
      resolve: () => Promise.reject(new Error(secret)),
    }),
  }));
  const yoga = createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)], logging: false });
  const ask = async (field: string, members: string, token?: string) => {
    const response = await yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: `mutation { ${field} { __typename ${members} } }` }),
    });
    const text = await response.text();
    expect(text).not.toContain('internal');
    expect(text).not.toContain(ada);
    return { retryAfter: response.headers.get('retry-after'), ...JSON.parse(text) };
  };
  return { ask, logIn };
};

describe.each(orders)(
  'what the service throws in a field of the host with a union, $plugins',
  ({ plugins }) => {
    it('is a member of the union, with its words and its details, and no error beside it', async () => {
      const { ask, logIn } = open(plugins);
      const { accessToken } = await logIn(ada);
      expect(await ask('changeOrg(token: "none")', invalid, accessToken)).toEqual({
        retryAfter: null,
        data: {
          changeOrg: {
            __typename: 'InvalidRefreshToken',
            message: 'Please sign in again.',
            reason: 'invalid',
          },
        },
      });
    });

    it.each(['open', 'atOnce'])(
      'is told in the headers, too, and keeps its cause to itself: %s',
      async (field) => {
        const { ask } = open(plugins);
        const { data, errors, retryAfter } = await ask(field, unavailable);
        expect(data[field]).toMatchObject({ __typename: 'Unavailable', retryAfter: 7 });
        expect([errors, retryAfter]).toEqual([undefined, '7']);
      },
    );

    it('is a member as any error is, without its inside', async () => {
      const { ask } = open(plugins);
      const { data, errors } = await ask('any', '... on Failure { message }');
      expect([data?.any.__typename, errors]).toEqual(['Failure', undefined]);
    });

    it('is an error of the answer, once, where the union has no member for it', async () => {
      const { ask } = open(plugins);
      const { data, errors, retryAfter } = await ask('other', invalid);
      expect([data, retryAfter]).toEqual([{ other: null }, '7']);
      expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 7 } }]);
    });

    it('stays masked where it is anything else', async () => {
      const { errors } = await open(plugins).ask('mistake', invalid);
      expect(errors).toMatchObject([
        { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ]);
    });
  },
);
