import { printSchemaWithDirectives } from '@graphql-tools/utils';
import SchemaBuilder from '@pothos/core';
import { lexicographicSortSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { pluginName } from '../../src/pothos/index.js';
import type { Types } from './builders.js';
import { asAda, asNobody, createFakeEmailAuth } from './fake-email-auth.js';
import { run } from './run.js';

type Mark = boolean | undefined;

interface Given {
  /** On the interface Base, which the interface Named implements. */
  readonly base?: Mark;
  readonly baseId?: Mark;
  /** On the interface Named, which the type Thing implements. */
  readonly named?: Mark;
  /** On the type Thing. */
  readonly thing?: Mark;
  /** On the field id, where Thing declares it again; null: it does not. */
  readonly id?: Mark | null;
  /** On the field note of Thing, which no interface has. */
  readonly note?: Mark;
  /** On the type Query, and its field thing. */
  readonly query?: Mark;
  readonly field?: Mark;
  readonly protect?: 'all';
  readonly directive?: boolean;
}

/** What an option is where it is given; undefined is something else than not there. */
const marked = (mark: Mark) => (mark === undefined ? {} : { authenticated: mark });

const schemaWith = (given: Given) => {
  const builder = new SchemaBuilder<Types>({
    plugins: [pluginName],
    emailAuth: {
      auth: createFakeEmailAuth(),
      ...(given.protect && { protect: given.protect }),
      ...(given.directive === false && { directive: false }),
    },
  });
  const base = builder.interfaceRef<{ id: string }>('Base').implement({
    ...marked(given.base),
    fields: (t) => ({ id: t.exposeString('id', marked(given.baseId)) }),
  });
  const named = builder.interfaceRef<{ id: string }>('Named').implement({
    ...marked(given.named),
    interfaces: [base],
    fields: (t) => ({ name: t.string({ resolve: () => 'name' }) }),
  });
  const thing = builder.objectRef<{ id: string }>('Thing').implement({
    ...marked(given.thing),
    interfaces: [base, named],
    isTypeOf: () => true,
    fields: (t) => ({
      ...(given.id !== null && { id: t.exposeString('id', marked(given.id)) }),
      note: t.string({ ...marked(given.note), resolve: () => 'note' } as never),
    }),
  });
  builder.queryType({
    ...marked(given.query),
    fields: (t) => ({
      thing: t.field({ type: thing, ...marked(given.field), resolve: () => ({ id: 'id' }) } as never),
      base: t.field({ type: base, authenticated: false, resolve: () => ({ id: 'id' }) }),
    }),
  });
  return builder.toSchema();
};

/** What a caller gets, by field: an answer or a refusal. */
const answersTo = async (given: Given, context: object) => {
  const schema = schemaWith(given);
  const { data } = await run(schema, '{ thing { id name note } }', context);
  const thing = data?.thing as Readonly<Record<string, string | null>> | null;
  return thing === null
    ? 'nothing'
    : Object.keys(thing)
        .filter((name) => thing[name] !== null)
        .join(' ');
};

const table: readonly [what: string, given: Given, anonymous: string][] = [
  ['no mark', {}, 'id name note'],
  ['a field', { note: true }, 'id name'],
  ['a type', { thing: true }, ''],
  ['a type, and a field that opts out', { thing: true, note: false }, 'note'],
  ['a type, and an inherited field that is declared again and opts out', { thing: true, id: false }, 'id'],
  ['an interface', { named: true }, ''],
  ['an interface, and a field of its implementer that opts out', { named: true, note: false }, ''],
  ['an interface behind an interface', { base: true }, ''],
  ['an interface, and a field that is declared again', { base: true, id: false }, ''],
  ['an interface, and a type that opts out', { base: true, thing: false }, ''],
  [
    'an interface that leaves a field of its own out',
    { base: true, baseId: false, id: null, note: false },
    'id',
  ],
  [
    'an interface that leaves a field out, of a marked type',
    { base: true, baseId: false, id: null, thing: true },
    '',
  ],
  ['a field of an interface', { baseId: true, id: null }, 'name note'],
  ['a field of an interface, declared again without a mark', { baseId: true }, 'name note'],
  ['a field of an interface, declared again with an opt-out', { baseId: true, id: false }, 'name note'],
  ['a root type', { query: true }, 'nothing'],
  ['a root type, and a field that opts out', { query: true, field: false }, 'id name note'],
  ['a field of a root type', { field: true }, 'nothing'],
  ['all root fields', { protect: 'all' }, 'nothing'],
  ['all root fields, and one that opts out', { protect: 'all', field: false }, 'id name note'],
  ['a mark that is no boolean, in plain JavaScript', { note: 'yes' as never }, 'id name'],
  ['a type, and a field whose mark is empty, in plain JavaScript', { thing: true, note: '' as never }, ''],
];

describe('a mark', () => {
  it.each(table)('on %s refuses anonymous callers', async (_, given, anonymous) => {
    expect(await answersTo(given, asNobody())).toBe(anonymous);
    expect(await answersTo({ ...given, directive: false }, asNobody('expired'))).toBe(anonymous);
  });

  it.each(table)('on %s lets authenticated callers through', async (_, given) => {
    expect(await answersTo(given, asAda())).toBe('id name note');
  });

  it('holds where the field is asked for through its interface', async () => {
    const { data } = await run(schemaWith({ baseId: true }), '{ base { id } }', asNobody());
    expect(data).toEqual({ base: { id: null } });
  });

  it('costs what is not marked nothing: its resolver stays the same function', () => {
    const resolve = () => 'hello';
    const builder = new SchemaBuilder<Types>({ plugins: [pluginName], emailAuth: createFakeEmailAuth() });
    builder.queryType({ fields: (t) => ({ hello: t.string({ resolve }) }) });
    expect(builder.toSchema().getQueryType()?.getFields().hello?.resolve).toBe(resolve);
  });
});

describe('what somebody adds to Object.prototype', () => {
  it('opts nothing out', async () => {
    const name = 'authenticated';
    Object.defineProperty(Object.prototype, name, { value: false, configurable: true });
    try {
      const schema = schemaWith({ thing: true, protect: 'all', field: false });
      const { data } = await run(schema, '{ thing { note } }', asNobody());
      expect(data).toEqual({ thing: { note: null } });
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  });
});

describe('all root fields under protection', () => {
  it('leave the mutations open that log in', async () => {
    const schema = schemaWith({ protect: 'all' });
    const { data, errors } = await run(
      schema,
      'mutation { login(email: "ada@example.com", code: "123456") { accessToken } }',
      asNobody(),
    );
    expect({ data, errors }).toEqual({ data: { login: { accessToken: 'access' } }, errors: undefined });
  });
});

describe('a builder that lacks the plugin', () => {
  const open = (options: object = {}) => new SchemaBuilder<Types>({ plugins: [], ...options });
  const resolve = () => 'Hello!';

  it.each<[what: string, build: () => { toSchema(): unknown }]>([
    [
      'the option',
      () => {
        const builder = open({ emailAuth: createFakeEmailAuth() });
        builder.queryType({ fields: (t) => ({ hello: t.string({ resolve }) }) });
        return builder;
      },
    ],
    [
      'a marked field',
      () => {
        const builder = open();
        builder.queryType({ fields: (t) => ({ hello: t.string({ authenticated: true, resolve }) }) });
        return builder;
      },
    ],
    [
      'a field by the chain',
      () => {
        const builder = open();
        builder.queryType({ fields: (t) => ({ hello: t.authenticated.string({ resolve }) }) });
        return builder;
      },
    ],
    [
      'a marked type',
      () => {
        const builder = open();
        builder.queryType({ authenticated: true, fields: (t) => ({ hello: t.string({ resolve }) }) });
        return builder;
      },
    ],
  ])('and has %s makes no schema, in which it would protect nothing', (_, build) => {
    expect(() => build().toSchema()).toThrow('plugins: [EmailAuthPlugin]');
  });

  it('and has the module in its place is told what to write', () => {
    // What `require` and `import *` answer with.
    const builder = open({ plugins: [{ default: pluginName }], emailAuth: createFakeEmailAuth() });
    builder.queryType({ fields: (t) => ({ hello: t.string({ resolve }) }) });
    expect(() => builder.toSchema()).toThrow(
      "const { default: EmailAuthPlugin } = require('pothos-plugin-email-auth')",
    );
  });

  it('and has no mark makes its schema', () => {
    const builder = open();
    builder.queryType({ fields: (t) => ({ hello: t.string({ authenticated: false, resolve }) }) });
    expect(builder.toSchema().getQueryType()?.getFields().hello?.resolve).toBe(resolve);
  });
});

describe('a mark where there is nothing to protect', () => {
  const open = () => {
    const builder = new SchemaBuilder<Types>({ plugins: [pluginName], emailAuth: createFakeEmailAuth() });
    builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
    return builder;
  };
  // In plain JavaScript, or where @pothos/plugin-federation has the option.
  const authenticated = { authenticated: true } as object;

  it.each<[where: string, mark: (builder: ReturnType<typeof open>) => unknown]>([
    ['the type Kind', (builder) => builder.enumType('Kind', { values: ['a'], ...authenticated })],
    [
      'the type Time',
      (builder) => builder.scalarType('Time' as never, { serialize: String, ...authenticated } as never),
    ],
    [
      'the type Input',
      (builder) => builder.inputType('Input', { fields: (t) => ({ a: t.string() }), ...authenticated }),
    ],
    [
      'the input field Input.a',
      (builder) => builder.inputType('Input', { fields: (t) => ({ a: t.string(authenticated) }) }),
    ],
    [
      'the enum value 1',
      (builder) => builder.enumType('Kind', { values: { a: { value: 1, ...authenticated } } }),
    ],
  ])('is refused on %s', (where, mark) => {
    const builder = open();
    mark(builder);
    expect(() => builder.toSchema()).toThrow(`\`authenticated\` cannot stand on ${where}`);
  });
});

const printedWith = (given: Given): string => {
  const lines = printSchemaWithDirectives(lexicographicSortSchema(schemaWith({ id: null, ...given }))).split(
    '\n',
  );
  return lines
    .filter((line) => line.includes('@authenticated') && !/^directive|logoutEverywhere/.test(line))
    .map((line) =>
      line
        .trim()
        .replace(/ implements [\w& ]+(?=[@{])/, ' ')
        .replace(/ ?\{$/, ''),
    )
    .join('; ');
};

describe('the printed schema', () => {
  it.each<[given: Given, printed: string]>([
    [{}, ''],
    [{ note: true }, 'note: String @authenticated'],
    [{ thing: true }, 'type Thing @authenticated'],
    [{ thing: true, note: false }, 'id: String @authenticated; name: String @authenticated'],
    [
      { named: true },
      'interface Named @authenticated; id: String @authenticated; name: String @authenticated; note: String @authenticated',
    ],
    [{ query: true }, 'thing: Thing @authenticated'],
    [{ protect: 'all' }, 'thing: Thing @authenticated'],
    [{ thing: true, protect: 'all', directive: false }, ''],
  ])('has for %j the mark where it holds', (given, printed) => {
    expect(printedWith(given)).toBe(printed);
  });
});
