import { printSchemaWithDirectives } from '@graphql-tools/utils';
import fc from 'fast-check';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { readSdl } from '../../src/audit/read-sdl.js';
import { auditSchema } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';
import { buildPlan } from './build-plan.js';
import { type Around, type Ask, explore, select } from './explore.js';
import { plans } from './plans.js';

const { auth } = createTestAuth();

/** Asks a server of Yoga's, without a token. A stream answers with its first event. */
const askYoga = (schema: GraphQLSchema): Ask => {
  const yoga = createYoga({ schema, plugins: [useEmailAuth(auth)], logging: false });
  return async (query) => {
    const isStream = query.startsWith('subscription');
    const accept = isStream ? 'text/event-stream' : 'application/json';
    const response = await yoga.fetch('http://server/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    return JSON.parse(isStream ? (/^data: (.+)$/m.exec(text)?.[1] ?? 'null') : text);
  };
};

const numRuns = howMuch({ quick: 60, slow: 300 });

describe('the audit of a random schema', () => {
  it('says of the fields that an anonymous caller can read, and of no others, that they are public', async () => {
    const counts = { public: 0, protected: 0, behind: 0 };
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const schema = buildPlan(plan, auth);
        const { fields } = auditSchema(schema);
        for (const { access } of fields) counts[access] += 1;
        const open = fields.filter(({ access }) => access === 'public').map(({ field }) => field);
        expect(open).toEqual((await explore(schema, askYoga(schema))).read);
      }),
      { numRuns },
    );
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(numRuns / 6);
  });

  it('is that of its printed SDL, where the directive is on', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const schema = buildPlan({ ...plan, directive: true }, auth);
        const sdl = printSchemaWithDirectives(schema);
        expect(auditSchema(readSdl(sdl))).toEqual(auditSchema(schema));
        expect(auditSchema(buildSchema(sdl))).toEqual(auditSchema(schema));
      }),
      { numRuns: numRuns * 3 },
    );
  });

  it('names every public field that a refusal beside it has really taken along', async () => {
    let lost = 0;
    /** The public fields of a type that an answer lacks when a refused one is asked for, too. */
    const losses = async (
      schema: GraphQLSchema,
      ask: Ask,
      { type, wrap }: Around,
      refused: string,
      beside: string[],
    ) => {
      const fieldsOf = type.getFields();
      const selection = [refused, ...beside].flatMap((name) => {
        const field = fieldsOf[name];
        return field ? [`beside_${name}: ${select(schema, field)}`] : [];
      });
      const { data } = await ask(wrap(selection.join(' ')));
      return beside.filter((name) => !JSON.stringify(data ?? null).includes(`"beside_${name}":`));
    };
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const schema = buildPlan({ ...plan, subscription: null }, auth);
        const ask = askYoga(schema);
        const { fields } = auditSchema(schema);
        const { read, reached } = await explore(schema, ask);
        for (const around of reached) {
          const own = fields.filter(({ field }) => field.startsWith(`${around.type.name}.`));
          const beside = own
            .filter(({ field }) => read.includes(field))
            .map(({ path }) => path.at(-1)?.split('.')[1] ?? '');
          for (const { field, takesAlong } of own.filter(({ access }) => access === 'protected')) {
            const gone = await losses(schema, ask, around, field.split('.')[1] ?? '', beside);
            lost += gone.length;
            const taken = beside.filter((name) => takesAlong.includes(`${around.type.name}.${name}`));
            expect([field, gone]).toEqual([field, taken]);
          }
        }
      }),
      { numRuns: Math.ceil(numRuns / 2) },
    );
    expect(lost).toBeGreaterThan(3);
  });
});
