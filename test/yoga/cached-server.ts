import { createInMemoryCache, useResponseCache } from '@graphql-yoga/plugin-response-cache';
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import { createYoga } from 'graphql-yoga';
import EmailAuthPlugin, {
  type EmailAuthOptions,
  NotAuthenticatedError,
  ServiceUnavailableError,
  type WithAuth,
} from '../../src/index.js';
import { responseCacheSession, useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { createWatchedCache } from '../support/watched-cache.js';

export const ada = 'ada@example.com';
export const eve = 'eve@example.com';

type Role = { role: string };
type Types = WithAuth<{ AuthClaims: Role }>;
type Session = Parameters<typeof useResponseCache>[0]['session'];

const buildSchema = (auth: ReturnType<typeof createTestAuth<Role>>['auth'], ran: string[]) => {
  const builder = new SchemaBuilder<Types>({ plugins: [ErrorsPlugin, EmailAuthPlugin], emailAuth: auth });
  builder.objectType(NotAuthenticatedError, {
    name: 'NotAuthenticated',
    fields: (t) => ({ reason: t.exposeString('reason') }),
  });
  builder.objectType(ServiceUnavailableError, {
    name: 'Unavailable',
    fields: (t) => ({ retryAfter: t.exposeInt('retryAfter') }),
  });
  const said = (name: string) => {
    ran.push(name);
    return name;
  };
  builder.queryType({
    fields: (t) => ({
      hello: t.string({
        resolve: (_root, _args, ctx) => `Hello, ${said(ctx.auth.claims?.email ?? 'stranger')}!`,
      }),
      me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => said(ctx.auth.claims.email) }),
      role: t.string({ authenticated: true, resolve: (_root, _args, ctx) => said(ctx.auth.claims.role) }),
      asData: t.string({
        authenticated: true,
        errors: { types: [NotAuthenticatedError, ServiceUnavailableError] },
        resolve: (_root, _args, ctx) => said(ctx.auth.claims.email),
      }),
    }),
  });
  return builder.toSchema();
};

/** A server with a response cache: ours, or one of another `session`. */
export const serveCached = (session?: Session, options: EmailAuthOptions<Role> = {}, more: object = {}) => {
  const watched = createWatchedCache();
  const service = createTestAuth<Role>({
    cache: watched.cache,
    singleProcess: true,
    limits: noLimits,
    claims: () => ({ role: 'user' }),
    ...options,
  });
  /** What the resolvers were asked for: what comes from the cache is not in it. */
  const ran: string[] = [];
  /** What the cache keeps, and under which keys. */
  const kept: string[] = [];
  const memory = createInMemoryCache();
  const responses = useResponseCache({
    session: session ?? responseCacheSession(service.auth),
    buildResponseCacheKey: async ({ documentString, sessionId, variableValues }) =>
      JSON.stringify([documentString, variableValues, sessionId]),
    cache: {
      ...memory,
      set: (key, ...rest) => {
        kept.push(key);
        return memory.set(key, ...rest);
      },
    },
    ...more,
  });
  const yoga = createYoga({
    schema: buildSchema(service.auth, ran),
    plugins: [responses, useEmailAuth(service.auth, { ip: () => '192.0.2.1' })],
    batching: true,
    logging: false,
  });
  const post = async (body: unknown, authorization?: string) => {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const response = await yoga.fetch('http://server/graphql', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const ask = (query: string, token?: string) => post({ query }, token && `Bearer ${token}`);
  return { ...service, watched, ran, kept, yoga, post, ask };
};
