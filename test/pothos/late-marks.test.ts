import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core';
import { describe, expect, it } from 'vitest';
import EmailAuthPlugin, { type WithAuth } from '../../src/index.js';
import { asNobody, createFakeEmailAuth } from './fake-email-auth.js';
import { run } from './run.js';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      marksLate: MarksLate<Types>;
    }
  }
}

/** What the other plugin adds, and where. */
let adds: { readonly to: string; readonly options: object } | undefined;

const added = <Config extends { readonly pothosOptions: object }>(config: Config, name: string): Config =>
  adds?.to === name ? { ...config, pothosOptions: { ...config.pothosOptions, ...adds.options } } : config;

/** A plugin of the host that would mark things by a rule of its own. */
class MarksLate<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(type: PothosTypeConfig): PothosTypeConfig {
    return added(type, type.name);
  }

  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    return added(field, `${field.parentType}.${field.name}`);
  }
}
SchemaBuilder.registerPlugin('marksLate', MarksLate);

const build = (plugins: readonly ('marksLate' | typeof EmailAuthPlugin)[]) => {
  const builder = new SchemaBuilder<WithAuth<object>>({
    plugins: [...plugins],
    emailAuth: { auth: createFakeEmailAuth(), scopesOf: () => [] },
  });
  const named = builder.interfaceRef<object>('Named').implement({
    fields: (t) => ({ name: t.string({ resolve: () => 'secret' }) }),
  });
  const thing = builder.objectRef<object>('Thing').implement({
    interfaces: [named],
    isTypeOf: () => true,
    fields: (t) => ({
      open: t.string({ resolve: () => 'open' }),
      marked: t.string({ authenticated: true, resolve: () => 'secret' }),
      optedOut: t.string({ authenticated: false, resolve: () => 'open' }),
    }),
  });
  builder.queryType({ fields: (t) => ({ thing: t.field({ type: thing, resolve: () => ({}) }) }) });
  return builder.toSchema();
};

const orders = [
  ['before', ['marksLate', EmailAuthPlugin]],
  ['behind', [EmailAuthPlugin, 'marksLate']],
] as const;

describe.each(orders)(
  'a mark that a plugin listed %s this one adds while the schema is built',
  (_, plugins) => {
    it.each<[what: string, to: string, options: object]>([
      ['authenticated', 'Thing.open', { authenticated: true }],
      ['authenticated', 'Thing.optedOut', { authenticated: true }],
      ['authenticated', 'Thing.name', { authenticated: true }],
      ['authenticated', 'Named.name', { authenticated: true }],
      ['authenticated', 'Thing', { authenticated: true }],
      ['authenticated', 'Named', { authenticated: 1 }],
      ['authenticated', 'Query', { requiresScopes: [['admin']] }],
      ['allow', 'Thing.open', { allow: () => true }],
      ['allow', 'Thing.marked', { allow: () => true }],
      ['allow', 'Thing', { allow: () => true }],
      ['scopes', 'Thing.marked', { scopes: [['admin']] }],
      ['scopes', 'Named', { scopes: [['admin']] }],
    ])('is refused: `%s` on %s', (what, to, options) => {
      adds = { to, options };
      expect(() => build(plugins)).toThrow(`A plugin adds \`${what}\` to ${to} while the schema is built`);
    });

    it.each(['Thing.marked', 'Thing.open', 'Thing'])(
      'is no opt-out, and nothing where it says what is known: %s',
      async (to) => {
        for (const options of [{ authenticated: false }, { other: true }]) {
          adds = { to, options };
          const { data, errors } = await run(build(plugins), '{ thing { open marked } }', asNobody());
          expect(data).toEqual({ thing: { open: 'open', marked: null } });
          expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
        }
      },
    );
  },
);
