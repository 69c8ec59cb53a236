import { type GraphQLField, type GraphQLNamedType, type GraphQLObjectType, getNamedType } from 'graphql';
import type { Directives, Nodes } from './directives.js';

const nodesOf = ({ astNode, extensionASTNodes }: GraphQLNamedType): Nodes => [astNode, ...extensionASTNodes];

const isSet = (set: unknown): boolean => Array.isArray(set) && set.length > 0;

// Whoever has no scopes at all has the empty set whole, and gateways let everybody pass where there is no set.
const needScopes = (scopes: unknown): boolean =>
  Array.isArray(scopes) && scopes.length > 0 && scopes.every(isSet);

/**
 * Reads from SDL whether a field needs a token. Where servers read a mark in different ways, this is the way that opens more.
 *
 * - A mark on the field or on its object type counts.
 * - One on the type that it answers with counts in a supergraph only, which nothing but a gateway executes.
 * - One on an interface does not: not every server holds the types to it that implement it. Ours prints one on each field.
 * - Scopes alone count where a gateway is to obey them. Our server prints both, and ignores scopes that are given by hand.
 * - `@policy` does not: it may let anonymous callers pass.
 */
export const createPrintedProtection = ({ find, links }: Directives) => {
  const isMarked = (nodes: Nodes): boolean =>
    find(nodes, 'authenticated').length > 0 ||
    (links() && find(nodes, 'requiresScopes').some(({ scopes }) => needScopes(scopes)));

  return (type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): boolean =>
    isMarked([field.astNode]) ||
    isMarked(nodesOf(type)) ||
    (links('join') && isMarked(nodesOf(getNamedType(field.type))));
};

/** Whether a gateway can ask for a type by `_entities`. */
export const isEntity = (type: GraphQLNamedType, { find }: Directives): boolean =>
  find(nodesOf(type), 'key').some(({ resolvable }) => resolvable !== false);
