import { useGenericAuth } from '@envelop/generic-auth';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import SchemaBuilder from '@pothos/core';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { pluginName } from '../../src/pothos/index.js';
import type { Types } from './builders.js';
import { asAda, createFakeEmailAuth } from './fake-email-auth.js';

const createSchema = () => {
  const builder = new SchemaBuilder<Types>({
    plugins: [pluginName],
    emailAuth: { auth: createFakeEmailAuth(), mutations: false, scopesOf: () => ['notes:read'] },
  });
  const base = builder
    .interfaceRef<object>('Base')
    .implement({ authenticated: true, fields: (t) => ({ kind: t.string({ resolve: () => 'kind' }) }) });
  const note = builder
    .objectRef<object>('Note')
    .implement({ authenticated: true, fields: (t) => ({ text: t.string({ resolve: () => 'text' }) }) });
  const heir = builder.objectRef<object>('Heir').implement({ interfaces: [base], isTypeOf: () => true });
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve: () => 'Hello!' }),
      me: t.string({ authenticated: true, resolve: () => 'me' }),
      note: t.field({ type: note, resolve: () => ({}) }),
      base: t.field({ type: base, resolve: () => ({}) }),
      heir: t.field({ type: heir, resolve: () => ({}) }),
      readable: t.string({ scopes: [['notes:read']], resolve: () => 'readable' }),
      writable: t.string({ scopes: [['notes:write']], resolve: () => 'writable' }),
    }),
  });
  return builder.toSchema();
};

/** What a gateway makes of the printed schema: it knows nothing else. */
const printed = (schema: GraphQLSchema): GraphQLSchema => buildSchema(printSchemaWithDirectives(schema));

/** Everybody passes our own checks, so that whoever is refused is refused by the gateway. */
const ask = async (schema: GraphQLSchema, query: string, user: { scope: string } | null) => {
  const yoga = createYoga({
    schema,
    logging: false,
    maskedErrors: false,
    context: asAda(),
    plugins: [useGenericAuth({ mode: 'protect-granular', resolveUserFn: () => user })],
  });
  const answer = await yoga.fetch('http://gateway.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await answer.json()) as { errors?: { extensions?: { code?: string } }[] };
  return errors.map(({ extensions }) => extensions?.code).join() || 'passed';
};

const refused = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** What is asked for, and what becomes of an anonymous caller, and of a user who may read notes. */
const table: readonly [query: string, anonymous: string, user: string][] = [
  ['{ hello }', 'passed', 'passed'],
  ['{ me }', refused, 'passed'],
  ['{ note { text } }', refused, 'passed'],
  ['{ base { kind } }', refused, 'passed'],
  ['{ heir { kind } }', refused, 'passed'],
  ['{ readable }', refused, 'passed'],
  ['{ writable }', refused, refused],
];

describe.each([
  ['the schema itself', (schema: GraphQLSchema) => schema],
  ['the printed schema alone', printed],
])('generic-auth of Envelop, over %s', (_, seen) => {
  it.each(table)('understands the marks in %s', async (query, anonymous, user) => {
    const schema = seen(createSchema());
    expect(await ask(schema, query, null)).toBe(anonymous);
    expect(await ask(schema, query, { scope: 'notes:read' })).toBe(user);
  });
});
