import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import ValidationPlugin from '@pothos/plugin-validation';
import { describe, expect, it } from 'vitest';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';
import { ForbiddenError, NotAuthenticatedError, TooManyRequestsError } from '../../src/pothos/refusals.js';
import { asAda, asNobody, createClock, createFakeEmailAuth, type Role } from './fake-email-auth.js';
import { run, stream } from './run.js';

const orders = [
  ['first', [pluginName, ErrorsPlugin, ValidationPlugin]],
  ['second', [ErrorsPlugin, pluginName, ValidationPlugin]],
  ['last', [ValidationPlugin, ErrorsPlugin, pluginName]],
] as const;

const createBuilder = (plugins: (typeof orders)[number][1]) => {
  const builder = new SchemaBuilder<WithAuth<{ AuthClaims: Role }>>({
    plugins: [...plugins],
    emailAuth: {
      auth: createFakeEmailAuth(),
      mutations: { requestLoginCode: { errors: { types: [TooManyRequestsError] } } },
    },
  });
  builder.objectType(NotAuthenticatedError, {
    name: 'NotAuthenticated',
    fields: (t) => ({ reason: t.exposeString('reason') }),
  });
  builder.objectType(TooManyRequestsError, {
    name: 'TooManyRequests',
    fields: (t) => ({ retryAfter: t.exposeInt('retryAfter') }),
  });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  return builder;
};

const schemaWithUnions = (plugins: (typeof orders)[number][1]) => {
  const builder = createBuilder(plugins);
  const ran: string[] = [];
  const remember = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) => {
        ran.push(`validated ${value}`);
        return value === 'bad' ? { issues: [{ message: 'bad' }] } : { value };
      },
    },
  } as const;
  const Profile = builder.objectRef<{ email: string }>('Profile').implement({
    fields: (t) => ({ email: t.exposeString('email') }),
  });
  builder.queryFields((t) => ({
    wrapped: t.string({
      authenticated: true,
      errors: { types: [NotAuthenticatedError] },
      args: { to: t.arg.string({ validate: remember }) },
      resolve: (_root, _args, { auth }) => {
        ran.push('resolved');
        return auth.claims.email;
      },
    }),
    direct: t.errorUnionField({
      authenticated: true,
      types: [Profile, NotAuthenticatedError],
      args: { to: t.arg.string({ validate: remember }) },
      resolve: (_root, _args, { auth }) => ({ email: auth.claims?.email ?? '' }),
    }),
    elsewhere: t.string({
      authenticated: true,
      errors: { types: [TooManyRequestsError] },
      resolve: () => 'secret',
    }),
  }));
  builder.subscriptionType({
    fields: (t) => ({
      ticks: t.int({
        authenticated: true,
        errors: { types: [NotAuthenticatedError] },
        args: { to: t.arg.string({ validate: remember }) },
        subscribe: async function* () {
          ran.push('subscribed');
          yield* [1, 2, 3];
        },
        resolve: (tick) => tick,
      }),
    }),
  });
  return { schema: builder.toSchema(), ran };
};

const wrapped =
  '{ wrapped(to: "x") { ... on NotAuthenticated { reason } ... on QueryWrappedSuccess { data } } }';
const direct = '{ direct(to: "bad") { ... on NotAuthenticated { reason } ... on Profile { email } } }';
const ticks =
  'subscription { ticks(to: "x") { ... on NotAuthenticated { reason } ... on SubscriptionTicksSuccess { data } } }';

describe.each(orders)('with plugin-errors, listed %s', (_order, plugins) => {
  it('makes the refusal a member of a union, before validating arguments', async () => {
    const { schema, ran } = schemaWithUnions(plugins);
    expect(await run(schema, wrapped, asNobody('revoked'))).toEqual({
      data: { wrapped: { reason: 'revoked' } },
    });
    expect(ran).toEqual([]);
  });

  it('answers authenticated callers, and validates their arguments once', async () => {
    const { schema, ran } = schemaWithUnions(plugins);
    expect(await run(schema, wrapped, asAda())).toEqual({ data: { wrapped: { data: 'ada@example.com' } } });
    expect(ran).toEqual(['validated x', 'resolved']);
  });

  it('makes the refusal a member of a union that the field declares itself', async () => {
    const { schema, ran } = schemaWithUnions(plugins);
    expect(await run(schema, direct, asNobody())).toEqual({ data: { direct: { reason: 'missing' } } });
    expect(ran).toEqual([]);
    expect((await run(schema, direct, asAda())).errors).toMatchObject([
      { message: expect.stringContaining('bad') },
    ]);
  });

  it('refuses with an error where the union has no member for it', async () => {
    const { schema } = schemaWithUnions(plugins);
    const result = await run(schema, '{ elsewhere { __typename } }', asNobody());
    expect(result.data).toEqual({ elsewhere: null });
    expect(result.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('gives an anonymous subscriber the refusal as the only event', async () => {
    const { schema, ran } = schemaWithUnions(plugins);
    const events = await stream(schema, ticks, asNobody());
    expect(await events.next()).toMatchObject({ value: { data: { ticks: { reason: 'missing' } } } });
    expect(await events.next()).toMatchObject({ done: true });
    expect(ran).toEqual([]);
  });

  it('gives a subscriber whose token expires the refusal as the last event', async () => {
    const { schema } = schemaWithUnions(plugins);
    const clock = createClock();
    const events = await stream(schema, ticks, asAda(clock));
    expect(await events.next()).toMatchObject({ value: { data: { ticks: { data: 1 } } } });
    clock.now = 1_300_000;
    expect(await events.next()).toMatchObject({ value: { data: { ticks: { reason: 'expired' } } } });
    expect(await events.next()).toMatchObject({ done: true });
  });

  it('does not resolve with arguments that were not validated, where allow changes its mind', async () => {
    const builder = createBuilder(plugins);
    builder.objectType(ForbiddenError, {
      name: 'Forbidden',
      fields: (t) => ({ message: t.exposeString('message') }),
    });
    const answers = [false, true, true];
    const validate = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'bad' }] }) },
    } as const;
    builder.queryField('late', (t) =>
      t.string({
        authenticated: true,
        allow: () => answers.shift() === true,
        errors: { types: [ForbiddenError] },
        args: { to: t.arg.string({ validate }) },
        resolve: (_root, { to }) => to,
      }),
    );
    const query = '{ late(to: "bad") { __typename } }';
    expect(await run(builder.toSchema(), query, asAda())).toEqual({
      data: { late: { __typename: 'Forbidden' } },
    });
  });

  it('makes refusals of the service members of the unions of generated mutations', async () => {
    const { schema } = schemaWithUnions(plugins);
    const request =
      'requestLoginCode(email: "a@example.com") { __typename ... on TooManyRequests { retryAfter } }';
    expect(await run(schema, `mutation { one: ${request} two: ${request} }`, asNobody())).toEqual({
      data: {
        one: { __typename: 'MutationRequestLoginCodeSuccess' },
        two: { __typename: 'TooManyRequests', retryAfter: 1 },
      },
    });
  });
});
