import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { AuthError } from '../core/errors.js';
import type { ForPlugins } from '../email-auth.js';
import { claimsOf, presentationOf } from '../token/auth-state.js';
import { authOf, isNobody } from './auth-of.js';
import { toGraphQLError } from './refusals.js';

type Resolve<Context> = GraphQLFieldResolver<unknown, Context, object>;
type ArgMappers<Types extends SchemaTypes> = PothosOutputFieldConfig<Types>['argMappers'];

/** Whether a field is marked. Anything truthy counts, so that a mistake in plain JavaScript never opens a field. */
export const isMarked = <Types extends SchemaTypes>(field: PothosOutputFieldConfig<Types>): boolean =>
  Boolean(field.pothosOptions.authenticated);

/** What enforcement asks of the service. */
export type Authority = Pick<ForPlugins, 'owns' | 'presentation'>;

/** Whether the caller would be refused now. */
export const isRefused = (context: unknown, authority: Authority): boolean => {
  try {
    claimsOf(authOf(context, authority));
    return false;
  } catch {
    return true;
  }
};

/** A resolver (or subscriber) that refuses first. It is synchronous: a promise per field costs more than the field. */
export const guard =
  <Context>(resolve: Resolve<Context>, authority: Authority): Resolve<Context> =>
  (source, args, context, info) => {
    if (isNobody(context)) {
      throw toGraphQLError(new AuthError('UNAUTHENTICATED', { reason: 'missing' }), authority.presentation);
    }
    const auth = authOf(context, authority);
    try {
      claimsOf(auth);
    } catch (error) {
      throw toGraphQLError(error, presentationOf(auth) ?? authority.presentation);
    }
    return resolve(source, args, context, info);
  };

/**
 * Argument mappers (validation is one) that do nothing for a caller who is about to be refused: for fields where the
 * refusal has to come from further inside. Time only goes on, so whoever is refused here is refused there too.
 */
export const forAuthenticated = <Types extends SchemaTypes>(
  mappers: ArgMappers<Types>,
  authority: Authority,
): ArgMappers<Types> =>
  mappers.map(
    (mapper) => (args, context, info) => (isRefused(context, authority) ? args : mapper(args, context, info)),
  );
