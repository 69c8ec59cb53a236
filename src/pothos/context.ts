import type { SchemaTypes } from '@pothos/core';
import type { AuthState, Claims } from '../token/auth-state.js';

/** What `useEmailAuth(auth)` adds to the context of every operation. */
export interface AuthContext<Extra extends object = object> {
  /** Who asks, resolved once per request. */
  readonly auth: AuthState<Extra>;
}

/** The context behind `authenticated: true`: the claims are there, so they are not nullable. */
export interface AuthenticatedContext<Extra extends object = object> {
  readonly auth: { readonly claims: Claims<Extra>; readonly failure: null };
}

/** A schema's own context, narrowed. It is an intersection, so whatever else stands in the context stays as it was. */
export type ContextWithClaims<Types extends SchemaTypes> = Types['Context'] &
  AuthenticatedContext<Types['AuthClaims']>;

/**
 * Wraps the types of a schema builder: adds `ctx.auth`, typed with `AuthClaims`, and makes `ctx.auth.claims` non-null in
 * the resolvers of fields that are marked `authenticated: true`.
 *
 * @example
 * new SchemaBuilder<WithAuth<{ Context: { db: Db }; AuthClaims: { role: 'admin' | 'user' } }>>({
 *   plugins: [EmailAuthPlugin],
 *   emailAuth: auth,
 * });
 */
export type WithAuth<Types extends Partial<PothosSchemaTypes.UserSchemaTypes> = object> = Types & {
  Context: AuthContext<Types['AuthClaims'] & object>;
  InferredFieldOptionsKind: 'Authenticated';
};
