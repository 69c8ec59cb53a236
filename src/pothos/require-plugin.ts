import SchemaBuilder, { PothosSchemaError, type SchemaTypes } from '@pothos/core';
import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { pluginName } from './plugin-name.js';

type Builder = PothosSchemaTypes.SchemaBuilder<SchemaTypes>;

const remedy = 'so it would protect nothing: plugins: [EmailAuthPlugin]';

/** Whether a config that Pothos has built has a mark. */
const isMarked = ({ extensions }: { readonly extensions: object }): boolean => {
  // Boundary: Pothos keeps the options there.
  const { pothosOptions } = extensions as { readonly pothosOptions?: { readonly authenticated?: unknown } };
  return Boolean(pothosOptions?.authenticated);
};

const findMark = (schema: GraphQLSchema): string | undefined => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    if (isMarked(type)) return type.name;
    const field = Object.values(type.getFields()).find(isMarked);
    if (field !== undefined) return `${type.name}.${field.name}`;
  }
  return undefined;
};

/** @throws {PothosSchemaError} where a builder has the option or a mark, and nothing that would obey it */
const refuseForgotten = ({ options }: Builder, schema: GraphQLSchema): void => {
  const plugins: readonly string[] = options.plugins ?? [];
  if (plugins.includes(pluginName)) return;
  if (options.emailAuth !== undefined) {
    throw new PothosSchemaError(`The builder has the option \`emailAuth\`, but not the plugin, ${remedy}`);
  }
  // With @pothos/plugin-federation, a mark may be meant for the gateway alone.
  const mark = plugins.includes('federation') ? undefined : findMark(schema);
  if (mark !== undefined) {
    throw new PothosSchemaError(
      `${mark} is marked \`authenticated\`, but the builder lacks the plugin, ${remedy}`,
    );
  }
};

/**
 * Lets `toSchema()` throw where marks would protect nothing. Pothos asks a plugin that is not listed nothing, so this
 * stands in the method itself.
 */
export const requirePlugin = (): void => {
  const prototype = SchemaBuilder.prototype as Builder;
  const { toSchema } = prototype;
  prototype.toSchema = function checked(this: Builder, ...args: Parameters<Builder['toSchema']>) {
    const schema = toSchema.apply(this, args);
    refuseForgotten(this, schema);
    return schema;
  };
};
