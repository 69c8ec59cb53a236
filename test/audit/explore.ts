import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql';

/** Executes an operation for an anonymous caller. */
export type Ask = (operation: string) => Promise<{ data?: unknown; errors?: readonly unknown[] }>;

/** The selection sets around a field, from the operation inward. */
export interface Around {
  readonly type: GraphQLObjectType;
  readonly wrap: (selection: string) => string;
}

/** What an anonymous caller has really read. */
export interface Explored {
  /** The fields, such as `User.email`. */
  readonly read: readonly string[];
  /** A way to each type that was reached. */
  readonly reached: readonly Around[];
}

const possibleTypes = (schema: GraphQLSchema, field: GraphQLField<unknown, unknown>) => {
  const type = getNamedType(field.type);
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
};

/** The selection of a field, of a value of one of its possible types. */
export const select = (schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, pick = 0): string =>
  possibleTypes(schema, field).length > 0 ? `${field.name}(pick: ${pick}) { __typename }` : field.name;

/** Reads whatever can be read: an operation for every field of every type that an answer was of. */
export const explore = async (schema: GraphQLSchema, ask: Ask): Promise<Explored> => {
  const read: string[] = [];
  const reached: Around[] = [];
  const waiting: Around[] = [
    [schema.getQueryType(), 'query'] as const,
    [schema.getMutationType(), 'mutation'] as const,
    [schema.getSubscriptionType(), 'subscription'] as const,
  ].flatMap(([type, operation]) =>
    type ? [{ type, wrap: (selection: string) => `${operation} { ${selection} }` }] : [],
  );
  while (waiting.length > 0) {
    const around = waiting.shift() as Around;
    if (reached.some(({ type }) => type === around.type)) continue;
    reached.push(around);
    for (const field of Object.values(around.type.getFields())) {
      const { data, errors } = await ask(around.wrap(select(schema, field)));
      if (errors || data == null) continue;
      read.push(`${around.type.name}.${field.name}`);
      possibleTypes(schema, field).forEach((type, pick) => {
        const wrap = (selection: string) =>
          around.wrap(`${field.name}(pick: ${pick}) { ... on ${type.name} { ${selection} } }`);
        waiting.push({ type, wrap });
      });
    }
  }
  return { read: read.sort(), reached };
};
