import { useGenericAuth } from '@envelop/generic-auth';
import { useOpenTelemetry } from '@envelop/opentelemetry';
import { useRateLimiter } from '@envelop/rate-limiter';
import { useSentry } from '@envelop/sentry';
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { trace } from '@opentelemetry/api';
import { createYoga } from 'graphql-yoga';
import { expect, it } from 'vitest';
import type { AuthContext } from '../../src/index.js';
import { responseCacheSession, useEmailAuth } from '../../src/yoga/index.js';
import { asEver, askOf, openApp, visit } from './app.js';
import { shielded } from './permissions.js';

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

const names = ['emailAuth', 'cache', 'limiter', 'genericAuth', 'sentry', 'telemetry'] as const;

const pluginsOf = ({ auth }: ReturnType<typeof openApp>): Record<(typeof names)[number], object> => ({
  emailAuth: useEmailAuth(auth, { ip: ({ request }) => request.headers.get('x-address') }),
  cache: useResponseCache({ session: responseCacheSession(auth), ttl: 60_000 }),
  limiter: useRateLimiter({
    identifyFn: (ctx) => {
      const { claims, ip } = (ctx as AuthContext).auth;
      return claims?.sid ?? ip ?? 'unknown';
    },
    configByField: [{ type: 'Query', field: '*', max: 1000, window: '1m' }],
  }),
  genericAuth: useGenericAuth({
    mode: 'resolve-only',
    resolveUserFn: (ctx) => (ctx as unknown as AuthContext).auth.claims,
  }),
  sentry: useSentry(),
  telemetry: useOpenTelemetry({}, trace.getTracerProvider()),
});

it('works beside all other plugins, in whatever order', async () => {
  const orders = permutations(names);
  expect(orders).toHaveLength(720);
  for (const order of orders.filter((_, i) => i % 80 === 0)) {
    const app = openApp();
    const plugins = pluginsOf(app);
    const yoga = createYoga({
      schema: await shielded(app),
      plugins: order.map((name) => plugins[name]),
      logging: false,
    });
    const { secrets: _, ...came } = await visit(app, askOf(yoga));
    expect(came, order.join(', ')).toMatchObject(asEver);
  }
});
