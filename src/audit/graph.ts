import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import { readDirectives } from './directives.js';
import { enforcementOf } from './enforcement.js';
import { createPrintedProtection, isEntity } from './printed-protection.js';

/** A field, where it is answered: in an object type. */
export interface Place {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  /** Such as `User.email`. */
  readonly name: string;
  readonly protected: boolean;
  /** The object types that an answer can be of. */
  readonly answers: readonly GraphQLObjectType[];
  /** Those of them that a refusal can be of. */
  readonly refusals: readonly GraphQLObjectType[];
}

/** Where operations begin: an object type, and the way to it. */
export interface Entry {
  readonly type: GraphQLObjectType;
  readonly way: readonly string[];
}

/** A schema as callers walk through it. */
export interface Graph {
  readonly entries: readonly Entry[];
  /** The fields of an object type, by name. */
  placesOf(type: GraphQLObjectType): readonly Place[];
}

/** Compares names, the same way everywhere. */
const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : Number(a.name > b.name);

const once = <Key extends object, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.has(key) ? (made.get(key) as Value) : make(key);
    made.set(key, value);
    return value;
  };
};

const rootsOf = (schema: GraphQLSchema): readonly Entry[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    .filter((type) => isObjectType(type))
    .map((type) => ({ type, way: [] }));

/** Reads a schema. */
export const readGraph = (schema: GraphQLSchema): Graph => {
  const directives = readDirectives(schema);
  const isProtectedInPrint = createPrintedProtection(directives);

  const objectsOf = (type: GraphQLNamedType): readonly GraphQLObjectType[] => {
    if (isAbstractType(type)) return [...schema.getPossibleTypes(type)].sort(byName);
    return isObjectType(type) ? [type] : [];
  };

  const placeOf = (type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Place => {
    const enforced = enforcementOf(field);
    const answers = objectsOf(getNamedType(field.type));
    return {
      type,
      field,
      name: `${type.name}.${field.name}`,
      protected: enforced?.protected ?? isProtectedInPrint(type, field),
      answers,
      refusals: answers.filter(({ name }) => enforced?.refusalTypes.includes(name)),
    };
  };

  // The SDL of a subgraph leaves out `_entities`, which answers all the same.
  const entitiesOf = (query = schema.getQueryType()): readonly Entry[] =>
    query?.getFields()._entities !== undefined
      ? []
      : Object.values(schema.getTypeMap())
          .filter((type) => isCompositeType(type) && isEntity(type, directives))
          .sort(byName)
          .flatMap(objectsOf)
          .map((type) => ({ type, way: [`${query?.name ?? 'Query'}._entities`] }));

  return {
    entries: [...rootsOf(schema), ...entitiesOf()],
    placesOf: once((type) =>
      Object.values(type.getFields())
        .map((field) => placeOf(type, field))
        .sort(byName),
    ),
  };
};
