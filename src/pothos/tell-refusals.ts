import type { GraphQLFieldResolver } from 'graphql';
import { isAuthError } from '../core/errors.js';
import type { ForPlugins } from '../for-plugins.js';
import { authIn } from './auth-of.js';
import { toGraphQLError } from './refusals.js';
import { refuse } from './refuse.js';

type Resolve<Context> = GraphQLFieldResolver<unknown, Context, object>;
type Owner = Pick<ForPlugins, 'owns' | 'presentation' | 'contextKey'>;

const tell = (error: unknown, context: unknown, owner: Owner): unknown => {
  if (!isAuthError(error)) return error;
  const auth = authIn(context, owner);
  return owner.owns(auth)
    ? refuse(auth, error, owner.presentation)
    : toGraphQLError(error, owner.presentation);
};

/**
 * A resolver of the host's that may call the service: `auth.updateClaims` in a mutation, `auth.sessions` in a query. Its
 * refusals and outages leave the field as those of the generated mutations do, and not as an unexpected error.
 */
export const tellRefusals =
  <Context>(resolve: Resolve<Context>, owner: Owner): Resolve<Context> =>
  (source, args, context, info) => {
    const fail = (error: unknown): never => {
      throw tell(error, context, owner);
    };
    try {
      const answer: unknown = resolve(source, args, context, info);
      // What is there already needs no promise.
      return answer instanceof Promise ? answer.catch(fail) : answer;
    } catch (error) {
      return fail(error);
    }
  };
