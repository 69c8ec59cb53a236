import SchemaBuilder, { type SchemaTypes } from '@pothos/core';
import { withAuthenticated } from './directive.js';
import { pluginName } from './plugin-name.js';
import { refuseModules, requirePlugin } from './require-plugin.js';

type Builder = PothosSchemaTypes.SchemaBuilder<SchemaTypes>;

/** Whether the printed schemas of a builder may have `@authenticated`. What is wrong with the option, the plugin says. */
const printsDirective = ({ options }: Builder): boolean => {
  // Boundary: it has not been checked yet.
  const { directive } = Object(options.emailAuth) as { readonly directive?: unknown };
  return (options.plugins ?? []).includes(pluginName) && directive !== false;
};

/**
 * Lets `toSchema()` define the directive with the others, since another schema, made to add one, costs as much as a
 * quarter of the build; and lets it throw where marks would protect nothing.
 */
export const wrapToSchema = (): void => {
  const prototype = SchemaBuilder.prototype as Builder;
  const { toSchema } = prototype;
  prototype.toSchema = function wrapped(this: Builder, ...[options]: Parameters<Builder['toSchema']>) {
    refuseModules(this);
    const directives = withAuthenticated(options?.directives);
    const schema = toSchema.call(this, printsDirective(this) ? { ...options, directives } : options);
    requirePlugin(this, schema);
    return schema;
  };
};
