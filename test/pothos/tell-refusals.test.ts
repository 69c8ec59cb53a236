import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { AuthError, InvalidRefreshTokenError } from '../../src/index.js';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth, noLimits } from '../support/service.js';

const open = () => {
  const { auth, logIn } = createTestAuth({
    limits: noLimits,
    updatableClaims: ['org'],
    messages: { INVALID_REFRESH_TOKEN: 'Please sign in again.' },
  });
  const builder = new SchemaBuilder<WithAuth>({ plugins: [pluginName], emailAuth: auth });
  const refuse = (): string => {
    throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 7 });
  };
  builder.queryType({
    fields: (t) => ({
      away: t.string({ authenticated: true, nullable: true, resolve: async () => refuse() }),
      awayAtOnce: t.string({ authenticated: true, nullable: true, resolve: refuse }),
      mistake: t.string({
        authenticated: true,
        nullable: true,
        resolve: () => {
          throw new Error('secret');
        },
      }),
    }),
  });
  builder.mutationField('changeOrg', (t) =>
    t.string({
      authenticated: true,
      args: { token: t.arg.string({ required: true }) },
      resolve: async (_root, { token }, { auth: { ip } }) =>
        (await auth.updateClaims(token, { org: 'other' }, { ip })).refreshToken,
    }),
  );
  const yoga = createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)], logging: false });
  const ask = async (query: string, token?: string) => {
    const response = await yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query }),
    });
    return { headers: response.headers, ...(await response.json()) };
  };
  return { ask, logIn };
};

describe('what the service throws in a field of the host', () => {
  it('reaches the client with its code, its words and its details', async () => {
    const { ask, logIn } = open();
    const { accessToken } = await logIn('ada@example.com');
    const { errors } = await ask('mutation { changeOrg(token: "none") }', accessToken);
    expect(errors).toMatchObject([
      {
        message: 'Please sign in again.',
        path: ['changeOrg'],
        extensions: { code: 'INVALID_REFRESH_TOKEN', reason: 'invalid' },
      },
    ]);
  });

  it.each(['away', 'awayAtOnce'])('is told in the headers, too: %s', async (field) => {
    const { ask, logIn } = open();
    const { accessToken } = await logIn('ada@example.com');
    const { errors, headers } = await ask(`{ ${field} }`, accessToken);
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 7 } }]);
    expect(headers.get('retry-after')).toBe('7');
  });

  it('stays masked where it is anything else', async () => {
    const { ask, logIn } = open();
    const { accessToken } = await logIn('ada@example.com');
    const { errors } = await ask('{ mistake }', accessToken);
    expect(errors).toMatchObject([
      { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });

  it('is of the class that unions are made of', async () => {
    const { auth } = createTestAuth();
    const builder = new SchemaBuilder<WithAuth>({ plugins: [pluginName], emailAuth: auth });
    builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
    builder.mutationFields((t) => ({
      leave: t.string({
        resolve: () => {
          throw new AuthError('INVALID_REFRESH_TOKEN', { reason: 'expired' });
        },
      }),
    }));
    const { resolve } = builder.toSchema().getMutationType()?.getFields().leave ?? {};
    expect(() => resolve?.(null, {}, {}, {} as never)).toThrow(InvalidRefreshTokenError);
  });
});
