import type { GraphQLFieldResolver } from 'graphql';
import { findStandingOf, type Owner } from './auth-of.js';
import { endWithSession, type Watch } from './end-with-session.js';

type Subscribe<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** A marked stream ends with its session, not with an outage, which passes. */
const ofMarked =
  (context: unknown, owner: Owner): Watch =>
  () =>
  async () => {
    const standing = findStandingOf(context, owner);
    await standing?.lookAgain();
    const refusal = standing ? standing.refusal() : 'missing';
    return refusal === null || refusal === 'unavailable' ? 'pass' : 'last';
  };

/**
 * A stream that is not marked goes on as for an anonymous caller. An event that its source has made with the claims in
 * hand (a filter by `ctx.auth.claims`, `requireClaims` in a generator) is left out where they turn out not to hold.
 */
const ofUnmarked =
  (context: unknown, owner: Owner): Watch =>
  () => {
    const before = findStandingOf(context, owner)?.given;
    return async () => {
      const standing = findStandingOf(context, owner);
      const used = standing?.given !== before;
      await standing?.lookAgain();
      return used && standing?.failure ? 'drop' : 'pass';
    };
  };

/**
 * S4: A subscriber whose every event is checked against the session of the caller before it is handed on: once, for all
 * fields that are resolved for it. Where nobody was authenticated when the stream began, nobody ever will be, and nothing
 * is looked at.
 */
export const watchSession =
  <Context>(subscribe: Subscribe<Context>, marked: boolean, owner: Owner): Subscribe<Context> =>
  (source, args, context, info) => {
    const stream: unknown = subscribe(source, args, context, info);
    if (findStandingOf(context, owner)?.anonymous !== false) return stream;
    const watch = marked ? ofMarked(context, owner) : ofUnmarked(context, owner);
    return Promise.resolve(stream).then((events) => endWithSession(events, watch));
  };
