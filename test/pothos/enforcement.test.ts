import SchemaBuilder from '@pothos/core';
import ValidationPlugin from '@pothos/plugin-validation';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { pluginName, requireClaims, type WithAuth } from '../../src/pothos/index.js';
import { NotAuthenticatedError, ServiceUnavailableError } from '../../src/pothos/refusals.js';
import { createBuilder } from './builders.js';
import { asAda, asNobody, createClock, createFakeEmailAuth, type Role } from './fake-email-auth.js';
import { firstError, run } from './run.js';

const schemaWithMe = () => {
  const builder = createBuilder();
  const resolved: string[] = [];
  builder.queryFields((t) => ({
    me: t.string({
      authenticated: true,
      resolve: (_root, _args, { auth }) => {
        resolved.push(auth.claims.email);
        return auth.claims.email;
      },
    }),
  }));
  return { schema: builder.toSchema(), resolved };
};

describe('a marked field', () => {
  it('answers authenticated callers', async () => {
    const { schema } = schemaWithMe();
    expect(await run(schema, '{ me }', asAda())).toEqual({ data: { me: 'ada@example.com' } });
  });

  it.each(['missing', 'malformed', 'invalid', 'expired', 'revoked'] as const)(
    'refuses with UNAUTHENTICATED where the token is %s, and runs nothing',
    async (reason) => {
      const { schema, resolved } = schemaWithMe();
      const result = await run(schema, '{ hello me }', asNobody(reason));
      expect(result.data).toEqual({ hello: 'Hello!', me: null });
      expect(result.errors).toMatchObject([
        { message: 'Please log in first.', path: ['me'], extensions: { code: 'UNAUTHENTICATED', reason } },
      ]);
      expect(resolved).toEqual([]);
    },
  );

  it('refuses with SERVICE_UNAVAILABLE where the cache was unreachable', async () => {
    const { schema, resolved } = schemaWithMe();
    const error = await firstError(schema, '{ me }', asNobody('unavailable'));
    expect(error?.originalError).toBeInstanceOf(ServiceUnavailableError);
    expect(error?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
    expect(resolved).toEqual([]);
  });

  it('refuses a token that expires within the request', async () => {
    const { schema } = schemaWithMe();
    const clock = createClock();
    const context = asAda(clock);
    clock.now = 1_299_999;
    expect((await run(schema, '{ me }', context)).errors).toBeUndefined();
    clock.now = 1_300_000;
    expect((await firstError(schema, '{ me }', context))?.extensions).toMatchObject({ reason: 'expired' });
  });

  it('refuses a token that expires while another field of the same operation is resolved, without a pause', async () => {
    const builder = createBuilder();
    const clock = createClock();
    builder.queryFields((t) => ({
      slow: t.string({
        authenticated: true,
        resolve: () => {
          clock.now = 1_300_000;
          return 'slow';
        },
      }),
      next: t.string({ authenticated: true, resolve: () => 'next' }),
    }));
    const { data, errors } = await run(builder.toSchema(), '{ slow next }', asAda(clock));
    expect(data).toEqual({ slow: 'slow', next: null });
    expect(errors).toMatchObject([{ path: ['next'], extensions: { reason: 'expired' } }]);
  });

  it('refuses in the words and with the status of the service that made the state', async () => {
    const presentation = { messageFor: () => 'Who?', httpStatus: true };
    const error = await firstError(schemaWithMe().schema, '{ me }', asNobody('missing', presentation));
    expect(error?.message).toBe('Who?');
    expect(error?.extensions.http).toMatchObject({ status: 401 });
  });

  it.each([
    ['no auth', {}],
    ['auth of another kind', { auth: { user: 'ada' } }],
    ['an auth that is null', { auth: null }],
  ])('fails closed on a context with %s, with a sentence for the programmer', async (_what, context) => {
    const { schema, resolved } = schemaWithMe();
    const error = await firstError(schema, '{ me }', context);
    expect(error?.message).toContain('Add useEmailAuth(auth) to the plugins of Yoga');
    expect(error?.originalError).not.toBeInstanceOf(GraphQLError);
    expect(resolved).toEqual([]);
  });

  it('stays protected where types inherit it from an interface', async () => {
    const builder = createBuilder();
    const Secret = builder.interfaceRef<{ value: string }>('Secret').implement({
      fields: (t) => ({ value: t.exposeString('value', { authenticated: true }) }),
    });
    const Diary = builder.objectRef<{ value: string }>('Diary').implement({ interfaces: [Secret] });
    builder.queryFields((t) => ({ diary: t.field({ type: Diary, resolve: () => ({ value: 'Dear' }) }) }));
    const schema = builder.toSchema();
    expect((await run(schema, '{ diary { value } }', asNobody())).data).toEqual({ diary: { value: null } });
    expect((await run(schema, '{ diary { value } }', asAda())).data).toEqual({ diary: { value: 'Dear' } });
  });
});

describe('an unmarked field', () => {
  it('answers on every context, even on one without auth', async () => {
    const { schema } = schemaWithMe();
    for (const context of [{}, asNobody('expired'), asAda()]) {
      expect(await run(schema, '{ hello }', context)).toEqual({ data: { hello: 'Hello!' } });
    }
  });

  it('keeps the very resolver that it was given', () => {
    const resolve = () => 'Hello!';
    const builder = createBuilder();
    builder.queryFields((t) => ({
      plain: t.string({ resolve }),
      unmarked: t.string({ authenticated: false, resolve }),
      marked: t.string({ authenticated: true, resolve }),
    }));
    const fields = builder.toSchema().getQueryType()?.getFields();
    expect(fields?.plain?.resolve).toBe(resolve);
    expect(fields?.unmarked?.resolve).toBe(resolve);
    expect(fields?.marked?.resolve).not.toBe(resolve);
  });
});

describe.each([
  ['before', [pluginName, ValidationPlugin]],
  ['after', [ValidationPlugin, pluginName]],
] as const)('with plugin-validation, listed %s it', (_order, plugins) => {
  const schemaWithValidation = () => {
    const builder = new SchemaBuilder<WithAuth<{ AuthClaims: Role }>>({
      plugins: [...plugins],
      emailAuth: createFakeEmailAuth(),
    });
    const validated: unknown[] = [];
    const tooLong = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: unknown) => {
          validated.push(value);
          return { issues: [{ message: 'too long' }] };
        },
      },
    } as const;
    const resolve = () => 'renamed';
    builder.queryType({
      fields: (t) => ({
        rename: t.string({
          authenticated: true,
          args: { to: t.arg.string({ validate: tooLong }) },
          resolve,
        }),
      }),
    });
    return { schema: builder.toSchema(), validated };
  };

  it('refuses anonymous callers before validating arguments', async () => {
    const { schema, validated } = schemaWithValidation();
    const error = await firstError(schema, '{ rename(to: "x") }', asNobody());
    expect(error?.extensions.code).toBe('UNAUTHENTICATED');
    expect(validated).toEqual([]);
  });

  it('validates the arguments of authenticated callers', async () => {
    const { schema, validated } = schemaWithValidation();
    expect((await firstError(schema, '{ rename(to: "x") }', asAda()))?.message).toContain('too long');
    expect(validated).toEqual(['x']);
  });
});

describe('requireClaims', () => {
  it('answers with the claims of the caller', () => {
    expect(requireClaims(asAda()).role).toBe('admin');
  });

  it('throws the GraphQL error, presented as the service wants it', () => {
    const presentation = { messageFor: () => 'Who?', httpStatus: false };
    const refuse = () => requireClaims(asNobody('revoked', presentation));
    expect(refuse).toThrow(NotAuthenticatedError);
    expect(refuse).toThrow(expect.objectContaining({ reason: 'revoked', message: 'Who?' }));
  });

  it('throws the sentence for the programmer where the context has no auth', () => {
    // @ts-expect-error a context without auth
    expect(() => requireClaims({})).toThrow('useEmailAuth(auth)');
  });
});
