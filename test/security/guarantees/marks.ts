import SchemaBuilder from '@pothos/core';
import type { GraphQLSchema } from 'graphql';
import { expect } from 'vitest';
import EmailAuthPlugin, { type EmailAuth, type WithAuth } from '../../../src/index.js';
import { run } from '../../pothos/run.js';
import { ada, home } from '../actors.js';
import type { Attack, Guarantee } from '../guarantee.js';

type Options = Readonly<Record<'interface' | 'interfaceField' | 'type' | 'field' | 'root', object>>;

/** A schema with these options, and what its resolvers have run. */
const schemaOf = (auth: EmailAuth, options: Partial<Options>, scopesOf: unknown = () => []) => {
  const ran: string[] = [];
  const note = (what: string) => () => {
    ran.push(what);
    return what;
  };
  const builder = new SchemaBuilder<WithAuth>({
    plugins: [EmailAuthPlugin],
    emailAuth: { auth, scopesOf: scopesOf as never },
  });
  const named = builder.interfaceRef<object>('Named').implement({
    ...options.interface,
    fields: (t) => ({ name: t.string({ resolve: note('name'), ...options.interfaceField } as never) }),
  });
  const secret = builder.objectRef<object>('Secret').implement({
    interfaces: [named],
    isTypeOf: () => true,
    ...options.type,
    fields: (t) => ({ name: t.string({ resolve: note('name'), ...options.field } as never) }),
  });
  builder.queryType({
    ...options.root,
    fields: (t) => ({
      secret: t.field({ type: secret, resolve: () => ({}) } as never),
      named: t.field({ type: named, resolve: () => ({}) } as never),
    }),
  });
  return { schema: builder.toSchema(), ran };
};

const statesOf = async (auth: EmailAuth, accessToken: string) =>
  Promise.all([null, 'a.b.c', accessToken].map((token) => auth.authenticate(token, home)));

const codesOf = async (schema: GraphQLSchema, auth: unknown) => {
  const { errors = [] } = await run(schema, '{ secret { name } named { name } }', { auth });
  return errors.map(({ extensions }) => extensions?.code);
};

const marked = { authenticated: true };
const optedOut = { authenticated: false };

const places: Readonly<Record<string, Partial<Options>>> = {
  'a field': { field: marked },
  'a type': { type: marked },
  'a root type': { root: marked },
  'an interface': { interface: marked },
  'an interface, whose implementer opts out': { interface: marked, type: optedOut, field: optedOut },
  'a field of an interface, declared again': { interfaceField: marked },
  'a field of an interface, declared again with an opt-out': { interfaceField: marked, field: optedOut },
};

const wrongAnswers: Readonly<Record<string, () => unknown>> = {
  false: () => false,
  'a promise of true': async () => true,
  'a promise that is rejected': () => Promise.reject(new Error('no')),
  something: () => 'admin',
  nothing: () => undefined,
  'an error': () => {
    throw new Error('no');
  },
};

/** As the functions of @pothos/plugin-prisma and @pothos/plugin-drizzle make their fields. */
const tiedFunction: Attack = async ({ processes }) => {
  const [{ auth }] = processes();
  const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
  let ran = false;
  builder.queryType({
    fields: (t) => {
      const resolve = () => {
        ran = true;
        return 'secret';
      };
      const tied = Object.assign(t, { tied: () => t.string({ resolve }) });
      // Boundary: the chain has the functions of its builder, whatever its type says.
      return { secret: (tied.authenticated as unknown as typeof tied).tied() };
    },
  });
  const { errors } = await run(builder.toSchema(), '{ secret }', {
    auth: await auth.authenticate(null, home),
  });
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  expect(ran).toBe(false);
};

export const marks: readonly Guarantee[] = [
  {
    id: 'P1',
    must: `A field that is marked, or whose type or interface is, MUST refuse a caller without a valid access token before anything of it runs. A type MUST NOT opt out of the mark of an interface`,
    attack: {
      'a field of the chain that a function makes which knows the builder itself': tiedFunction,
      ...Object.fromEntries(
        Object.entries(places).map(([place, options]) => [
          `a mark on ${place}`,
          async ({ processes }) => {
            const [{ auth, logIn }] = processes();
            const { accessToken } = await logIn(ada);
            const { schema, ran } = schemaOf(auth, options);
            const [nobody, stranger, owner] = await statesOf(auth, accessToken);
            for (const state of [nobody, stranger]) {
              expect(await codesOf(schema, state)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
            }
            expect(ran).toEqual([]);
            expect(await codesOf(schema, owner)).toEqual([]);
            expect(ran).toEqual(['name', 'name']);
          },
        ]),
      ),
    },
  },
  {
    id: 'P2',
    must: `Behind \`allow\` and \`scopes\`, only the answer \`true\` and a whole set of scopes MUST let a caller pass. They MUST NOT be asked about a caller without a valid access token`,
    attack: Object.fromEntries(
      Object.entries(wrongAnswers).flatMap(([what, answer]) =>
        (['allow', 'scopesOf'] as const).map((name) => [
          `${name} that answers with ${what}`,
          async ({ processes }) => {
            const [{ auth, logIn }] = processes();
            const { accessToken } = await logIn(ada);
            let asked = 0;
            const ask = () => {
              asked += 1;
              return answer();
            };
            const field = name === 'allow' ? { allow: ask } : { scopes: [['admin']] };
            const { schema, ran } = schemaOf(auth, { field }, ask);
            const [nobody, stranger, owner] = await statesOf(auth, accessToken);
            for (const state of [nobody, stranger]) {
              expect(await codesOf(schema, state)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
            }
            expect(asked).toBe(0);
            expect(await codesOf(schema, owner)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
            expect(ran).toEqual([]);
          },
        ]),
      ),
    ),
  },
];
