import { createYoga } from 'graphql-yoga';
import { createApp } from '../../examples/basic.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { type UseEmailAuthOptions, useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from './http-server.js';
import { createTestAuth, noLimits } from './service.js';

type Options = EmailAuthOptions<{ role: 'admin' | 'user' }>;

/** A service of the test's own that asks about tokens. */
export const gateway = { id: 'gateway', secret: 'cOzXLq2vPnJ0mWb4' };

export const basic = (id: string, secret: string): string => `Basic ${btoa(`${id}:${secret}`)}`;

/** The server of `examples/basic.ts` with endpoints beside GraphQL, on a real socket. */
export const serveEndpoints = async (use: UseEmailAuthOptions = {}, options: Options = {}) => {
  let app: ReturnType<typeof createApp> | undefined;
  const service = createTestAuth<{ role: 'admin' | 'user' }>({ limits: noLimits, ...options }, (all) => {
    app = createApp(all);
    return app.auth;
  });
  if (!app) throw new Error('no app');
  const plugins = [useEmailAuth(service.auth, use)];
  const yoga = createYoga({ schema: app.schema, plugins, logging: false });
  const http = await startHttpServer(yoga);
  const at = (path: string) => `${new URL(http.url).origin}${path}`;
  return {
    ...service,
    http,
    get: (path: string, init: RequestInit = {}) => fetch(at(path), init),
    /** A question of the gateway's, unless something else is said. */
    ask: (path: string, token: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
      fetch(at(path), {
        method: 'POST',
        body: new URLSearchParams({ token }),
        ...init,
        headers: { authorization: basic(gateway.id, gateway.secret), ...init.headers },
      }),
    stop: async () => {
      await http.stop();
      await service.auth.close({ timeout: 1 });
    },
  };
};
