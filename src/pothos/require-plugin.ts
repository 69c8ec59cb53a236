import { PothosSchemaError, type SchemaTypes } from '@pothos/core';
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

/**
 * Pothos calls such a module "[object Object]", and names no remedy.
 *
 * @throws {PothosSchemaError} where the module of this package, as `require` answers with it, stands among the plugins
 */
export const refuseModules = ({ options }: Builder): void => {
  const plugins: readonly unknown[] = options.plugins ?? [];
  if (!plugins.some((plugin) => Object(plugin).default === pluginName)) return;
  throw new PothosSchemaError(
    'The builder has the module of the plugin in place of the plugin, which is its default export: ' +
      "const { default: EmailAuthPlugin } = require('pothos-plugin-email-auth')",
  );
};

/**
 * Pothos asks a plugin that is not listed nothing, so this is asked when the schema is there.
 *
 * @throws {PothosSchemaError} where a builder has the option or a mark, and nothing that would obey it
 */
export const requirePlugin = ({ options }: Builder, schema: GraphQLSchema): void => {
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
