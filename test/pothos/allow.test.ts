import SchemaBuilder from '@pothos/core';
import { describe, expect, it } from 'vitest';
import { pluginName } from '../../src/pothos/index.js';
import { ForbiddenError } from '../../src/pothos/refusals.js';
import type { Types } from './builders.js';
import { asAda, asNobody, createFakeEmailAuth, type Role } from './fake-email-auth.js';
import { firstError, run } from './run.js';

type Allow = (claims: Role) => boolean;

const isAdmin: Allow = ({ role }) => role === 'admin';
const isUser: Allow = ({ role }) => role === 'user';

interface Given {
  readonly field?: object;
  readonly type?: object;
  readonly interface?: object;
  readonly interfaceField?: object;
}

const open = (given: Given) => {
  const mistakes: string[] = [];
  const builder = new SchemaBuilder<Types>({
    plugins: [pluginName],
    emailAuth: createFakeEmailAuth({ reportMistake: (sentence) => void mistakes.push(sentence) }),
  });
  const named = builder.interfaceRef<object>('Named').implement({
    ...given.interface,
    fields: (t) => ({ name: t.string({ resolve: () => 'name', ...given.interfaceField } as never) }),
  });
  const report = builder.objectRef<object>('Report').implement({
    interfaces: [named],
    isTypeOf: () => true,
    ...given.type,
    fields: (t) => ({ text: t.string({ resolve: () => 'text', ...given.field } as never) }),
  });
  builder.queryType({ fields: (t) => ({ report: t.field({ type: report, resolve: () => ({}) }) }) });
  return { build: () => builder.toSchema(), mistakes };
};

const answer = async (given: Given, context: object) => {
  const { data, errors = [] } = await run(open(given).build(), '{ report { name text } }', context);
  return { ...(data?.report as object), codes: errors.map(({ extensions }) => extensions?.code) };
};

const both = { name: 'name', text: 'text', codes: [] };
const noText = { name: 'name', text: null, codes: ['FORBIDDEN'] };
const nothing = { name: null, text: null, codes: ['FORBIDDEN', 'FORBIDDEN'] };

describe('allow', () => {
  it.each<[what: string, given: Given, ada: object]>([
    ['a field lets pass', { field: { authenticated: true, allow: isAdmin } }, both],
    ['a field does not', { field: { authenticated: true, allow: isUser } }, noText],
    ['a field without the mark', { field: { allow: isUser } }, noText],
    ['a type lets pass', { type: { authenticated: true, allow: isAdmin } }, both],
    ['a type does not', { type: { authenticated: true, allow: isUser } }, nothing],
    [
      'a type does not, and a field opts out',
      { type: { allow: isUser }, field: { authenticated: false } },
      { name: null, text: 'text', codes: ['FORBIDDEN'] },
    ],
    ['a type and a field disagree', { type: { allow: isAdmin }, field: { allow: isUser } }, noText],
    ['an interface does not', { interface: { allow: isUser } }, nothing],
    [
      'an interface does not, and a field wants to opt out',
      { interface: { allow: isUser }, field: { authenticated: false } },
      nothing,
    ],
    [
      'a field of an interface does not',
      { interfaceField: { allow: isUser } },
      { name: null, text: 'text', codes: ['FORBIDDEN'] },
    ],
  ])('of %s', async (_, given, ada) => {
    expect(await answer(given, asAda())).toEqual(ada);
  });

  it('is not asked about callers without a valid token', async () => {
    let asked = 0;
    const allow = () => {
      asked += 1;
      return true;
    };
    const { codes } = await answer({ field: { authenticated: true, allow } }, asNobody('expired'));
    expect({ codes, asked }).toEqual({ codes: ['UNAUTHENTICATED'], asked: 0 });
  });

  it.each<[what: string, allow: unknown, told: RegExp]>([
    [
      'a promise of true',
      async () => true,
      /^The option allow of Report\.text must answer with true or false/,
    ],
    ['a promise that is rejected', () => Promise.reject(new Error('no')), /must answer with true or false/],
    ['1', () => 1, /must answer with true or false/],
    ['undefined', () => undefined, /must answer with true or false/],
    [
      'an error',
      () => {
        throw new RangeError('ada@example.com');
      },
      /^The option allow of Report\.text failed: RangeError\. That is a no\.$/,
    ],
  ])('says no by %s, and the operator is told once', async (_, allow, told) => {
    const { build, mistakes } = open({ field: { authenticated: true, allow } });
    const schema = build();
    for (let i = 0; i < 3; i += 1) {
      const error = await firstError(schema, '{ report { text } }', asAda());
      expect(error?.originalError).toBeInstanceOf(ForbiddenError);
    }
    expect(mistakes).toEqual([expect.stringMatching(told)]);
  });

  it.each<[what: string, field: object, sentence: string]>([
    ['no function', { allow: 'admin' }, '`allow` of Report.text must be a function'],
    [
      'an opt-out',
      { authenticated: false, allow: isAdmin },
      'Report.text says who passes, and `authenticated: false`',
    ],
  ])('beside %s is an error of the schema', (_, field, sentence) => {
    expect(() => open({ field }).build()).toThrow(sentence);
  });
});
