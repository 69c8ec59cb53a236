import type { SchemaTypes } from '@pothos/core';
import { NotAuthenticatedError, ServiceUnavailableError } from './refusals.js';

/** A class, and those above it. */
const withParents = (refusal: unknown): readonly unknown[] =>
  typeof refusal === 'function' ? [refusal, ...withParents(Object.getPrototypeOf(refusal))] : [];

/** What a caller without a valid access token gets: the second while nobody can find out whether there is one. */
const refusals = [NotAuthenticatedError, ServiceUnavailableError].flatMap(withParents);

/**
 * The types that the refusal of an anonymous caller can be shown as, where errors are members of a union
 * (@pothos/plugin-errors): those of its classes, and those of the classes above them.
 */
export const readRefusalTypes = <Types extends SchemaTypes>(
  store: PothosSchemaTypes.SchemaBuilder<Types>['configStore'],
): readonly string[] => {
  const names = new Set<string>();
  for (const refusal of refusals) {
    // Boundary: classes are references to types here, which the types of a builder must allow for.
    const ref = refusal as never;
    if (store.hasConfig(ref)) names.add(store.getTypeConfig(ref).name);
  }
  return [...names];
};
