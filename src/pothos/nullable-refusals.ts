import type { GraphQLSchema } from 'graphql';
import { type AuditedField, auditSchema } from '../audit/audit-schema.js';
import type { PluginSettings } from './plugin-settings.js';

/** The fields that the plugin generates: the host cannot make them nullable. */
const generatedIn = (schema: GraphQLSchema, { mutations, sessions }: PluginSettings): readonly string[] => {
  const mutationNames = [...Object.values(mutations), sessions.endSession].map((field) => field?.name);
  return [
    `${schema.getQueryType()?.name}.${sessions.sessions?.name}`,
    ...mutationNames.map((name) => `${schema.getMutationType()?.name}.${name}`),
  ];
};

const describe = ({ field, takesAlong: [first, ...others] }: AuditedField): string =>
  `${field} (with ${first}${others.length > 0 ? ` and ${others.length} more` : ''})`;

/** Tells the operator about protected fields whose refusal takes public fields along. */
export const warnOfNullableRefusals = (schema: GraphQLSchema, settings: PluginSettings): void => {
  const generated = generatedIn(schema, settings);
  const found = auditSchema(schema).fields.filter(
    ({ field, takesAlong }) => takesAlong.length > 0 && !generated.includes(field),
  );
  if (found.length === 0) return;
  settings.service.forPlugins.warn(
    'These fields are protected and non-null, so that a refusal takes public fields along: ' +
      `${found.map(describe).join(', ')}. Make them nullable: t.field({ nullable: true, … }).`,
  );
};
