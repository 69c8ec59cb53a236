import type { SchemaTypes } from '@pothos/core';

/** The context of the generated mutations: whatever the host's is. What they need is looked for at run time. */
export type OwnContext = object;

/** The builder as the plugin sees it while it adds its own types and fields. */
export type OwnBuilder = PothosSchemaTypes.SchemaBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<{ Context: OwnContext }>
>;

/** The field builder of the mutation type. */
export type OwnMutations = PothosSchemaTypes.MutationFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<{ Context: OwnContext }>,
  object
>;

/**
 * The user's builder, with the types that the plugin's own fields need. A plugin is generic over types that it cannot
 * know, so nothing it adds could be checked against them; against these, everything it adds is.
 */
export const ownBuilder = <Types extends SchemaTypes>(
  builder: PothosSchemaTypes.SchemaBuilder<Types>,
): OwnBuilder =>
  // Boundary: the same object. The plugin sets `nullable` and `required` everywhere, as their defaults are the user's.
  builder as unknown as OwnBuilder;

/** Whether a root type is there, by its kind, as it can be renamed. */
export const hasRoot = (builder: OwnBuilder, kind: 'Query' | 'Mutation'): boolean =>
  [...builder.configStore.typeConfigs.values()].some((config) => config.kind === kind);
