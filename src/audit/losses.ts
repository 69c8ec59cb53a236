import { type GraphQLObjectType, type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import type { Graph, Place } from './graph.js';
import type { Ways } from './ways.js';

/** How far a null goes that stands where an object was expected. */
interface Spread {
  /** It takes the other entries of a list along. */
  readonly list: boolean;
  /** It takes the object along that has the field. */
  readonly parent: boolean;
}

/** GraphQL October 2021, section 6.4.4: a null in a place that must not be null moves to the place around it. */
const spreadOf = (type: GraphQLOutputType): Spread => {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (!isListType(inner)) return { list: false, parent: isNonNullType(type) };
  const { list, parent } = spreadOf(inner.ofType);
  return { list: list || parent, parent: parent && isNonNullType(type) };
};

/**
 * Finds the public fields that a refusal takes along. A refused field is null; where it must not be null, the object around
 * it is null, with everything that the caller could have read there. Only the nearest ones are listed: where that object
 * must not be null either, the null goes on, up to the whole answer.
 *
 * @param ways - the types that anybody can reach
 * @param single - the type of which an operation asks for one field only: that of subscriptions
 */
export const createLosses = (
  { placesOf }: Graph,
  ways: Ways,
  single: GraphQLObjectType | null | undefined,
): ((place: Place) => readonly string[]) => {
  const publicIn = (type: GraphQLObjectType): readonly Place[] =>
    ways.has(type) ? placesOf(type).filter((place) => !place.protected) : [];

  const leadingTo = new Map<GraphQLObjectType, Place[]>();
  for (const place of [...ways.keys()].flatMap(publicIn)) {
    for (const answer of place.answers) {
      const places = leadingTo.get(answer) ?? [];
      places.push(place);
      leadingTo.set(answer, places);
    }
  }

  const namesIn = (types: readonly GraphQLObjectType[]): readonly string[] =>
    [...new Set(types)]
      .filter((type) => type !== single)
      .flatMap(publicIn)
      .map(({ name }) => name)
      .sort();

  /** The nearest public fields that are lost with an object. */
  const lossesOf = (type: GraphQLObjectType): readonly string[] => {
    const gone = new Set([type]);
    let edge: readonly GraphQLObjectType[] = [type];
    let lost = namesIn(edge);
    while (lost.length === 0 && edge.length > 0) {
      const around = edge.flatMap((inner) => leadingTo.get(inner) ?? []);
      const entries = around
        .filter(({ field }) => spreadOf(field.type).list)
        .flatMap(({ answers }) => answers);
      const parents = around.filter(({ field }) => spreadOf(field.type).parent).map((place) => place.type);
      edge = [...new Set(parents)].filter((parent) => !gone.has(parent));
      for (const parent of edge) gone.add(parent);
      lost = namesIn([...entries, ...edge]);
    }
    return lost;
  };

  return ({ type, field, refusals, protected: isProtected }) =>
    isProtected && isNonNullType(field.type) && refusals.length === 0 && ways.has(type) ? lossesOf(type) : [];
};
