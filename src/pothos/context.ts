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

/** Where the claims of a schema stand, in whichever context it is. */
type WithClaims<Types extends SchemaTypes> = {
  readonly [Key in Types['AuthContextKey']]: AuthenticatedContext<Types['AuthClaims']>['auth'];
};

/** A schema's own context, narrowed. It is an intersection, so whatever else stands in the context stays as it was. */
export type ContextWithClaims<Types extends SchemaTypes> = Types['Context'] & WithClaims<Types>;

/** The contexts that `t.withAuth` of @pothos/plugin-scope-auth puts in place of the schema's own, narrowed too. */
type AuthContextsWithClaims<Types extends SchemaTypes> = Types extends { AuthContexts: infer Contexts }
  ? { [Scope in keyof Contexts]: Contexts[Scope] & WithClaims<Types> }
  : object;

/** The types behind `t.authenticated`: the claims are there in whatever runs for a field. */
export type Narrowed<Types extends SchemaTypes> = Omit<
  Types,
  'Context' | 'AuthContexts' | 'InferredFieldOptionsKind'
> & {
  Context: ContextWithClaims<Types>;
  AuthContexts: AuthContextsWithClaims<Types>;
  InferredFieldOptionsKind: 'Resolve';
};

/** How a schema marks its fields: by the option `authenticated: true`, or by the chain `t.authenticated`. */
export type MarkStyle = 'option' | 'chain';

/** The key of `ctx.auth` in these types: `auth`, where nothing is said. */
type KeyOf<Types> = Types extends { AuthContextKey: infer Key extends string } ? Key : 'auth';

/**
 * Wraps the types of a schema builder: adds `ctx.auth`, typed with `AuthClaims`, and makes `ctx.auth.claims` non-null in
 * the resolvers of marked fields.
 *
 * By default both ways to mark a field narrow: the option `authenticated: true`, and the chain `t.authenticated.string(…)`.
 * The option costs the compiler 40 % more work in a large schema, the parameter of `id.resolve` in `builder.node` needs
 * its type written, and the option takes `true` or `false`, not a boolean. `WithAuth<Types, 'chain'>` leaves that to the
 * chain: the option protects as before, but its resolvers have claims that may be null by type.
 *
 * @example
 * new SchemaBuilder<WithAuth<{ Context: { db: Db }; AuthClaims: { role: 'admin' | 'user' } }>>({
 *   plugins: [EmailAuthPlugin],
 *   emailAuth: auth,
 * });
 */
export type WithAuth<
  Types extends Partial<PothosSchemaTypes.UserSchemaTypes> = object,
  Style extends MarkStyle = 'option',
> = Types & {
  Context: { readonly [Key in KeyOf<Types>]: AuthState<Types['AuthClaims'] & object> };
} & (Style extends 'chain' ? unknown : { InferredFieldOptionsKind: 'Authenticated' });
