import type { GraphQLSchema } from 'graphql';
import { type Place, readGraph } from './graph.js';
import { createLosses } from './losses.js';
import { findWays } from './ways.js';

/**
 * Who can read a field.
 *
 * - `public`: anybody. There is a way to it on which no field is protected.
 * - `protected`: the field itself refuses callers without a valid access token.
 * - `behind`: it refuses nobody, but all ways to it pass a protected field.
 */
export type FieldAccess = 'public' | 'protected' | 'behind';

/** A field of an object type that an operation can ask for. */
export interface AuditedField {
  /** Its name with its type's, such as `User.email`. */
  readonly field: string;
  readonly access: FieldAccess;
  /** A shortest way to it, itself included: `['Query.search', 'User.email']`. For a public field, an open one. */
  readonly path: readonly string[];
  /**
   * The nearest public fields that a refusal of this field takes along, because it is non-null: GraphQL then answers with
   * null for the object around it, and if that is non-null, too, for the object around that. Empty where nothing is lost.
   */
  readonly takesAlong: readonly string[];
}

/** What `auditSchema` answers with: plain, frozen data, the same for the same schema. */
export interface SchemaAudit {
  /** Sorted by name. Fields that no operation can reach are not there, nor are those of introspection. */
  readonly fields: readonly AuditedField[];
}

const freeze = (field: AuditedField): AuditedField =>
  Object.freeze({
    ...field,
    path: Object.freeze([...field.path]),
    takesAlong: Object.freeze([...field.takesAlong]),
  });

/**
 * Answers which fields anybody can read, and which need a valid access token: it follows the types from the roots through
 * interfaces and unions, and the entities of Apollo Federation.
 *
 * In a schema that the plugin has built, it looks at what is enforced, whatever is printed. In any other schema it looks at
 * the `@authenticated` of the SDL, and for Apollo Federation at `@requiresScopes`: it cannot know whether the server obeys
 * them. It knows nothing of what resolvers refuse themselves.
 *
 * @example
 * const open = auditSchema(builder.toSchema()).fields.filter(({ access }) => access === 'public');
 */
export const auditSchema = (schema: GraphQLSchema): SchemaAudit => {
  const graph = readGraph(schema);
  const all = findWays(graph, ({ answers }) => answers);
  const open = findWays(graph, (place) => (place.protected ? place.refusals : place.answers));
  const lossesOf = createLosses(graph, open, schema.getSubscriptionType());

  const accessOf = (place: Place): FieldAccess => {
    if (place.protected) return 'protected';
    return open.has(place.type) ? 'public' : 'behind';
  };

  const audited = (place: Place): AuditedField =>
    freeze({
      field: place.name,
      access: accessOf(place),
      path: [...(open.get(place.type) ?? all.get(place.type) ?? []), place.name],
      takesAlong: lossesOf(place),
    });

  const places = [...all.keys()].flatMap(graph.placesOf);
  const fields = places.map(audited).sort((a, b) => (a.field < b.field ? -1 : 1));
  return Object.freeze({ fields: Object.freeze(fields) });
};
