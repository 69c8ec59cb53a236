import SchemaBuilder from '@pothos/core';
import { describe, expect, it } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { pluginName } from '../../src/pothos/index.js';
import { FakeLogger } from '../support/fake-logger.js';
import { signingKey } from '../support/service.js';
import type { Types } from './builders.js';
import { createFakeEmailAuth } from './fake-email-auth.js';

const resolve = () => 'text';

const build = (options: object, nullable = false, warnings: string[] = []) => {
  const auth = createFakeEmailAuth({ warn: (sentence) => void warnings.push(sentence) });
  const builder = new SchemaBuilder<Types>({
    plugins: [pluginName],
    emailAuth: { auth, sessions: true, ...options },
  });
  const user = builder.objectRef<object>('User').implement({
    fields: (t) => ({
      name: t.string({ resolve }),
      mail: t.string({ authenticated: true, nullable, resolve } as never),
    }),
  });
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve }),
      user: t.field({ type: user, resolve: () => ({}) }),
      me: t.string({ authenticated: true, nullable, resolve } as never),
    }),
  });
  builder.toSchema();
  builder.toSchema();
  return warnings;
};

describe("nullableRefusals: 'warn'", () => {
  it('names, once, the non-null fields whose refusal takes public ones along, without those of the plugin', () => {
    expect(build({ nullableRefusals: 'warn' })).toEqual([
      'These fields are protected and non-null, so that a refusal takes public fields along: Query.me (with Query.hello ' +
        'and 1 more), User.mail (with User.name). Make them nullable: t.field({ nullable: true, … }).',
    ]);
  });

  it('is silent where there are none, and where nobody has asked', () => {
    expect(build({ nullableRefusals: 'warn' }, true)).toEqual([]);
    expect(build({})).toEqual([]);
  });

  it('leaves out the fields of the plugin that have other names, too', () => {
    const names = {
      mutations: { logoutEverywhere: { name: 'out' } },
      sessions: { sessions: { name: 'mine' } },
    };
    expect(build({ nullableRefusals: 'warn', ...names }, true)).toEqual([]);
  });

  it('is the only value', () => {
    expect(() => build({ nullableRefusals: true })).toThrow("emailAuth.nullableRefusals must be 'warn'");
  });

  it('speaks through the logger of the service', () => {
    const logger = new FakeLogger();
    const auth = createEmailAuth({ signingKey, logger, delivery: async () => {} });
    const builder = new SchemaBuilder<Types>({
      plugins: [pluginName],
      emailAuth: { auth, nullableRefusals: 'warn' } as never,
    });
    builder.queryType({
      fields: (t) => ({
        hello: t.string({ resolve }),
        me: t.string({ authenticated: true, nullable: false, resolve }),
      }),
    });
    builder.toSchema();
    expect(logger.lines).toEqual([expect.stringMatching(/^warn: .*Query\.me \(with Query\.hello\)/)]);
  });
});
