import type { GraphQLFieldResolver } from 'graphql';
import { findStandingOf } from './auth-of.js';
import { endWithSession, type Watch } from './end-with-session.js';

type Subscribe<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** A marked stream ends with its session, not with an outage, which passes. */
const ofMarked =
  (context: unknown): Watch =>
  () =>
  async () => {
    const standing = findStandingOf(context);
    await standing?.lookAgain();
    const refusal = standing ? standing.refusal() : 'missing';
    return refusal === null || refusal === 'unavailable' ? 'pass' : 'last';
  };

/**
 * A stream that is not marked goes on as for an anonymous caller. An event that its source has made with the claims in
 * hand (a filter by `ctx.auth.claims`, `requireClaims` in a generator) is left out where they turn out not to hold.
 */
const ofUnmarked =
  (context: unknown): Watch =>
  () => {
    const before = findStandingOf(context)?.given;
    return async () => {
      const standing = findStandingOf(context);
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
  <Context>(subscribe: Subscribe<Context>, marked: boolean): Subscribe<Context> =>
  (source, args, context, info) => {
    const stream: unknown = subscribe(source, args, context, info);
    if (findStandingOf(context)?.anonymous !== false) return stream;
    const watch = marked ? ofMarked(context) : ofUnmarked(context);
    return Promise.resolve(stream).then((events) => endWithSession(events, watch));
  };
