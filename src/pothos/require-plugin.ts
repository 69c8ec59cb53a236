import SchemaBuilder, { PothosSchemaError, type SchemaTypes } from '@pothos/core';
import { pluginName } from './plugin-name.js';

type Builder = PothosSchemaTypes.SchemaBuilder<SchemaTypes>;

const refuseForgotten = ({ options }: Builder): void => {
  if (options.emailAuth === undefined || options.plugins?.includes(pluginName)) return;
  throw new PothosSchemaError(
    'The builder has the option `emailAuth`, but not the plugin, so no mark would protect anything: ' +
      'plugins: [EmailAuthPlugin]',
  );
};

/**
 * Lets `toSchema()` throw where a builder has the option `emailAuth` and lacks the plugin. Pothos asks a plugin that is
 * not listed nothing, so this stands in the method itself.
 */
export const requirePlugin = (): void => {
  const prototype = SchemaBuilder.prototype as Builder;
  const { toSchema } = prototype;
  prototype.toSchema = function checked(this: Builder, ...args: Parameters<Builder['toSchema']>) {
    refuseForgotten(this);
    return toSchema.apply(this, args);
  };
};
