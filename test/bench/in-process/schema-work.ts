import SchemaBuilder from '@pothos/core';
import { execute, parse } from 'graphql';
import EmailAuthPlugin, { type EmailAuth, type WithAuth } from '../../../src/index.js';
import type { Work } from './measure.js';
import { logIn } from './service-work.js';

const count = 1000;

const createBuilder = (auth: EmailAuth) =>
  new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });

const list = async (marked: boolean): Promise<Work> => {
  const { auth, tokens } = await logIn(false);
  const builder = createBuilder(auth);
  const Item = builder.objectRef<{ id: number }>('Item').implement({
    fields: (t) => ({
      id: marked
        ? t.int({ authenticated: true, resolve: ({ id }) => id })
        : t.int({ resolve: ({ id }) => id }),
    }),
  });
  const items = Array.from({ length: count }, (_, id) => ({ id }));
  builder.queryType({ fields: (t) => ({ items: t.field({ type: [Item], resolve: () => items }) }) });
  const schema = builder.toSchema();
  const document = parse('{ items { id } }');
  const contextValue = { auth: await auth.authenticate(tokens.accessToken, { ip: null }) };
  return {
    name: `execute a list of ${count} ${marked ? 'marked' : 'unmarked'} fields`,
    run: () => execute({ schema, document, contextValue }),
  };
};

/** A thousand types of three fields each. */
const define = (builder: ReturnType<typeof createBuilder>) => {
  const types = Array.from({ length: count }, (_, index) =>
    builder.objectRef<{ a: string }>(`T${index}`).implement({
      fields: (t) => ({ a: t.exposeString('a'), b: t.exposeString('a'), c: t.exposeString('a') }),
    }),
  );
  builder.queryType({
    fields: (t) =>
      Object.fromEntries(
        types.map((type, index) => [`t${index}`, t.field({ type, resolve: () => ({ a: '' }) })]),
      ),
  });
  return builder;
};

const build = async (withPlugin: boolean): Promise<Work> => {
  const { auth } = await logIn(false);
  // Boundary: what is defined above needs nothing of the plugin.
  const without = () => new SchemaBuilder({}) as unknown as ReturnType<typeof createBuilder>;
  return {
    name: `build a schema of ${count} types, ${withPlugin ? 'with' : 'without'} the plugin`,
    run: () => define(withPlugin ? createBuilder(auth) : without()).toSchema(),
  };
};

/** What enforcement costs when a schema is built, and when it is executed. */
export const schemaWork = async (): Promise<Work[]> => [
  await list(false),
  await list(true),
  await build(false),
  await build(true),
];
