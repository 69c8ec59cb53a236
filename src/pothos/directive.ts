import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import { DirectiveLocation, GraphQLDirective, GraphQLSchema } from 'graphql';

const directiveName = 'authenticated';

// Federation and Hive know exactly this definition: no arguments, not repeatable, no other locations.
const createDefinition = () =>
  new GraphQLDirective({
    name: directiveName,
    description: 'Only callers with a valid access token get an answer here.',
    locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT, DirectiveLocation.INTERFACE],
  });

/** The schema with `directive @authenticated` defined, unless it already is. */
export const withDefinition = (schema: GraphQLSchema): GraphQLSchema => {
  if (schema.getDirective(directiveName)) return schema;
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...config.directives, createDefinition()] });
};

const isApplication = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === directiveName;

// The record prints with every version of @graphql-tools/utils. A list is kept only where @pothos/plugin-directives has
// made one: its users have chosen what reads it.
const applyTo = (directives: unknown): unknown => {
  if (!Array.isArray(directives)) return { [directiveName]: {}, ...(directives as object | undefined) };
  return directives.some(isApplication) ? directives : [...directives, { name: directiveName, args: {} }];
};

/** The field with `@authenticated` applied, for printers that read `extensions.directives`. */
export const withApplication = <Types extends SchemaTypes>(
  field: PothosOutputFieldConfig<Types>,
): PothosOutputFieldConfig<Types> => ({
  ...field,
  extensions: { ...field.extensions, directives: applyTo(field.extensions?.directives) },
});
