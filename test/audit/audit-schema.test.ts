import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSdl } from '../../src/audit/read-sdl.js';
import { auditSchema, type FieldAccess } from '../../src/index.js';
import { constructs, losses, type Row } from './sdl-table.js';

const named = (schema: GraphQLSchema, access: FieldAccess): string =>
  auditSchema(schema)
    .fields.filter((field) => field.access === access)
    .map(({ field }) => field)
    .join(' ');

const expectAudit = (schema: GraphQLSchema, row: Row) =>
  expect({
    public: named(schema, 'public'),
    protected: named(schema, 'protected'),
    behind: named(schema, 'behind'),
  }).toEqual({ public: row.public ?? '', protected: row.protected ?? '', behind: row.behind ?? '' });

describe('the audit of SDL', () => {
  it.each(constructs)('knows $what', (row) => {
    expectAudit(readSdl(row.sdl), row);
  });

  const executable = constructs.filter(({ sdl }) => !/extend (schema|type Query)|@policy|link/.test(sdl));
  it.each(executable)('is the same for a schema that buildSchema has made: $what', (row) => {
    expectAudit(buildSchema(row.sdl, { assumeValidSDL: true }), row);
  });

  it.each(losses)('knows what a refusal takes along: %s', (_, sdl, expected) => {
    const found = auditSchema(readSdl(sdl)).fields.filter(({ takesAlong }) => takesAlong.length > 0);
    expect(Object.fromEntries(found.map(({ field, takesAlong }) => [field, takesAlong.join(' ')]))).toEqual(
      expected,
    );
  });

  it.each([
    ['two types of one name', 'type Query { a: Int } type Query { b: Int }', 'defines Query twice'],
    [
      'two fields of one name',
      'type Query { a: Int } extend type Query { a: Int @authenticated }',
      'Query.a twice',
    ],
    [
      'two schemas',
      'schema { query: A } schema { query: B } type A { a: Int } type B { b: Int }',
      'schema twice',
    ],
    ['a type that is not there', 'type Query { a: Nowhere }', 'Nowhere'],
    ['something else', '{"data":{"__schema":{}}}', 'Syntax Error'],
  ])('is refused where the SDL has %s', (_, sdl, sentence) => {
    expect(() => readSdl(sdl)).toThrow(sentence);
  });
});

describe('an audit', () => {
  const sdl = `type Query { deep: A short: B closed: C @authenticated }
    type A { b: B } type B { c: C } type C { x: Int! z: Int! @authenticated y: Int }`;

  it('is plain, frozen, sorted data, with a shortest way to each field: an open one, if there is one', () => {
    const audit = auditSchema(readSdl(sdl));
    expect(JSON.parse(JSON.stringify(audit))).toEqual(audit);
    expect(audit.fields.map(({ field }) => field)).toEqual(audit.fields.map(({ field }) => field).sort());
    for (const entry of [
      audit,
      audit.fields,
      ...audit.fields,
      ...audit.fields.flatMap((f) => [f.path, f.takesAlong]),
    ]) {
      expect(Object.isFrozen(entry)).toBe(true);
    }
    expect(audit.fields.find(({ field }) => field === 'C.z')).toEqual({
      field: 'C.z',
      access: 'protected',
      path: ['Query.short', 'B.c', 'C.z'],
      takesAlong: ['C.x', 'C.y'],
    });
  });

  it('is the same in whatever order a schema is written', () => {
    const turned = `type C { y: Int z: Int! @authenticated x: Int! } type B { c: C } type A { b: B }
      type Query { closed: C @authenticated short: B deep: A }`;
    expect(auditSchema(readSdl(turned))).toEqual(auditSchema(readSdl(sdl)));
  });

  it('of our own schema.graphql opens what has to be open, and nothing else', () => {
    const schema = readSdl(readFileSync(resolve(import.meta.dirname, '../../schema.graphql'), 'utf8'));
    expect(named(schema, 'protected')).toBe('Mutation.logoutEverywhere Query.me Query.role');
    expect(named(schema, 'behind')).toBe('');
    expect(named(schema, 'public')).toMatch(
      /Mutation.login Mutation.logout Mutation.refreshToken .* Query.hello$/,
    );
  });

  it('of hundreds of types that are all non-null is quick', () => {
    const types = Array.from({ length: 300 }, (_, index) => {
      const links = Array.from({ length: 8 }, (__, link) => `f${link}: T${(index * 7 + link * 13) % 300}!`);
      return `type T${index} implements I { id: ID! s: Int! @authenticated ${links.join(' ')} }`;
    });
    const schema = readSdl(`interface I { id: ID! } type Query { i: I t: T0 } ${types.join('\n')}`);
    const before = performance.now();
    expect(auditSchema(schema).fields).toHaveLength(3002);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
