import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { AuthError } from '../core/errors.js';
import { callHarmlessly } from '../core/harmless.js';
import { errorName } from '../core/read-error.js';
import { warnOnce } from '../core/warn-once.js';
import type { ForPlugins } from '../for-plugins.js';
import { type AuthState, presentationOf, standingOf } from '../token/auth-state.js';
import { authIn, authOf, isNobody } from './auth-of.js';
import type { Gate } from './gates.js';
import { toGraphQLError } from './refusals.js';
import { refuse } from './refuse.js';

type Resolve<Context> = GraphQLFieldResolver<unknown, Context, object>;
type ArgMappers<Types extends SchemaTypes> = PothosOutputFieldConfig<Types>['argMappers'];

/** What enforcement asks of the service. */
export type Authority = Pick<ForPlugins, 'owns' | 'presentation' | 'reportMistake' | 'contextKey'>;

/**
 * What stands before a field: it throws the refusal where the caller of a context may not pass.
 *
 * @param visit - the `info` of this execution of the field: one object, whoever is asked about it
 */
export type Door = (context: unknown, visit: object) => void;

/** A caller that a door has met. */
interface Visitor {
  readonly auth: AuthState;
  readonly standing: ReturnType<typeof standingOf>;
}

/**
 * Finds the state of a caller, and whether it counts here. The fields of one operation ask one after the other, so the last
 * answer is kept: it never changes for a state. Whether its claims still hold is asked each time.
 */
const createMeet = (authority: Authority): ((context: unknown) => Visitor) => {
  let last: Visitor | undefined;
  return (context) => {
    if (last !== undefined && authIn(context, authority) === last.auth) return last;
    if (isNobody(context, authority)) {
      throw toGraphQLError(new AuthError('UNAUTHENTICATED', { reason: 'missing' }), authority.presentation);
    }
    const auth = authOf(context, authority);
    last = { auth, standing: standingOf(auth) };
    return last;
  };
};

/** P2: whether a gate answers `true`. Whatever else it does is a no, and unless that is `false`, a mistake of the host's. */
const createPass = (
  { allow, name, scopes }: Gate,
  { reportMistake }: Authority,
): ((claims: object) => boolean) => {
  const report = warnOnce(reportMistake, (what: string) => `The option ${name} ${what}. That is a no.`);
  return (claims) => {
    let answer: unknown;
    try {
      answer = allow(claims);
    } catch (error) {
      report(`failed: ${errorName(error)}`);
      return false;
    }
    if (typeof answer === 'boolean') return answer;
    // A promise, perhaps: it must not end the process.
    callHarmlessly(() => answer);
    report(
      scopes ? 'must answer with a list of scopes' : 'must answer with true or false, and not with a promise',
    );
    return false;
  };
};

/** Makes the door before a field, with the gates that are behind it. */
export type CreateDoor = (gates: readonly Gate[]) => Door;

/** The doors of a schema. They are synchronous: a promise per field costs more than the field. */
export const createDoors = (authority: Authority): CreateDoor => {
  const meet = createMeet(authority);
  return (gates) => {
    const passes = gates.map((gate) => createPass(gate, authority));
    return (context) => {
      const { auth, standing } = meet(context);
      try {
        const claims = standing.demand();
        for (const pass of passes) if (!pass(claims)) throw new AuthError('FORBIDDEN', {});
      } catch (error) {
        throw refuse(auth, error, presentationOf(auth) ?? authority.presentation);
      }
    };
  };
};

/**
 * A door that is asked more than once about the same visit: who has been refused stays refused, whatever an `allow` says
 * by then.
 */
export const forGood = (door: Door): Door => {
  const refusals = new WeakMap<object, unknown>();
  return (context, visit) => {
    if (refusals.has(visit)) throw refusals.get(visit);
    try {
      door(context, visit);
    } catch (refusal) {
      refusals.set(visit, refusal);
      throw refusal;
    }
  };
};

const isRefused = (context: unknown, visit: object, door: Door): boolean => {
  try {
    door(context, visit);
    return false;
  } catch {
    return true;
  }
};

/** A resolver (or subscriber) behind a door. */
export const guard =
  <Context>(resolve: Resolve<Context>, door: Door): Resolve<Context> =>
  (source, args, context, info) => {
    door(context, info);
    return resolve(source, args, context, info);
  };

/**
 * Argument mappers (validation is one) that do nothing for a caller who is about to be refused: for fields where the
 * refusal has to come from further inside. The door must be one that refuses for good: else what was not mapped could get
 * through to the resolver.
 */
export const behindDoor = <Types extends SchemaTypes>(
  mappers: ArgMappers<Types>,
  door: Door,
): ArgMappers<Types> =>
  mappers.map(
    (mapper) => (args, context, info) =>
      isRefused(context, info, door) ? args : mapper(args, context, info),
  );
