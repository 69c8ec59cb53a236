// This library with the limits that it has by default; the callers come through a proxy, or they would be one caller.
import { generateKeyPairSync } from 'node:crypto';
import { createYoga } from 'graphql-yoga';
import EmailAuthPlugin, { createEmailAuth } from 'pothos-plugin-email-auth';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';
import { createBuilder } from './schema.mjs';
import { cache, code, redisUrl, serve } from './serve.mjs';

// Loaded where there is a Redis: what is measured from the start of the process keeps nothing in one.
const loadRedis = () => import('@keyv/redis');

const keyvs = {
  memory: () => undefined,
  redis: async () => (await loadRedis()).createKeyv(redisUrl),
  'redis, client-side caching': async () => {
    const { createClient, createKeyv } = await loadRedis();
    return createKeyv(
      createClient({
        url: redisUrl,
        RESP: 3,
        clientSideCache: { ttl: 0, maxEntries: 100_000, evictPolicy: 'LRU' },
      }),
    );
  },
};

// Codes that are all the same are refused in production. What has been imported has been so as in production.
process.env.NODE_ENV = 'development';

const auth = createEmailAuth({
  signingKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }),
  cache: await keyvs[cache](),
  namespace: `this-${process.pid}`,
  // The bench takes longer than five minutes.
  accessToken: { lifetime: 3600 },
  loginCode: { generate: () => code },
  delivery: async () => {},
});

const builder = createBuilder({ plugins: [EmailAuthPlugin], emailAuth: auth }, { authenticated: true });
const yoga = createYoga({
  schema: builder.toSchema(),
  plugins: [useEmailAuth(auth, { proxy: { hops: 1 } })],
  logging: false,
});

const logIn = async () => {
  const caller = { ip: '192.0.2.1' };
  const identity = 'ada@example.com';
  const { challenge } = await auth.requestLoginCode(identity, caller);
  const { accessToken, refreshToken } = await auth.login({ identity, code, challenge }, caller);
  return { token: accessToken, refreshToken };
};

serve(yoga, process.env.BENCH_NOBODY ? {} : await logIn());
