// The same fields for every server, so that only what protects them differs.
import SchemaBuilder from '@pothos/core';

const items = Array.from({ length: 1000 }, (_, id) => ({ id }));

/**
 * @param options - of the schema builder
 * @param mark - what makes a field a protected one
 */
export const createBuilder = (options = {}, mark = {}) => {
  const builder = new SchemaBuilder(options);
  const Item = builder.objectRef('Item').implement({
    fields: (t) => ({ id: t.int({ ...mark, resolve: ({ id }) => id }) }),
  });
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve: () => 'Hello!' }),
      me: t.string({ ...mark, resolve: () => 'ada@example.com' }),
      items: t.field({ type: [Item], resolve: () => items }),
    }),
  });
  return builder;
};
