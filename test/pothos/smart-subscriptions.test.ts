import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import '@pothos/plugin-federation';
import { describe, expect, it } from 'vitest';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';
import { NotAuthenticatedError } from '../../src/pothos/refusals.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { asAda, asNobody, createFakeEmailAuth } from './fake-email-auth.js';
import { listen, stream } from './run.js';

// Its types make its option required in every builder of the program, so TypeScript does not get to see it.
const smartSubscriptions = 'smartSubscriptions';
const plugin: string = '@pothos/plugin-smart-subscriptions';
await import(plugin);

const smart = (topic: string): object => ({
  smartSubscription: true,
  subscribe: (manager: { register(topic: string): void }) => manager.register(topic),
});

const identity = 'ada@example.com';

/** Topics that are published by hand. */
const createTopics = () => {
  const listeners = new Map<string, (error: unknown, data?: unknown) => void>();
  return {
    options: {
      debounceDelay: null,
      subscribe: (name: string, _context: object, listener: (error: unknown, data?: unknown) => void) =>
        void listeners.set(name, listener),
      unsubscribe: (name: string) => void listeners.delete(name),
    },
    publish: (name: string) => listeners.get(name)?.(null, {}),
    names: () => [...listeners.keys()],
  };
};

const orders = [
  [pluginName, smartSubscriptions, ErrorsPlugin],
  [pluginName, ErrorsPlugin, smartSubscriptions],
  [smartSubscriptions, pluginName, ErrorsPlugin],
  [smartSubscriptions, ErrorsPlugin, pluginName],
  [ErrorsPlugin, pluginName, smartSubscriptions],
  [ErrorsPlugin, smartSubscriptions, pluginName],
] as const;

const setUp = async (plugins: (typeof orders)[number]) => {
  const { auth, logIn } = createTestAuth({ limits: noLimits });
  const topics = createTopics();
  const builder = new SchemaBuilder<WithAuth>({
    plugins: [...plugins] as (typeof pluginName | typeof ErrorsPlugin)[],
    emailAuth: auth,
    ...({ smartSubscriptions: topics.options } as object),
  });
  builder.objectType(NotAuthenticatedError, {
    name: 'NotAuthenticated',
    fields: (t) => ({ reason: t.exposeString('reason') }),
  });
  const Account = builder.objectRef<{ n: number }>('Account').implement({
    fields: (t) => ({
      n: t.exposeInt('n'),
      secret: t.int({ authenticated: true, nullable: true, resolve: ({ n }) => n }),
      ticker: t.int({ ...smart('ticker'), ...({ canRefetch: true } as object), resolve: ({ n }) => n }),
      member: t.int({
        authenticated: true,
        nullable: true,
        errors: { types: [NotAuthenticatedError] },
        resolve: ({ n }) => n,
      }),
    }),
  });
  builder.queryType({
    fields: (t) => ({
      open: t.field({
        type: Account,
        ...smart('open'),
        resolve: () => ({ n: 1 }),
      }),
      clock: t.int({
        ...smart('clock'),
        resolve: () => 1,
      }),
      marked: t.int({
        authenticated: true,
        nullable: true,
        ...smart('marked'),
        resolve: () => 1,
      }),
      union: t.int({
        authenticated: true,
        nullable: true,
        errors: { types: [NotAuthenticatedError] },
        ...smart('union'),
        resolve: () => 1,
      }),
    }),
  });
  builder.subscriptionType({});
  const schema = builder.toSchema();
  const { accessToken } = await logIn(identity);
  const open = async (source: string) =>
    stream(schema, `subscription { ${source} }`, {
      auth: await auth.authenticate(accessToken, { ip: null }),
    });
  return { auth, topics, open };
};

const revoked = { code: 'UNAUTHENTICATED', reason: 'revoked' };

describe.each(orders.map((order) => [order.join(', '), order] as const))(
  'a smart subscription, with the plugins %s',
  (_names, plugins) => {
    it.each(['ticker', 'open'])(
      'refuses its marked fields after the session has ended, cached or not: %s',
      async (topic) => {
        const { auth, topics, open } = await setUp(plugins);
        const events = await open(
          'open { n ticker secret member { ... on AccountMemberSuccess { data } ... on NotAuthenticated { reason } } }',
        );
        expect((await events.next()).value).toEqual({
          data: { open: { n: 1, ticker: 1, secret: 1, member: { data: 1 } } },
        });
        await auth.logoutEverywhere(identity);
        for (let event = 0; event < 2; event += 1) {
          const next = events.next();
          topics.publish(topic);
          const { value } = await next;
          expect(JSON.stringify(value)).not.toMatch(/"(secret|data)":1/);
          expect(value).toMatchObject({
            data: { open: { n: 1, secret: null } },
            errors: expect.arrayContaining([
              expect.objectContaining({
                path: ['open', 'secret'],
                extensions: expect.objectContaining(revoked),
              }),
            ]),
          });
        }
      },
    );

    it.each(['marked', 'union'])('ends with the refusal where it is marked itself: %s', async (name) => {
      const { auth, topics, open } = await setUp(plugins);
      const selection =
        name === 'union'
          ? '{ ... on SubscriptionUnionSuccess { data } ... on NotAuthenticated { reason } }'
          : '';
      const events = await open(`${name} ${selection}`);
      expect(JSON.stringify((await events.next()).value)).toMatch(/1/);
      await auth.logoutEverywhere(identity);
      const next = events.next();
      topics.publish(name);
      const refused = JSON.stringify((await next).value);
      expect(refused).toMatch(/"reason":"revoked"/);
      expect(refused).not.toMatch(/"(data|marked)":1/);
      expect(await events.next()).toMatchObject({ done: true });
      expect(topics.names()).toEqual([]);
    });
  },
);

describe('what protects a field of the query type protects its smart subscription', () => {
  const federated = [smartSubscriptions, 'federation', pluginName];
  const authenticated = true;

  const build = (given: { plugins?: string[]; options?: object; query?: object; field?: object }) => {
    const { plugins = [pluginName, smartSubscriptions], options, query, field } = given;
    const builder = new SchemaBuilder<WithAuth>({
      plugins: plugins as (typeof pluginName)[],
      emailAuth: { auth: createFakeEmailAuth() as never, ...options },
      ...({ smartSubscriptions: createTopics().options } as object),
    });
    builder.queryType({
      ...query,
      fields: (t) => ({ secret: t.string({ ...smart('secret'), ...field, resolve: () => 'secret' }) }),
    });
    builder.subscriptionType({});
    return builder.toSchema();
  };

  const first = async (schema: ReturnType<typeof build>, context: object) => {
    const answer = await listen(schema, 'subscription { secret }', context);
    return Symbol.asyncIterator in answer ? (await answer.next()).value : answer;
  };

  it.each<[what: string, given: Parameters<typeof build>[0]]>([
    ['its mark', { field: { authenticated } }],
    [
      'its mark, which is not printed',
      { field: { authenticated }, plugins: federated, options: { directive: false } },
    ],
    ['the mark of its type', { query: { authenticated } }],
    ['the mark of all root fields', { options: { protect: 'all' } }],
  ])('%s', async (_, given) => {
    const schema = build(given);
    expect(await first(schema, asNobody())).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await first(schema, asAda())).toEqual({ data: { secret: 'secret' } });
  });

  it.each<[what: string, given: Parameters<typeof build>[0]]>([
    ['its allow', { field: { allow: () => false } }],
    ['the allow of its type', { query: { allow: () => false } }],
  ])('%s', async (_, given) => {
    expect(await first(build(given), asAda())).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it.each([[[pluginName, smartSubscriptions]], [federated]])(
    'and what opts out is open: %s',
    async (plugins) => {
      const schema = build({ plugins, options: { protect: 'all' }, field: { authenticated: false } });
      expect(await first(schema, asNobody())).toEqual({ data: { secret: 'secret' } });
    },
  );
});
