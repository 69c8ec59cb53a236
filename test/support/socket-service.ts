import SchemaBuilder from '@pothos/core';
import EmailAuthPlugin, { type AuthTokens, createEmailAuth, type WithAuth } from '../../src/index.js';
import { createBroadcast } from './event-streams.js';
import { createTestAuth, noLimits } from './service.js';
import { type Credentials, openSocket, startSocketServer, type Way } from './socket-server.js';
import { createWatchedCache } from './watched-cache.js';

type Role = { role: 'admin' | 'user' };

export const identity = 'ada@example.com';
export const caller = { ip: '192.0.2.1' };

const schemaOf = (auth: ReturnType<typeof createEmailAuth<Role>>, events: () => AsyncIterable<number>) => {
  const builder = new SchemaBuilder<WithAuth<{ AuthClaims: Role }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: auth,
  });
  const Seen = builder.objectRef<{ n: number }>('Seen').implement({
    fields: (t) => ({
      n: t.exposeInt('n'),
      secret: t.exposeInt('n', { authenticated: true, nullable: true }),
      who: t.string({ nullable: true, resolve: (_seen, _args, ctx) => ctx.auth.claims?.sub ?? null }),
      role: t.string({ nullable: true, resolve: (_seen, _args, ctx) => ctx.auth.claims?.role ?? null }),
      exp: t.int({ nullable: true, resolve: (_seen, _args, ctx) => ctx.auth.claims?.exp ?? null }),
      token: t.string({ nullable: true, resolve: (_seen, _args, ctx) => ctx.auth.token }),
      why: t.string({ nullable: true, resolve: (_seen, _args, ctx) => ctx.auth.failure }),
    }),
  });
  builder.queryType({
    fields: (t) => ({
      me: t.string({
        authenticated: true,
        nullable: true,
        resolve: (_root, _args, ctx) => ctx.auth.claims.sub,
      }),
      seen: t.field({ type: Seen, resolve: () => ({ n: 0 }) }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      marked: t.int({ authenticated: true, nullable: true, subscribe: () => events(), resolve: (n) => n }),
      admin: t.int({
        authenticated: true,
        nullable: true,
        allow: ({ role }) => role === 'admin',
        subscribe: () => events(),
        resolve: (n) => n,
      }),
      open: t.field({ type: Seen, subscribe: () => events(), resolve: (n) => ({ n }) }),
    }),
  });
  return builder.toSchema();
};

/** A schema over graphql-ws that tells what it knows of its caller, and somebody who is logged in. */
export const serveSockets = async (
  way: Way,
  afterwards: (cleanUp: () => unknown) => void,
  options: Parameters<typeof createTestAuth<Role>>[0] = {},
) => {
  const watched = createWatchedCache();
  let role: Role['role'] = 'admin';
  const service = createTestAuth<Role>(
    {
      limits: noLimits,
      loginCode: { resendAfter: 0 },
      claims: () => ({ role }),
      cache: watched.cache,
      singleProcess: true,
      ...options,
    },
    createEmailAuth,
  );
  const feed = createBroadcast();
  const server = await startSocketServer(service.auth, schemaOf(service.auth, feed.events), way);
  afterwards(server.stop);
  const first = await service.logIn(identity);
  const open = async (credentials: Credentials) => {
    const socket = await openSocket(server.ws, credentials);
    afterwards(socket.end);
    return socket;
  };
  const openWith = ({ accessToken }: AuthTokens) =>
    open({ connectionParams: { authorization: `Bearer ${accessToken}` } });
  /** New tokens of the same session, at a later time. */
  const refresh = async (after = 200, pair = first) => {
    service.clock.advance(after);
    return service.auth.refresh(pair.refreshToken, caller);
  };
  return {
    ...service,
    ...server,
    watched,
    feed,
    first,
    open,
    openWith,
    refresh,
    become: (next: Role['role']) => {
      role = next;
    },
  };
};
