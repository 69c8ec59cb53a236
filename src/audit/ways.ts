import type { GraphQLObjectType } from 'graphql';
import type { Entry, Graph, Place } from './graph.js';

/** The types that can be reached, with a shortest way to each: the fields that are passed. */
export type Ways = ReadonlyMap<GraphQLObjectType, readonly string[]>;

/**
 * Walks through a schema, from where operations begin.
 *
 * @param onward - the types that a field leads to
 */
export const findWays = (
  { entries, placesOf }: Graph,
  onward: (place: Place) => readonly GraphQLObjectType[],
): Ways => {
  const ways = new Map<GraphQLObjectType, readonly string[]>();
  const visit = ({ type, way }: Entry): readonly Entry[] => {
    if (ways.has(type)) return [];
    ways.set(type, way);
    return placesOf(type).flatMap((place) =>
      onward(place).map((next) => ({ type: next, way: [...way, place.name] })),
    );
  };
  // One step after the other: the first way to a type is a shortest one.
  let next = entries;
  while (next.length > 0) next = next.flatMap(visit);
  return ways;
};
