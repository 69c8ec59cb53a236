import { printSchemaWithDirectives } from '@graphql-tools/utils';
import SchemaBuilder from '@pothos/core';
import { lexicographicSortSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { pluginName } from '../../src/pothos/index.js';
import type { Types } from './builders.js';
import { asAda, asNobody, createFakeEmailAuth } from './fake-email-auth.js';
import { run } from './run.js';

interface Given {
  readonly field?: object;
  readonly type?: object;
  readonly interface?: object;
  readonly query?: object;
  readonly scopesOf?: unknown;
}

/** Ada, an admin, has these. */
const adas = ['notes:read', 'notes:write'];

const open = (given: Given) => {
  const mistakes: string[] = [];
  const builder = new SchemaBuilder<Types>({
    plugins: [pluginName],
    emailAuth: {
      auth: createFakeEmailAuth({ reportMistake: (sentence) => void mistakes.push(sentence) }),
      mutations: false,
      scopesOf:
        'scopesOf' in given ? (given.scopesOf as never) : ({ role }) => (role === 'admin' ? adas : []),
    },
  });
  const named = builder.interfaceRef<object>('Named').implement({
    ...given.interface,
    fields: (t) => ({ name: t.string({ resolve: () => 'name' } as never) }),
  });
  const note = builder.objectRef<object>('Note').implement({
    interfaces: [named],
    isTypeOf: () => true,
    ...given.type,
    fields: (t) => ({ text: t.string({ resolve: () => 'text', ...given.field } as never) }),
  });
  builder.queryType({
    ...given.query,
    fields: (t) => ({ note: t.field({ type: note, resolve: () => ({}) } as never) }),
  });
  return { build: () => builder.toSchema(), mistakes };
};

const answer = async (given: Given, context: object) => {
  const { data, errors = [] } = await run(open(given).build(), '{ note { name text } }', context);
  return { ...(data?.note as object), codes: errors.map(({ extensions }) => extensions?.code) };
};

const printed = (given: Given): string[] =>
  printSchemaWithDirectives(lexicographicSortSchema(open(given).build()))
    .split('\n')
    .filter((line) => line.includes('@requiresScopes'))
    .map((line) => line.trim());

const definition =
  'directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | INTERFACE | OBJECT';

describe('scopes', () => {
  it.each<[what: string, scopes: string[][], passes: boolean]>([
    ['one that she has', [['notes:read']], true],
    ['one that she lacks', [['admin']], false],
    ['several that she has', [['notes:read', 'notes:write']], true],
    ['several, one of which she lacks', [['notes:read', 'admin']], false],
    ['sets, one of which she has whole', [['admin'], ['notes:read', 'notes:write']], true],
    [
      'sets, none of which she has whole',
      [
        ['admin', 'notes:read'],
        ['notes:write', 'root'],
      ],
      false,
    ],
  ])('are asked for on a field: %s', async (_, scopes, passes) => {
    expect(await answer({ field: { scopes } }, asAda())).toEqual({
      ...{ name: 'name', text: passes ? 'text' : null },
      codes: passes ? [] : ['FORBIDDEN'],
    });
    expect(await answer({ field: { scopes } }, asNobody())).toMatchObject({ codes: ['UNAUTHENTICATED'] });
  });

  it.each<[what: string, given: Given, ada: object]>([
    ['a type', { type: { scopes: [['admin']] } }, { name: null, text: null }],
    ['an interface', { interface: { scopes: [['admin']] } }, { name: null, text: null }],
    [
      'a type, and a field opts out',
      { type: { scopes: [['admin']] }, field: { authenticated: false } },
      { name: null, text: 'text' },
    ],
    [
      'a type and a field',
      { type: { scopes: [['notes:read']] }, field: { scopes: [['admin']] } },
      { name: 'name', text: null },
    ],
    [
      'a field, beside allow',
      { field: { scopes: [['notes:read']], allow: () => false } },
      { name: 'name', text: null },
    ],
  ])('hold like a mark on %s', async (_, given, ada) => {
    expect(await answer(given, asAda())).toMatchObject(ada);
  });

  it.each<[given: Given, lines: string[]]>([
    [{ field: { authenticated: true } }, []],
    [
      { field: { scopes: [['admin'], ['a', 'b']] } },
      [definition, 'text: String @authenticated @requiresScopes(scopes: [["admin"], ["a", "b"]])'],
    ],
    [
      { type: { scopes: [['admin']] } },
      [definition, 'type Note implements Named @authenticated @requiresScopes(scopes: [["admin"]]) {'],
    ],
    [
      { type: { scopes: [['a'], ['b']] }, field: { scopes: [['c'], ['a']] }, query: {} },
      [
        definition,
        'type Note implements Named @authenticated @requiresScopes(scopes: [["a"], ["b"]]) {',
        'text: String @authenticated @requiresScopes(scopes: [["c"], ["a"]])',
      ],
    ],
    [
      { query: { scopes: [['a']] } },
      [definition, 'note: Note @authenticated @requiresScopes(scopes: [["a"]])'],
    ],
  ])('are printed where they hold: %j', (given, lines) => {
    expect(
      printed(given)
        .map((line) => line.replace(/@requiresScopes(.*) @authenticated/, '@authenticated @requiresScopes$1'))
        .sort(),
    ).toEqual([...lines].sort());
  });

  it.each<[what: string, scopesOf: unknown, told: RegExp]>([
    [
      'no list',
      () => 'notes:read',
      /^The option scopesOf, asked for Note\.text, must answer with a list of scopes/,
    ],
    ['a promise', async () => adas, /must answer with a list of scopes/],
    [
      'a promise that is rejected',
      () => Promise.reject(new Error('no')),
      /must answer with a list of scopes/,
    ],
    ['true', () => true, /must answer with a list of scopes/],
    [
      'an error',
      () => {
        throw new RangeError('ada@example.com');
      },
      /^The option scopesOf, asked for Note\.text, failed: RangeError/,
    ],
  ])('are none where scopesOf answers with %s, and the operator is told', async (_, scopesOf, told) => {
    const { build, mistakes } = open({ field: { scopes: [['notes:read']] }, scopesOf });
    const { errors } = await run(build(), '{ note { text } }', asAda());
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(mistakes).toEqual([expect.stringMatching(told)]);
  });

  it.each<[what: string, given: Given, sentence: string]>([
    [
      'nothing says who has them',
      { field: { scopes: [['a']] }, scopesOf: undefined },
      'Note.text has `scopes`, but nothing says',
    ],
    [
      'they are no lists of lists',
      { field: { scopes: ['a'] } },
      '`scopes` of Note.text must be a list of lists',
    ],
    ['they are empty', { field: { scopes: [] } }, '`scopes` of Note.text must be a list of lists'],
    [
      'a set is empty, and everybody would have it',
      { field: { scopes: [[]] } },
      '`scopes` of Note.text must be',
    ],
    [
      'the field opts out',
      { field: { scopes: [['a']], authenticated: false } },
      'Note.text says who passes, and',
    ],
  ])('are an error of the schema where %s', (_, given, sentence) => {
    expect(() => open(given).build()).toThrow(sentence);
  });
});
